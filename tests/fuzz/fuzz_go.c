/* SPDX-License-Identifier: MIT */
/*
 * fuzz_go.c - GOAUTH (HOST-1, HOST-9).  The first line is the URL in argv, the
 * rest is the head of the answer on stdin.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/asked.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    auto_asked asked = ASKED_INIT;
    char *head = fuzz_text(data, size);
    char *rest = head;
    const char *url = head ? strsep(&rest, "\n") : NULL;
    struct reference host;
    bool may;

    if (url && !asked_is_given_away(data, size)) {
        may = reference_url(url, "https", &host) && asked_serves(&host);
        asked_run("go", url, NULL, (const uint8_t *)rest,
                  rest ? strlen(rest) : 0, &asked);
        MUST(asked.code == WC_OK && asked_has_token(&asked) == may);
        MUST(may || asked.out.len == 0);
        MUST(!may || strncmp(asked.out.bytes, "https://", 8) == 0);
    }
    free(head);
    return 0;
}
