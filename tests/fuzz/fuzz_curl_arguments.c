/* SPDX-License-Identifier: MIT */
/*
 * fuzz_curl_arguments.c - what curl may be given beside a token (HOST-1).  A
 * line is an argument.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "helper/curl-arguments.h"
#include "tests/fuzz/asked.h"
#include "tests/fuzz/fuzz.h"

#define ARGS_MAX 64

/* Whether the URL in ARGUMENT is one that a token may go to. */
static bool is_served(const char *argument)
{
    const char *url = argument;
    struct reference host;

    if (argument[0] == '-')
        url = argument[1] == '-' ? strchrnul(argument, '=') + 1 : NULL;
    for (const char *at = argument + 1; !url && *at; at++) {
        if (reference_url(at, "https", &host))
            url = at;
    }
    return url && reference_url(url, "https", &host) && asked_serves(&host);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    char *argv[ARGS_MAX + 1] = { NULL };
    char *rest = text;
    struct wc_error err = { 0 };
    bool good;

    if (!text)
        return 0;
    for (size_t i = 0; rest && i < ARGS_MAX; i++)
        argv[i] = strsep(&rest, "\n");
    good = curl_arguments_check(argv, ASKED_HOSTS, &err) == WC_OK;
    MUST(good || (err.code == WC_USAGE && fuzz_is_printable(err.text)));
    for (size_t i = 0; good && argv[i]; i++)
        MUST(!strstr(argv[i], "://") || is_served(argv[i]));
    fuzz_outcome_code((int)err.code, err.text);
    free(text);
    return 0;
}
