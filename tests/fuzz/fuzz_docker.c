/* SPDX-License-Identifier: MIT */
/* fuzz_docker.c - Docker's question (HOST-1, HOST-9, IN-3). */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "common/json.h"
#include "tests/fuzz/asked.h"
#include "tests/fuzz/fuzz.h"

static bool may_answer(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    size_t len = text ? strlen(text) : 0;
    struct reference host;
    bool may = false;

    while (len > 0 && strchr(" \t\r\n", text[len - 1]))
        text[--len] = '\0';
    if (text)
        may = (reference_authority(text, len, &host) ||
               reference_url(text, "https", &host)) &&
              asked_serves(&host);
    free(text);
    return may;
}

static void check_answer(const struct asked *asked)
{
    const char *why;
    cJSON *root =
        json_parse_object(secret_bytes(&asked->out), asked->out.len, &why);

    MUST(root != NULL && cJSON_GetArraySize(root) == 3);
    cJSON_Delete(root);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    auto_asked stored = ASKED_INIT;
    auto_asked asked = ASKED_INIT;

    if (asked_is_given_away(data, size))
        return 0;
    asked_run("docker", "store", NULL, data, size, &stored);
    MUST(stored.code != WC_OK || stored.out.len == 0);
    asked_run("docker", "get", NULL, data, size, &asked);
    MUST(asked_has_token(&asked) == may_answer(data, size));
    if (asked_has_token(&asked))
        check_answer(&asked);
    else
        MUST(asked.code != WC_OK && asked.answers_failure);
    return 0;
}
