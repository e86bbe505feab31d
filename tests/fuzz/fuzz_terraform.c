/* SPDX-License-Identifier: MIT */
/* fuzz_terraform.c - the host in Terraform's arguments (HOST-1, HOST-9). */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/asked.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    auto_asked asked = ASKED_INIT;
    char *text = fuzz_text(data, size);
    struct reference host;
    bool may;

    if (text && !asked_is_given_away(data, size)) {
        may = reference_authority(text, size, &host) && asked_serves(&host);
        asked_run("terraform", "get", text, data, 0, &asked);
        MUST(asked.code == WC_OK && asked_has_token(&asked) == may);
        MUST(may || strcmp(secret_bytes(&asked.out), "{}\n") == 0);
    }
    free(text);
    return 0;
}
