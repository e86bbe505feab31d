/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "obtain/endpoint.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <time.h>

#include "common/text.h"
#include "obtain/token-url.h"
#include "obtain/trust.h"

#define RETRY_LEAST_MS 100
#define RETRY_MOST_MS  300

/* One POST while it runs. */
struct exchange {
    struct reply *reply;
    size_t header_bytes; /* of all responses, interim ones too */
    bool too_big, encoded, in_body;
    char location[ENDPOINT_FIELD_MAX * 4];
};

void reply_clear(struct reply *reply)
{
    secret_clear(&reply->body);
}

/* Copy the value of the header LINE into FIELD if its name is NAME. */
static bool take_field(const char *line, size_t len, const char *name,
                       char *field, size_t size)
{
    size_t n = strlen(name);

    if (len <= n || strncasecmp(line, name, n) != 0 || line[n] != ':')
        return false;
    line += n + 1;
    len -= n + 1;
    while (len > 0 && (*line == ' ' || *line == '\t')) {
        line++;
        len--;
    }
    while (len > 0 && strchr(" \t\r\n", line[len - 1]))
        len--;
    if (len >= size)
        len = size - 1;
    memcpy(field, line, len);
    field[len] = '\0';
    return true;
}

static bool take_quota(const char *line, size_t len,
                       struct quota_fields *fields)
{
    return take_field(line, len, "auth0-client-quota-limit", fields->client,
                      sizeof(fields->client)) ||
           take_field(line, len, "auth0-organization-quota-limit",
                      fields->organization, sizeof(fields->organization)) ||
           take_field(line, len, "x-ratelimit-limit", fields->limit,
                      sizeof(fields->limit)) ||
           take_field(line, len, "x-ratelimit-remaining", fields->remaining,
                      sizeof(fields->remaining)) ||
           take_field(line, len, "x-ratelimit-reset", fields->reset,
                      sizeof(fields->reset));
}

/* Whether LINE says that the body is not the bytes that are meant (NET-7):
   libcurl would decode a transfer coding unasked. */
static bool is_encoded(const char *line, size_t len)
{
    char coding[ENDPOINT_FIELD_MAX];

    if (take_field(line, len, "content-encoding", coding, sizeof(coding)))
        return strcasecmp(coding, "identity") != 0;
    if (take_field(line, len, "transfer-encoding", coding, sizeof(coding)))
        return strcasecmp(coding, "chunked") != 0 &&
               strcasecmp(coding, "identity") != 0;
    return false;
}

/* A new response starts: an interim one before it said nothing. */
static void forget_fields(struct exchange *exchange)
{
    exchange->reply->content_type[0] = '\0';
    exchange->reply->retry_after[0] = '\0';
    exchange->reply->quota = (struct quota_fields){ 0 };
    exchange->location[0] = '\0';
    exchange->in_body = false;
}

/* NET-7: libcurl's own limits do not hold here, so the bytes are counted. */
static size_t on_header(char *line, size_t size, size_t n, void *context)
{
    struct exchange *exchange = context;
    struct reply *reply = exchange->reply;
    size_t len = size * n;

    exchange->header_bytes += len;
    if (exchange->header_bytes > ENDPOINT_HEADERS_MAX) {
        exchange->too_big = true;
        return 0;
    }
    if (is_encoded(line, len)) {
        exchange->encoded = true;
        return 0;
    }
    if (len > strlen("HTTP/") && memcmp(line, "HTTP/", strlen("HTTP/")) == 0)
        forget_fields(exchange);
    /* Fields behind the body are nobody's. */
    if (exchange->in_body)
        return len;
    (void)(take_field(line, len, "content-type", reply->content_type,
                      sizeof(reply->content_type)) ||
           take_field(line, len, "retry-after", reply->retry_after,
                      sizeof(reply->retry_after)) ||
           take_field(line, len, "location", exchange->location,
                      sizeof(exchange->location)) ||
           take_quota(line, len, &reply->quota));
    return len;
}

static size_t on_body(char *bytes, size_t size, size_t n, void *context)
{
    struct exchange *exchange = context;

    exchange->in_body = true;
    if (!secret_add(&exchange->reply->body, bytes, size * n)) {
        exchange->too_big = true;
        return 0;
    }
    return size * n;
}

/* setopt, remembering the first failure in `code`. */
#define SET(option, value)                                \
    do {                                                  \
        if (code == CURLE_OK)                             \
            code = curl_easy_setopt(curl, option, value); \
    } while (0)

