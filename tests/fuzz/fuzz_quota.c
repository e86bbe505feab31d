/* SPDX-License-Identifier: MIT */
/*
 * fuzz_quota.c - quota fields and Retry-After.
 *
 * Six lines: Auth0-Client-Quota-Limit, Auth0-Organization-Quota-Limit,
 * X-RateLimit-Limit, -Remaining, -Reset, Retry-After.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/answer.h"
#include "obtain/quota.h"
#include "obtain/retry-after.h"
#include "tests/fuzz/fuzz.h"

#define NOW_S  1700000000
#define YEAR_S 31622400

static void take(char **text, char *field, size_t size)
{
    const char *line = strsep(text, "\n");

    (void)snprintf(field, size, "%s", line ? line : "");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    char *rest = text;
    struct quota_fields fields = { .client = "" };
    char retry[256], line[128];
    struct quota quota;
    int64_t retry_s, wait_s;

    if (!text)
        return 0;
    take(&rest, fields.client, sizeof(fields.client));
    take(&rest, fields.organization, sizeof(fields.organization));
    take(&rest, fields.limit, sizeof(fields.limit));
    take(&rest, fields.remaining, sizeof(fields.remaining));
    take(&rest, fields.reset, sizeof(fields.reset));
    take(&rest, retry, sizeof(retry));
    quota = quota_read(&fields, NOW_S);
    wait_s = quota_wait_s(&quota);
    retry_s = retry_after_s(retry, NOW_S);
    MUST(quota.limit >= 0 && quota.left >= 0);
    MUST(quota.reset_s >= 0 && quota.reset_s <= YEAR_S);
    MUST(quota.limit > 0 || (quota.left == 0 && quota.reset_s == 0));
    MUST(wait_s >= 0 && wait_s <= ANSWER_RETRY_MAX);
    MUST(wait_s == 0 || (quota.limit > 0 && quota.left == 0));
    MUST(retry_s >= 0 && retry_s <= ANSWER_RETRY_MAX);
    (void)snprintf(line, sizeof(line), "limit %lld left %lld reset %lld",
                   (long long)quota.limit, (long long)quota.left,
                   (long long)quota.reset_s);
    fuzz_outcome_code((int)(retry_s > 0 ? retry_s : wait_s), line);
    free(text);
    return 0;
}
