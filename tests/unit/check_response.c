/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/json.h"
#include "obtain/response.h"
#include "tests/unit/suite.h"

#define JSON  "application/json"
#define NOW_S 1700000000
#define GOOD \
    "{\"access_token\":\"a.b\",\"token_type\":\"Bearer\",\"expires_in\":60}"

/* A success with the members TOKEN, TYPE and EXPIRES_IN as JSON texts. */
#define SUCCESS(token, type, expires_in)               \
    "{\"access_token\":" token ",\"token_type\":" type \
    ",\"expires_in\":" expires_in "}"
#define LIFETIME(expires_in) SUCCESS("\"a.b\"", "\"Bearer\"", expires_in)
#define TYPE(type)           SUCCESS("\"a.b\"", type, "60")
#define TOKEN(token)         SUCCESS(token, "\"Bearer\"", "60")

static enum wc_code read_reply(long status, const char *type, const char *body,
                               const char *retry_after, struct record *record,
                               int64_t *retry, struct wc_error *err)
{
    auto_reply reply = REPLY_INIT;

    reply.status = status;
    reply.sent = (struct moment){ .wall_s = NOW_S, .boot_ms = 5 };
    (void)snprintf(reply.content_type, sizeof(reply.content_type), "%s", type);
    (void)snprintf(reply.retry_after, sizeof(reply.retry_after), "%s",
                   retry_after);
    ck_assert(secret_add_text(&reply.body, body));
    return response_read(&reply, 300, NOW_S, record, retry, err);
}

/* clang-format off */
static const struct {
    const char *type, *body;
    int64_t lifetime_s; /* -1: WC_MALFORMED */
    const char *says;
} answers[] = {
    /* RSP-1: the media type, with any parameters, in any case */
    { JSON, GOOD, 60, NULL },
    { "Application/JSON", GOOD, 60, NULL },
    { JSON "; charset=utf-8", GOOD, 60, NULL },
    { JSON ";x=\"y\"", GOOD, 60, NULL },
    { "", GOOD, -1, "content type" },
    { "text/plain", GOOD, -1, "content type" },
    { "application/jsonp", GOOD, -1, "content type" },
    { "application/problem+json", GOOD, -1, "content type" },
    { "text/html; charset=utf-8", "<html>", -1, "web page" },
    /* RSP-2: one object, nothing but white space around it */
    { JSON, "", -1, "empty" },
    { JSON, " \t\r\n" GOOD "\r\n ", 60, NULL },
    { JSON, "\xef\xbb\xbf" GOOD, 60, NULL },
    { JSON, GOOD "x", -1, "JSON" },
    { JSON, GOOD GOOD, -1, "JSON" },
    { JSON, "[" GOOD "]", -1, "object" },
    { JSON, "null", -1, "object" },
    { JSON, "\"text\"", -1, "object" },
    { JSON, "{\"access_token\":\"a.b\",\"token_type\":\"Bea", -1, "JSON" },
    { JSON, "{'access_token':'a'}", -1, "JSON" },
    { JSON, "{\"access_token\":\"a\",\"access_token\":\"b\",\"token_type\":\"Bearer\"}", -1, "twice" },
    { JSON, "{\"access_token\":\"a\",\"Access_Token\":\"b\",\"token_type\":\"Bearer\"}", -1, "twice" },
    { JSON, "{\"ACCESS_TOKEN\":\"a\",\"token_type\":\"Bearer\"}", -1, "" },
    { JSON, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"token_type\":\"Bearer\"}", -1, "twice" },
    { JSON, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":1,\"expires_in\":2}", -1, "twice" },
    /* IN-5 */
    { JSON, TOKEN("\"a\\u0000b\""), -1, "u0000" },
    { JSON, "{\"x\":\"\\u0000\",\"access_token\":\"a\",\"token_type\":\"Bearer\"}", -1, "u0000" },
    { JSON, "{\"x\":\"\\\\u0000\",\"access_token\":\"a\",\"token_type\":\"Bearer\"}", 300, NULL },
    { JSON, "{\"x\":\"a\nb\",\"access_token\":\"a\",\"token_type\":\"Bearer\"}", -1, "control" },
    { JSON, "{\"x\":\"a\tb\",\"access_token\":\"a\",\"token_type\":\"Bearer\"}", -1, "control" },
    { JSON, "{\x01\"access_token\":\"a\",\"token_type\":\"Bearer\"}", -1, "control" },
    /* RSP-7: what is not used is ignored */
    { JSON, "{\"refresh_token\":\"r\",\"id_token\":\"i\",\"scope\":\"s\",\"access_token\":\"a\",\"token_type\":\"Bearer\",\"x\":{\"access_token\":\"n\"}}", 300, NULL },
    /* IN-1, T13 */
    { JSON, TOKEN("\"a-b.c_d~e+f/g=\""), 60, NULL },
    { JSON, TOKEN("\"a b\""), -1, "header" },    { JSON, TOKEN("\"a\\\"b\""), -1, "header" },
    { JSON, TOKEN("\"a,b\""), -1, "header" },    { JSON, TOKEN("\"\xc3\xa9\""), -1, "header" },
    { JSON, TOKEN("\"=a\""), -1, "header" },     { JSON, TOKEN("\"a=b\""), -1, "header" },
    { JSON, TOKEN("\"\""), -1, "header" },       { JSON, TOKEN("\"a\\r\\nX: y\""), -1, "header" },
    { JSON, TOKEN("\"a\\rb\""), -1, "header" },  { JSON, TOKEN("null"), -1, "access_token" },
    { JSON, TOKEN("17"), -1, "access_token" },   { JSON, TOKEN("[\"a\"]"), -1, "access_token" },
    { JSON, "{\"token_type\":\"Bearer\"}", -1, "access_token" },
    /* RSP-3, T14 */
    { JSON, TYPE("\"bearer\""), 60, NULL },      { JSON, TYPE("\"BEARER\""), 60, NULL },
    { JSON, TYPE("\"mac\""), -1, "'mac'" },      { JSON, TYPE("\"DPoP\""), -1, "'DPoP'" },
    { JSON, TYPE("\"Bearer \""), -1, "token_type" }, { JSON, TYPE("1"), -1, "token_type" },
    { JSON, TYPE("null"), -1, "token_type" },    { JSON, TYPE("\"\\u001b[31m\""), -1, "'[31m'" },
    { JSON, "{\"access_token\":\"a\"}", -1, "token_type" },
    /* RSP-4, T15, CLK-4 */
    { JSON, "{\"access_token\":\"a\",\"token_type\":\"Bearer\"}", 300, NULL },
    { JSON, LIFETIME("1"), 1, NULL },            { JSON, LIFETIME("0"), 0, NULL },
    { JSON, LIFETIME("\"3600\""), 3600, NULL },  { JSON, LIFETIME("\"0\""), 0, NULL },
    { JSON, LIFETIME("3600.9"), 3600, NULL },    { JSON, LIFETIME("0.9"), 0, NULL },
    { JSON, LIFETIME("1e3"), 1000, NULL },       { JSON, LIFETIME("2592000"), 2592000, NULL },
    { JSON, LIFETIME("2592001"), 2592000, NULL }, { JSON, LIFETIME("1e300"), 2592000, NULL },
    { JSON, LIFETIME("99999999999999999999"), 2592000, NULL },
    { JSON, LIFETIME("\"99999999999999999999\""), 2592000, NULL },
    { JSON, LIFETIME("-1"), -1, "expires_in" },  { JSON, LIFETIME("-0.1"), -1, "expires_in" },
    { JSON, LIFETIME("1e400"), -1, "expires_in" }, { JSON, LIFETIME("\"-1\""), -1, "expires_in" },
    { JSON, LIFETIME("\"1e3\""), -1, "expires_in" }, { JSON, LIFETIME("\" 60\""), -1, "expires_in" },
    { JSON, LIFETIME("\"\""), -1, "expires_in" }, { JSON, LIFETIME("true"), -1, "expires_in" },
    { JSON, LIFETIME("null"), -1, "expires_in" }, { JSON, LIFETIME("{}"), -1, "expires_in" },
    { JSON, LIFETIME("[60]"), -1, "expires_in" },
};
/* clang-format on */