/* What holds for every request: NET-1 to NET-6. */
static CURLcode set_policy(CURL *curl, const struct request *request)
{
    CURLcode code = CURLE_OK;

    SET(CURLOPT_PROTOCOLS_STR,
        request->allow_insecure_loopback ? "https,http" : "https");
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(CURLOPT_PROXY_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    SET(CURLOPT_HTTP_CONTENT_DECODING, 0L);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_QUICK_EXIT, 1L);
    SET(CURLOPT_NOPROGRESS, 1L);
    SET(CURLOPT_CONNECTTIMEOUT_MS, (long)ENDPOINT_CONNECT_MS);
    SET(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    SET(CURLOPT_USERAGENT, PACKAGE_NAME "/" PACKAGE_VERSION);
    SET(CURLOPT_URL, request->token_url);
    /* Through a proxy, plain http would leave the machine, the secret in it. */
    if (strncasecmp(request->token_url, "http:", strlen("http:")) == 0 ||
        (request->proxy && strcmp(request->proxy, "none") == 0))
        SET(CURLOPT_NOPROXY, "*");
    else if (request->proxy && strcmp(request->proxy, "env") != 0)
        SET(CURLOPT_PROXY, request->proxy);
    return code;
}

static CURLcode set_content(CURL *curl, const struct grant *grant,
                            struct curl_slist *headers,
                            struct exchange *exchange)
{
    CURLcode code = CURLE_OK;

    SET(CURLOPT_POST, 1L);
    SET(CURLOPT_POSTFIELDSIZE, (long)grant->body.len);
    SET(CURLOPT_POSTFIELDS, secret_bytes(&grant->body));
    SET(CURLOPT_HTTPHEADER, headers);
    SET(CURLOPT_HEADERFUNCTION, on_header);
    SET(CURLOPT_HEADERDATA, exchange);
    SET(CURLOPT_WRITEFUNCTION, on_body);
    SET(CURLOPT_WRITEDATA, exchange);
    return code;
}

/* Add one header line to *LIST. */
static bool add_header(struct curl_slist **list, const char *line)
{
    struct curl_slist *longer = curl_slist_append(*list, line);

    if (longer)
        *list = longer;
    return longer != NULL;
}

static bool make_headers(const struct grant *grant, struct curl_slist **list)
{
    char line[128];

    (void)snprintf(line, sizeof(line), "Content-Type: %s", grant->content_type);
    return add_header(list, line) &&
           add_header(list, "Accept: application/json") &&
           add_header(list, "Expect:") &&
           (grant->authorization.len == 0 ||
            add_header(list, secret_bytes(&grant->authorization)));
}

static bool is_certificate_problem(CURLcode code)
{
    return code == CURLE_PEER_FAILED_VERIFICATION ||
           code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_CERTPROBLEM ||
           code == CURLE_SSL_ISSUER_ERROR;
}

/* What libcurl's failure means; WHERE is the endpoint's host and port. */
static enum wc_code transfer_failed(CURLcode code, const char *where,
                                    const struct exchange *exchange,
                                    struct wc_error *err)
{
    /* Newer libcurl refuses a coding that it was not told to take. */
    if (exchange->encoded || code == CURLE_BAD_CONTENT_ENCODING)
        return wc_fail(err, WC_MALFORMED,
                       "malformed answer of %s: it is compressed, and nobody "
                       "asked for that",
                       where);
    if (exchange->too_big)
        return wc_fail(err, WC_MALFORMED,
                       "malformed answer of %s: more than %d bytes of headers "
                       "or %d of body",
                       where, ENDPOINT_HEADERS_MAX, ENDPOINT_BODY_MAX);
    if (code == CURLE_COULDNT_RESOLVE_PROXY)
        return wc_fail(err, WC_UNREACHABLE,
                       "the proxy's name cannot be resolved: check proxy in "
                       "the profile, or https_proxy");
    if (is_certificate_problem(code))
        return wc_fail(err, WC_UNREACHABLE,
                       "the certificate of %s is not trusted (%s): set "
                       "ca-file if it is of a private CA",
                       where, curl_easy_strerror(code));
    if (code == CURLE_OPERATION_TIMEDOUT)
        return wc_fail(err, WC_UNREACHABLE,
                       "%s did not answer in time: try again later", where);
    return wc_fail(err, WC_UNREACHABLE,
                   "cannot exchange with %s (%s): check the network and the "
                   "proxy",
                   where, curl_easy_strerror(code));
}

static enum wc_code redirected(const struct reply *reply,
                               const struct exchange *exchange,
                               const char *where, struct wc_error *err)
{
    char host[ENDPOINT_FIELD_MAX] = "nowhere";

    token_url_host(exchange->location, host, sizeof(host));
    return wc_fail(err, WC_MALFORMED,
                   "%s answered with a redirect (%ld) to %s, which is not "
                   "followed: check token-url in the profile",
                   where, reply->status, host);
}

/* NET-8: only what cannot have reached the issuer, or what says "later" without
   saying when. */
static bool is_worth_a_retry(CURLcode code, const struct reply *reply)
{
    if (code == CURLE_COULDNT_CONNECT)
        return true;
    return code == CURLE_OK && reply->retry_after[0] == '\0' &&
           (reply->status == 502 || reply->status == 503 ||
            reply->status == 504);
}

/* Wait a moment that differs from caller to caller. */
static int64_t wait_jitter(void)
{
    unsigned random = 0;
    struct timespec pause = { 0 };
    int64_t ms;

    if (getrandom(&random, sizeof(random), GRND_NONBLOCK) < 0)
        random = 0;
    ms = RETRY_LEAST_MS + random % (RETRY_MOST_MS - RETRY_LEAST_MS + 1);
    pause.tv_nsec = (long)ms * 1000000;
    while (nanosleep(&pause, &pause) != 0 && errno == EINTR)
        ;
    return ms;
}

/* One try, in LEFT_MS. */
static CURLcode try_once(CURL *curl, struct exchange *exchange, int64_t left_ms)
{
    struct reply *reply = exchange->reply;
    CURLcode code;

    reply->status = 0;
    forget_fields(exchange);
    secret_clear(&reply->body);
    exchange->header_bytes = 0;
    clock_now(&reply->sent);
    if (curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)left_ms) != CURLE_OK)
        return CURLE_FAILED_INIT;
    code = curl_easy_perform(curl);
    (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply->status);
    return code;
}

