/* SPDX-License-Identifier: MIT */
/* fuzz_kubernetes.c - KUBERNETES_EXEC_INFO (HOST-1, HOST-9, IN-5). */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "common/json.h"
#include "tests/fuzz/asked.h"
#include "tests/fuzz/fuzz.h"

static bool may_answer(const char *info)
{
    cJSON *root = cJSON_Parse(info);
    const cJSON *spec = cJSON_GetObjectItemCaseSensitive(root, "spec");
    const cJSON *cluster = cJSON_GetObjectItemCaseSensitive(spec, "cluster");
    const char *server = cJSON_GetStringValue(
        cJSON_GetObjectItemCaseSensitive(cluster, "server"));
    struct reference host;
    bool may =
        server && reference_url(server, "https", &host) && asked_serves(&host);

    cJSON_Delete(root);
    return may;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    auto_asked asked = ASKED_INIT;
    char *info = fuzz_text(data, size);

    if (info && !asked_is_given_away(data, size)) {
        MUST(setenv("KUBERNETES_EXEC_INFO", info, 1) == 0);
        asked_run("kubernetes", NULL, NULL, data, 0, &asked);
        MUST(asked_has_token(&asked) == (asked.code == WC_OK));
        MUST(asked.code != WC_OK || may_answer(info));
        MUST(asked.code == WC_OK || asked.out.len == 0);
    }
    free(info);
    return 0;
}