START_TEST(a_200_is_a_record_or_malformed)
{
    auto_record record = RECORD_INIT;
    struct wc_error err = { 0 };
    int64_t retry = 0;
    enum wc_code code = read_reply(200, answers[_i].type, answers[_i].body, "",
                                   &record, &retry, &err);

    if (answers[_i].lifetime_s < 0) {
        ck_assert_msg(code == WC_MALFORMED, "%s", answers[_i].body);
        ck_assert_msg(strstr(err.text, answers[_i].says) != NULL, "'%s'",
                      err.text);
        ck_assert_uint_eq(record.token.len, 0);
    } else {
        ck_assert_msg(code == WC_OK, "%s: %s", answers[_i].body, err.text);
        ck_assert_int_eq(record.lifetime_s, answers[_i].lifetime_s);
        /* RSP-5: valid from the moment before it was sent */
        ck_assert_int_eq(record.obtained.wall_s, NOW_S);
        ck_assert_int_eq(record.obtained.boot_ms, 5);
    }
}
END_TEST

/* T04, IN-1 */
START_TEST(a_token_of_16384_bytes_is_the_longest)
{
    for (size_t extra = 0; extra < 2; extra++) {
        auto_record record = RECORD_INIT;
        struct wc_error err = { 0 };
        int64_t retry = 0;
        static char body[TOKEN_MAX + 256];
        size_t len = TOKEN_MAX + extra;
        int n = snprintf(body, sizeof(body),
                         "{\"token_type\":\"Bearer\","
                         "\"access_token\":\"");

        memset(body + n, 'x', len);
        (void)snprintf(body + n + len, 8, "\"}");
        ck_assert_int_eq(read_reply(200, JSON, body, "", &record, &retry, &err),
                         extra ? WC_MALFORMED : WC_OK);
    }
}
END_TEST