/* At most two tries, whatever the reason for the second (NET-8). */
static CURLcode run(CURL *curl, struct trust *trust, struct exchange *exchange)
{
    int64_t until_ms = clock_boot_ms() + ENDPOINT_EXCHANGE_MS;
    CURLcode code = try_once(curl, exchange, ENDPOINT_EXCHANGE_MS);
    int64_t left_ms;

    if (trust_widen(curl, trust, code))
        left_ms = until_ms - clock_boot_ms();
    else if (is_worth_a_retry(code, exchange->reply))
        left_ms = until_ms - clock_boot_ms() - wait_jitter();
    else
        return code;
    return left_ms > 0 ? try_once(curl, exchange, left_ms) : code;
}

static enum wc_code post(CURL *curl, const struct request *request,
                         const struct grant *grant, const char *where,
                         struct reply *reply, struct wc_error *err)
{
    struct exchange exchange = { .reply = reply };
    struct trust trust;
    struct curl_slist *headers = NULL;
    CURLcode code;

    if (!make_headers(grant, &headers) ||
        set_policy(curl, request) != CURLE_OK ||
        set_content(curl, grant, headers, &exchange) != CURLE_OK)
        (void)wc_fail(err, WC_INTERNAL,
                      "libcurl refuses an option: "
                      "install libcurl 7.85 or later");
    if (err->code == WC_OK && trust_set(curl, request, &trust, err) == WC_OK) {
        code = run(curl, &trust, &exchange);
        if (code != CURLE_OK)
            (void)transfer_failed(code, where, &exchange, err);
        else if (reply->status >= 300 && reply->status < 400)
            (void)redirected(reply, &exchange, where, err);
    }
    curl_slist_free_all(headers);
    return err->code;
}

enum wc_code endpoint_post(const struct request *request,
                           const struct grant *grant, struct reply *ret_reply,
                           struct wc_error *err)
{
    auto_reply reply = REPLY_INIT;
    char where[ENDPOINT_FIELD_MAX] = "";
    CURL *curl;

    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return wc_fail(err, WC_INTERNAL, "libcurl cannot be used");
    if (token_url_check(request->token_url, request->allow_insecure_loopback,
                        where, sizeof(where), err) != WC_OK)
        return err->code;
    curl = curl_easy_init();
    if (!curl)
        return wc_no_memory(err);
    (void)post(curl, request, grant, where, &reply, err);
    curl_easy_cleanup(curl);
    if (err->code != WC_OK)
        return err->code;
    reply_clear(ret_reply);
    *ret_reply = reply;
    reply = (struct reply)REPLY_INIT;
    return WC_OK;
}
