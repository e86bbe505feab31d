/* SPDX-License-Identifier: MIT */
/* fuzz_bazel.c - Bazel's question (HOST-1, HOST-2, HOST-8, IN-5). */
#include "config.h"

#include <string.h>

#include "common/json.h"
#include "tests/fuzz/asked.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    auto_asked asked = ASKED_INIT;
    struct reference host;
    cJSON *root, *uri;

    if (asked_is_given_away(data, size))
        return 0;
    asked_run("bazel", "get", NULL, data, size, &asked);
    if (asked_has_token(&asked)) {
        root = cJSON_ParseWithLength((const char *)data, size);
        uri = cJSON_GetObjectItemCaseSensitive(root, "uri");
        MUST(reference_url(cJSON_GetStringValue(uri), "https", &host));
        MUST(asked_serves(&host));
        cJSON_Delete(root);
    } else if (asked.code == WC_OK) {
        MUST(strcmp(secret_bytes(&asked.out), "{\"headers\":{}}\n") == 0);
    } else {
        MUST(asked.code == WC_USAGE);
    }
    return 0;
}
