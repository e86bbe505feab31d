/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "obtain/response.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "common/json.h"
#include "common/number.h"
#include "common/text.h"
#include "obtain/retry-after.h"

#define JSON_TYPE "application/json"
#define HTML_TYPE "text/html"

/* Bytes shown of what the endpoint says (RSP-8), and of a strange token_type.
 */
#define DESCRIPTION_MAX 200
#define SHOWN_TYPE      40

/* Whether CONTENT_TYPE is TYPE, with any parameters, in any case. */
static bool is_type(const char *content_type, const char *type)
{
    size_t len = strcspn(content_type, "; \t");

    return len == strlen(type) && strncasecmp(content_type, type, len) == 0;
}

/* Append the printable ASCII of TEXT to the string in the SIZE bytes at OUT. */
static void append_clean(char *out, size_t size, const char *text)
{
    size_t len = strlen(out);

    for (; *text && len + 1 < size; text++) {
        if (*text >= ' ' && *text <= '~')
            out[len++] = *text;
    }
    out[len] = '\0';
}

/* What an error response says of itself (RFC 6749 section 5.2). */
struct refusal {
    char text[DESCRIPTION_MAX + 1]; /* "CODE: DESCRIPTION", cleaned */
    char code[64];                  /* "" where there is none */
};

static void read_refusal(const struct reply *reply, struct refusal *ret)
{
    bool twice = false;
    const char *why;
    cJSON *root =
        json_parse_object(secret_bytes(&reply->body), reply->body.len, &why);
    const char *code = cJSON_GetStringValue(json_member(root, "error", &twice));
    const char *description =
        cJSON_GetStringValue(json_member(root, "error_description", &twice));

    *ret = (struct refusal){ 0 };
    if (code) {
        append_clean(ret->code, sizeof(ret->code), code);
        append_clean(ret->text, sizeof(ret->text), code);
    }
    if (code && description)
        append_clean(ret->text, sizeof(ret->text), ": ");
    if (description)
        append_clean(ret->text, sizeof(ret->text), description);
    cJSON_Delete(root);
}

static enum wc_code rate_limited(long status, const char *says,
                                 int64_t retry_after, struct wc_error *err)
{
    if (retry_after > 0)
        return wc_fail(err, WC_RATE_LIMITED,
                       "the token endpoint limits the rate (%ld%s%s): "
                       "try again in %lld s",
                       status, says[0] ? " " : "", says,
                       (long long)retry_after);
    return wc_fail(err, WC_RATE_LIMITED,
                   "the token endpoint limits the rate (%ld%s%s): "
                   "try again later",
                   status, says[0] ? " " : "", says);
}

/* ERR-3: some issuers say with a 500 that a limit is reached. */
static bool says_limit(const struct refusal *refusal)
{
    static const char *const words[] = { "limit has been reached",
                                         "limit reached", "too_many_requests",
                                         "too many requests", "quota" };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcasestr(refusal->text, words[i]))
            return true;
    }
    return false;
}

/* 400, 401 and 403 of a token endpoint: a person must act. */
static enum wc_code refused(long status, const struct refusal *refusal,
                            struct wc_error *err)
{
    bool client = status != 400 ||
                  strcmp(refusal->code, "invalid_client") == 0 ||
                  strcmp(refusal->code, "unauthorized_client") == 0;

    return wc_fail(err, WC_REFUSED,
                   "the token endpoint refused the %s (%ld%s%s): %s",
                   client ? "client" : "request", status,
                   refusal->text[0] ? " " : "", refusal->text,
                   client ? "check client id, secret and audience, "
                            "then run walr-cred login"
                          : "check audience, scope and request in the profile");
}

static enum wc_code read_failure(const struct reply *reply, int64_t now_s,
                                 int64_t *ret_retry_after_s,
                                 struct wc_error *err)
{
    struct refusal refusal;
    struct quota quota = quota_read(&reply->quota, now_s);
    int64_t retry_after = retry_after_s(reply->retry_after, now_s);
    long status = reply->status;

    if (retry_after == 0)
        retry_after = quota_wait_s(&quota);
    read_refusal(reply, &refusal);
    *ret_retry_after_s = retry_after;
    if (status == 429 || (status >= 500 && says_limit(&refusal)))
        return rate_limited(status, refusal.text, retry_after, err);
    if (status == 400 || status == 401 || status == 403)
        return refused(status, &refusal, err);
    if (status >= 500)
        return wc_fail(err, WC_UNREACHABLE,
                       "the token endpoint is out of order (%ld%s%s): "
                       "try again later",
                       status, refusal.text[0] ? " " : "", refusal.text);
    return wc_fail(err, WC_MALFORMED,
                   "the token endpoint answered with status %ld: "
                   "check token-url in the profile",
                   status);
}

