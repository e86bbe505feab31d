/* SPDX-License-Identifier: MIT */
/*
 * fuzz_response.c - the token endpoint's answer (RSP-1 to RSP-8, IN-1, IN-5).
 *
 * The input is the body of a 200 with JSON, or a whole answer that starts with
 * "HTTP/": status line, fields, an empty line, body.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/answer.h"
#include "common/json.h"
#include "obtain/response.h"
#include "tests/fuzz/fuzz.h"

#define NOW_S     1700000000
#define DEFAULT_S 300
#define UNTOUCHED "untouched"

static const char *field_named(const char *line, const char *name)
{
    size_t len = strlen(name);

    return strncasecmp(line, name, len) == 0 ? line + len : NULL;
}

static void take_field(const char *line, struct reply *reply)
{
    const struct {
        const char *name;
        char *field;
        size_t size;
    } fields[] = {
        { "Content-Type: ", reply->content_type, ENDPOINT_FIELD_MAX },
        { "Retry-After: ", reply->retry_after, ENDPOINT_FIELD_MAX },
        { "Auth0-Client-Quota-Limit: ", reply->quota.client, QUOTA_FIELD_MAX },
        { "X-RateLimit-Limit: ", reply->quota.limit, 32 },
        { "X-RateLimit-Remaining: ", reply->quota.remaining, 32 },
        { "X-RateLimit-Reset: ", reply->quota.reset, 32 },
    };

    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        const char *value = field_named(line, fields[i].name);

        if (value)
            (void)snprintf(fields[i].field, fields[i].size, "%s", value);
    }
}

/* The head in TEXT, cut in place; where the body starts. */
static char *take_head(char *text, struct reply *reply)
{
    char *line;

    reply->status = 200;
    if (strncmp(text, "HTTP/", 5) != 0) {
        (void)snprintf(reply->content_type, ENDPOINT_FIELD_MAX,
                       "application/json");
        return text;
    }
    reply->status = strtol(text + strcspn(text, " \n"), NULL, 10);
    (void)strsep(&text, "\n");
    while ((line = strsep(&text, "\n")) != NULL && line[0] != '\0')
        take_field(line, reply);
    return text;
}

static void check(const struct reply *reply, enum wc_code code,
                  const struct record *record, int64_t retry_s,
                  const struct wc_error *err)
{
    static const char bytes[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst"
                                "uvwxyz0123456789-._~+/";
    const char *token = secret_bytes(&record->token);
    size_t len = strspn(token, bytes);

    MUST(code == err->code && retry_s >= 0 && retry_s <= ANSWER_RETRY_MAX);
    if (code != WC_OK) {
        MUST(code == WC_REFUSED || code == WC_UNREACHABLE ||
             code == WC_RATE_LIMITED || code == WC_MALFORMED);
        MUST(fuzz_is_printable(err->text) && strcmp(token, UNTOUCHED) == 0);
        return;
    }
    MUST(reply->status == 200);
    MUST(len > 0 && len + strspn(token + len, "=") == record->token.len);
    MUST(record->token.len <= 16384);
    MUST(record->lifetime_s >= 0 && record->lifetime_s <= 2592000);
    MUST(strstr(secret_bytes(&reply->body), token) ||
         strchr(secret_bytes(&reply->body), '\\'));
    MUST(record->obtained.wall_s == reply->sent.wall_s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    auto_reply reply = REPLY_INIT;
    auto_record record = RECORD_INIT;
    struct wc_error err = { 0 };
    int64_t retry_s = 0;
    char *text = fuzz_text(data, size);
    char *body = text ? take_head(text, &reply) : NULL;
    enum wc_code code;

    json_init();
    reply.sent.wall_s = NOW_S - 1;
    if (body && secret_add_text(&reply.body, body)) {
        MUST(secret_add_text(&record.token, UNTOUCHED));
        code = response_read(&reply, DEFAULT_S, NOW_S, &record, &retry_s, &err);
        check(&reply, code, &record, retry_s, &err);
        fuzz_outcome_code((int)code, err.text);
    }
    free(text);
    return 0;
}
