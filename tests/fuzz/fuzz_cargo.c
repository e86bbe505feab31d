/* SPDX-License-Identifier: MIT */
/* fuzz_cargo.c - Cargo's conversation (HOST-1, HOST-9, IN-5, IN-6). */
#include "config.h"

#include <string.h>
#include <strings.h>

#include "common/json.h"
#include "tests/fuzz/asked.h"
#include "tests/fuzz/fuzz.h"

/* Whether a question of cargo's is about a host that is served. */
static bool may_answer(const char *line, size_t len)
{
    cJSON *root = cJSON_ParseWithLength(line, len);
    cJSON *registry = cJSON_GetObjectItemCaseSensitive(root, "registry");
    const char *url = cJSON_GetStringValue(
        cJSON_GetObjectItemCaseSensitive(registry, "index-url"));
    struct reference host;
    bool may;

    if (url && strncmp(url, "sparse+", 7) == 0)
        url += 7;
    if (url && strncmp(url, "registry+", 9) == 0)
        url += 9;
    may = url && reference_url(url, "https", &host) && asked_serves(&host);
    cJSON_Delete(root);
    return may;
}

/* Each line of the answer is one object; those with a token are earned. */
static void check(char *out, const char *in, size_t size)
{
    const char *line = strsep(&out, "\n"), *why, *end;

    MUST(strcmp(line, "{\"v\":[1]}") == 0);
    while ((line = strsep(&out, "\n")) != NULL && line[0] != '\0') {
        cJSON *root = json_parse_object(line, strlen(line), &why);

        MUST(root != NULL && cJSON_GetArraySize(root) == 1);
        cJSON_Delete(root);
        end = memchr(in, '\n', size);
        MUST(end != NULL);
        MUST(!strstr(line, ASKED_TOKEN) || may_answer(in, (size_t)(end - in)));
        size -= (size_t)(end + 1 - in);
        in = end + 1;
    }
    MUST(line != NULL && out == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    auto_asked asked = ASKED_INIT;

    if (asked_is_given_away(data, size))
        return 0;
    asked_run("cargo", "get", NULL, data, size, &asked);
    MUST(asked.code == WC_OK || asked.code == WC_USAGE);
    check(asked.out.bytes, (const char *)data, size);
    return 0;
}