static enum wc_code malformed(const char *what, struct wc_error *err)
{
    return wc_fail(err, WC_MALFORMED,
                   "malformed answer of the token endpoint: %s", what);
}

static enum wc_code read_token(const cJSON *member, struct record *record,
                               struct wc_error *err)
{
    const char *token = cJSON_GetStringValue(member);

    if (!token)
        return malformed("no access_token", err);
    if (strlen(token) > TOKEN_MAX)
        return malformed("the access_token is over 16384 bytes", err);
    if (!text_is_token(token, strlen(token)))
        return malformed("the access_token may not stand in a header", err);
    if (!secret_add_text(&record->token, token))
        return wc_no_memory(err);
    return WC_OK;
}

/* RFC 6749 section 7.1: a type that is not understood is not used. */
static enum wc_code check_type(const cJSON *member, struct wc_error *err)
{
    const char *type = cJSON_GetStringValue(member);
    char shown[SHOWN_TYPE] = "";

    if (type && strcasecmp(type, "Bearer") == 0)
        return WC_OK;
    if (!type)
        return malformed("no token_type", err);
    append_clean(shown, sizeof(shown), type);
    return wc_fail(err, WC_MALFORMED,
                   "malformed answer of the token endpoint: the token_type is "
                   "'%s' and not Bearer",
                   shown);
}

/* Decimal digits, however many; some servers send the number as a string. */
static bool read_digits(const char *text, int64_t *ret_s)
{
    if (text[0] == '\0' || strspn(text, "0123456789") != strlen(text))
        return false;
    if (!number_parse(text, 0, RECORD_LIFETIME_MAX, ret_s))
        *ret_s = RECORD_LIFETIME_MAX;
    return true;
}

/* RSP-4 */
static enum wc_code read_lifetime(const cJSON *member, int64_t absent_s,
                                  int64_t *ret_s, struct wc_error *err)
{
    double number;

    if (!member) {
        *ret_s = absent_s;
        return WC_OK;
    }
    if (cJSON_IsString(member) && read_digits(member->valuestring, ret_s))
        return WC_OK;
    number = cJSON_GetNumberValue(member);
    if (!cJSON_IsNumber(member) || !isfinite(number) || signbit(number))
        return malformed("expires_in is no number of seconds", err);
    *ret_s =
        number < RECORD_LIFETIME_MAX ? (int64_t)number : RECORD_LIFETIME_MAX;
    return WC_OK;
}

static enum wc_code read_members(const cJSON *root, int64_t default_lifetime_s,
                                 struct record *record, struct wc_error *err)
{
    bool twice = false;
    const cJSON *token = json_member(root, "access_token", &twice);
    const cJSON *type = json_member(root, "token_type", &twice);
    const cJSON *lifetime = json_member(root, "expires_in", &twice);

    if (twice)
        return malformed("a member is there twice, or in odd letters", err);
    if (check_type(type, err) != WC_OK ||
        read_token(token, record, err) != WC_OK)
        return err->code;
    return read_lifetime(lifetime, default_lifetime_s, &record->lifetime_s,
                         err);
}

static enum wc_code read_success(const struct reply *reply,
                                 int64_t default_lifetime_s,
                                 struct record *record, struct wc_error *err)
{
    const char *why;
    cJSON *root;

    if (is_type(reply->content_type, HTML_TYPE))
        return wc_fail(err, WC_MALFORMED,
                       "the token endpoint answered with a web page: log in "
                       "to the network, or check token-url in the profile");
    if (!is_type(reply->content_type, JSON_TYPE))
        return malformed("the content type is not application/json", err);
    if (reply->body.len == 0)
        return malformed("it is empty", err);
    root = json_parse_object(secret_bytes(&reply->body), reply->body.len, &why);
    if (!root)
        return malformed(why, err);
    (void)read_members(root, default_lifetime_s, record, err);
    cJSON_Delete(root);
    return err->code;
}

enum wc_code response_read(const struct reply *reply,
                           int64_t default_lifetime_s, int64_t now_s,
                           struct record *ret_record,
                           int64_t *ret_retry_after_s, struct wc_error *err)
{
    auto_record record = RECORD_INIT;

    if (reply->status != 200)
        return read_failure(reply, now_s, ret_retry_after_s, err);
    if (read_success(reply, default_lifetime_s, &record, err) != WC_OK)
        return err->code;
    record.obtained = reply->sent;
    record.quota = quota_read(&reply->quota, now_s);
    record_clear(ret_record);
    *ret_record = record;
    record = (struct record)RECORD_INIT;
    return WC_OK;
}
