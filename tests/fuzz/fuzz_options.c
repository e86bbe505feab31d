/* SPDX-License-Identifier: MIT */
/*
 * fuzz_options.c - the command line (IN-8).  A line is an argument; the first
 * is the program's name.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "helper/command/command.h"
#include "helper/options.h"
#include "tests/fuzz/fuzz.h"

#define ARGS_MAX 64

static void check(const struct options *options)
{
    int most = options->command ? options->command->max_operands : 0;

    MUST(options->command || options->help || options->version);
    MUST(options->n_operands >= 0 && options->n_operands <= OPERANDS_MAX);
    MUST(most < 0 || options->n_operands <= most);
    MUST(options->settings.n_params <= REQUEST_PARAMS_MAX);
    for (size_t i = 0; i < SETTINGS; i++) {
        struct wc_error err = { 0 };

        MUST(!options->settings.values[i] ||
             setting_check((enum setting)i, options->settings.values[i],
                           &err) == WC_OK);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    char *argv[ARGS_MAX + 1] = { NULL };
    char *rest = text;
    struct options options;
    struct wc_error err = { 0 };
    int argc = 0;

    if (!text)
        return 0;
    while (rest && argc < ARGS_MAX)
        argv[argc++] = strsep(&rest, "\n");
    if (options_parse(argc, argv, &options, &err) == WC_OK)
        check(&options);
    else
        MUST(err.code == WC_USAGE && err.text[0] != '\0');
    MUST(options.format && format_find(options.format->name));
    MUST(fuzz_is_printable(err.text));
    fuzz_outcome_code((int)err.code, err.text);
    free(text);
    return 0;
}
