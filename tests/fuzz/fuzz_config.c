/* SPDX-License-Identifier: MIT */
/* fuzz_config.c - the config file (FS-7, IN-6, IN-7). */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/text.h"
#include "helper/config-file.h"
#include "tests/fuzz/fuzz.h"

#define PATH_MAX_ 1024

static void write_file(const uint8_t *data, size_t size)
{
    static char path[PATH_MAX_];
    FILE *file;

    if (path[0] == '\0') {
        MUST(setenv("XDG_CONFIG_HOME", fuzz_folder(), 1) == 0);
        (void)snprintf(path, sizeof(path), "%s/walr-cred", fuzz_folder());
        MUST(mkdir(path, 0700) == 0);
        (void)snprintf(path, sizeof(path), "%s/walr-cred/config",
                       fuzz_folder());
    }
    file = fopen(path, "wb");
    MUST(file && fwrite(data, 1, size, file) == size && fclose(file) == 0);
    MUST(chmod(path, 0600) == 0);
}

/* Nothing is read that was not written: each text is one of the file's. */
static void check(const struct config *config, const char *text)
{
    for (size_t i = 0; i < config->n_profiles; i++)
        MUST(config_is_profile_name(config->profiles[i]) &&
             strstr(text, config->profiles[i]));
    for (size_t i = 0; i < config->n_entries; i++) {
        const struct config_entry *entry = &config->entries[i];
        struct wc_error err = { 0 };

        MUST(strstr(text, entry->value) && entry->value[0] != '\0');
        MUST(!text_has_control(entry->value, strlen(entry->value)));
        MUST(strlen(entry->value) <= CONFIG_LINE_MAX);
        MUST((entry->setting == SETTINGS) == (entry->param != NULL));
        MUST((entry->param
                  ? setting_check_param(entry->param, entry->value, &err)
                  : setting_check(entry->setting, entry->value, &err)) ==
             WC_OK);
        for (size_t k = 0; k < i; k++)
            MUST(entry->param || config->entries[k].profile != entry->profile ||
                 config->entries[k].setting != entry->setting);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    auto_config config = CONFIG_INIT;
    struct wc_error err = { 0 };
    char *text;

    write_file(data, size);
    if (config_read(&config, &err) == WC_OK) {
        text = fuzz_text(data, size);
        MUST(text != NULL && size <= CONFIG_MAX);
        check(&config, text);
        free(text);
    } else {
        MUST(err.code == WC_USAGE && config.path == NULL);
        MUST(fuzz_is_printable(err.text) && strstr(err.text, "config"));
    }
    fuzz_outcome_code((int)err.code, err.text);
    return 0;
}