#define ERROR(code) "{\"error\":\"" code "\"}"
#define ERROR_SAYS(code, text) \
    "{\"error\":\"" code "\",\"error_description\":\"" text "\"}"

/* clang-format off */
static const struct {
    long status;
    const char *body, *retry_after;
    enum wc_code code;
    int64_t retry_s;
    const char *says;
} failures[] = {
    /* ERR-3, T20 */
    { 401, ERROR("invalid_client"), "", WC_REFUSED, 0, "invalid_client" },
    { 400, ERROR("invalid_client"), "", WC_REFUSED, 0, "walr-cred login" },
    { 401, ERROR_SAYS("access_denied", "Unauthorized"), "", WC_REFUSED, 0, "access_denied: Unauthorized" },
    { 403, ERROR("access_denied"), "", WC_REFUSED, 0, "walr-cred login" },
    { 403, ERROR("unauthorized_client"), "", WC_REFUSED, 0, "unauthorized_client" },
    { 401, "", "", WC_REFUSED, 0, "401" },
    { 401, "<html>", "", WC_REFUSED, 0, "401" },
    { 400, ERROR("invalid_request"), "", WC_REFUSED, 0, "request" },
    { 400, ERROR("invalid_scope"), "", WC_REFUSED, 0, "scope" },
    { 400, ERROR("invalid_target"), "", WC_REFUSED, 0, "invalid_target" },
    { 400, "{\"error\":17}", "", WC_REFUSED, 0, "400" },
    { 429, "", "", WC_RATE_LIMITED, 0, "later" },
    { 429, ERROR("too_many_requests"), "120", WC_RATE_LIMITED, 120, "120 s" },
    { 429, "", "soon", WC_RATE_LIMITED, 0, "later" },
    { 429, "", "-5", WC_RATE_LIMITED, 0, "later" },
    { 429, "", "1000000000", WC_RATE_LIMITED, 86400, "86400 s" },
    { 429, "", "Tue, 14 Nov 2023 22:15:20 GMT", WC_RATE_LIMITED, 120, "120 s" },
    { 500, ERROR_SAYS("access_denied", "Global limit has been reached"), "", WC_RATE_LIMITED, 0, "limit" },
    { 503, ERROR("too_many_requests"), "7", WC_RATE_LIMITED, 7, "7 s" },
    { 500, ERROR("server_error"), "", WC_UNREACHABLE, 0, "500" },
    { 502, "<html>", "", WC_UNREACHABLE, 0, "502" },
    { 503, "", "30", WC_UNREACHABLE, 30, "503" },
    /* RSP-1, T12 */
    { 201, GOOD, "", WC_MALFORMED, 0, "201" },
    { 204, "", "", WC_MALFORMED, 0, "204" },
    { 206, GOOD, "", WC_MALFORMED, 0, "206" },
    { 404, "{}", "", WC_MALFORMED, 0, "token-url" },
    { 405, "", "", WC_MALFORMED, 0, "token-url" },
    { 0, "", "", WC_MALFORMED, 0, "" },
};
/* clang-format on */

START_TEST(a_failure_has_its_code_time_and_words)
{
    auto_record record = RECORD_INIT;
    struct wc_error err = { 0 };
    int64_t retry = 0;

    ck_assert_int_eq(read_reply(failures[_i].status, JSON, failures[_i].body,
                                failures[_i].retry_after, &record, &retry,
                                &err),
                     failures[_i].code);
    ck_assert_int_eq(retry, failures[_i].retry_s);
    ck_assert_msg(strstr(err.text, failures[_i].says) != NULL, "'%s'",
                  err.text);
    ck_assert_uint_eq(record.token.len, 0);
}
END_TEST

/* T21, RSP-8: printable, bounded, one line. */
START_TEST(what_the_endpoint_says_is_cleaned_and_cut)
{
    auto_record record = RECORD_INIT;
    struct wc_error err = { 0 };
    int64_t retry = 0;
    static char body[11000];
    int n = snprintf(body, sizeof(body),
                     "{\"error\":\"access_denied\",\"error_description\":"
                     "\"\\u001b[31m\\u0007\\r\\n\\u009b");

    memset(body + n, 'x', 10240);
    (void)snprintf(body + n + 10240, 8, "\"}");
    ck_assert_int_eq(read_reply(403, JSON, body, "", &record, &retry, &err),
                     WC_REFUSED);
    for (const char *at = err.text; *at; at++)
        ck_assert(*at >= ' ' && *at <= '~');
    ck_assert_uint_lt(strlen(err.text), 400);
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, json_init, NULL);
    add_cases(tc, a_200_is_a_record_or_malformed, answers);
    tcase_add_test(tc, a_token_of_16384_bytes_is_the_longest);
    add_cases(tc, a_failure_has_its_code_time_and_words, failures);
    tcase_add_test(tc, what_the_endpoint_says_is_cleaned_and_cut);
}

int main(void)
{
    /* RSP-6: failures.test runs us in another locale than C. */
    (void)setlocale(LC_ALL, "");
    return run_suite("response", fill);
}
