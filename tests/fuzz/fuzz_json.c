/* SPDX-License-Identifier: MIT */
/* fuzz_json.c - one JSON object and nothing else (IN-5, RSP-2). */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "common/json.h"
#include "common/text.h"
#include "tests/fuzz/fuzz.h"

static int depth_of(const cJSON *item)
{
    int deepest = 0;
    const cJSON *member;

    cJSON_ArrayForEach(member, item)
    {
        int depth = depth_of(member);

        deepest = depth > deepest ? depth : deepest;
    }
    return cJSON_IsObject(item) || cJSON_IsArray(item) ? deepest + 1 : 0;
}

/* What was written is what is read: no member is lost or cut. */
static void check(const cJSON *root)
{
    char *printed = cJSON_PrintUnformatted(root);
    char *printed_again;
    const char *why;
    bool twice = false;
    cJSON *again;

    MUST(printed != NULL && cJSON_IsObject(root));
    MUST(depth_of(root) <= JSON_DEPTH_MAX);
    again = json_parse_object(printed, strlen(printed), &why);
    MUST(again != NULL);
    printed_again = cJSON_PrintUnformatted(again);
    MUST(printed_again && strcmp(printed, printed_again) == 0);
    cJSON_free(printed_again);
    if (json_member(root, "access_token", &twice) && !twice)
        MUST(cJSON_GetObjectItemCaseSensitive(root, "access_token") ==
             cJSON_GetObjectItem(root, "ACCESS_TOKEN"));
    cJSON_Delete(again);
    cJSON_free(printed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    const char *why = NULL;
    cJSON *root;

    MUST(text != NULL);
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    json_init();
    root = json_parse_object(text, size, &why);
    MUST((root == NULL) == (why != NULL));
    if (root) {
        MUST(!memchr(text, '\0', size) && !memchr(text, 0x7f, size));
        check(root);
    }
    fuzz_outcome(root ? "object" : "refused", why ? why : "");
    cJSON_Delete(root);
    free(text);
    return 0;
}
