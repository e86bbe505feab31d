/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/identity-server/token-endpoint.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/number.h"
#include "tests/identity-server/credentials.h"
#include "tests/identity-server/exchange.h"
#include "tests/identity-server/server.h"
#include "tests/identity-server/tokens.h"

#define JSON         "application/json"
#define ANSWER_BYTES (64 * 1024)
#define LIFETIME_S   3600

/* A ready-made answer of the vendor's platform. */
struct ready {
    const char *name;
    unsigned status;
    const char *type, *body;
};

/* clang-format off */
static const struct ready ready_made[] = {
    { "access-denied",       401, JSON, "{\"error\":\"access_denied\",\"error_description\":\"Unauthorized\"}" },
    { "invalid-client",      401, JSON, "{\"error\":\"invalid_client\"}" },
    { "unknown-audience",    403, JSON, "{\"error\":\"access_denied\",\"error_description\":\"Service not enabled within domain: x\"}" },
    { "unauthorized-client", 403, JSON, "{\"error\":\"unauthorized_client\",\"error_description\":\"Grant type 'client_credentials' not allowed for the client.\"}" },
    { "invalid-request",     400, JSON, "{\"error\":\"invalid_request\"}" },
    { "rate-limited",        429, JSON, "{\"error\":\"too_many_requests\"}" },
    { "global-limit",        500, JSON, "{\"error\":\"access_denied\",\"error_description\":\"Global limit has been reached\"}" },
    { "server-error",        500, JSON, "{\"error\":\"server_error\"}" },
    { "bad-gateway-html",    502, "text/html", "<html><body>502 Bad Gateway</body></html>" },
    { "html",                200, "text/html; charset=utf-8", "<html><body>Welcome to the hotel network</body></html>" },
};
/* clang-format on */

static enum MHD_Result answer_ready(struct MHD_Connection *connection,
                                    const struct ready *ready,
                                    const struct scenario *scenario)
{
    const char *headers[5] = { NULL };
    const char *retry_after = scenario_value(scenario, "retry-after", NULL);
    const char *quota = scenario_value(scenario, "quota", NULL);
    size_t n = 0;

    if (retry_after) {
        headers[n++] = "Retry-After";
        headers[n++] = retry_after;
    }
    if (quota) {
        headers[n++] = "Auth0-Client-Quota-Limit";
        headers[n++] = quota;
    }
    return exchange_answer(connection, ready->status, ready->type, ready->body,
                           strlen(ready->body), headers);
}

static enum MHD_Result answer_named(struct MHD_Connection *connection,
                                    const char *name)
{
    static const struct scenario none = { 0 };
    size_t i = 0;

    while (strcmp(ready_made[i].name, name) != 0)
        i++;
    return answer_ready(connection, &ready_made[i], &none);
}

/* `status`: any status, type, body and headers ("header=Name: value"). */
static enum MHD_Result answer_status(struct MHD_Connection *connection,
                                     const struct scenario *scenario)
{
    const char *body = scenario_value(scenario, "body", "");
    const char *file = scenario_value(scenario, "body-file", NULL);
    const char *headers[2 * SCENARIO_PARAMS + 1] = { NULL };
    static char bytes[1024 * 1024];
    char names[SCENARIO_PARAMS][128];
    size_t len = strlen(body), n = 0;
    FILE *from = file ? fopen(file, "re") : NULL;

    if (from) {
        len = fread(bytes, 1, sizeof(bytes), from);
        (void)fclose(from);
        body = bytes;
    }
    for (size_t i = 0; i < scenario->n; i++) {
        const char *colon = strchr(scenario->values[i], ':');

        if (strcmp(scenario->keys[i], "header") != 0 || !colon)
            continue;
        (void)snprintf(names[i], sizeof(names[i]), "%.*s",
                       (int)(colon - scenario->values[i]), scenario->values[i]);
        headers[n++] = names[i];
        headers[n++] = colon + 1 + strspn(colon + 1, " ");
    }
    return exchange_answer(
        connection, (unsigned)scenario_number(scenario, "status", 200),
        scenario_value(scenario, "content-type", NULL), body, len, headers);
}

static enum MHD_Result answer_redirect(struct MHD_Connection *connection,
                                       const struct scenario *scenario)
{
    const char *headers[] = {
        "Location",
        scenario_value(scenario, "location", "https://elsewhere.example/"), NULL
    };

    return exchange_answer(connection,
                           (unsigned)scenario_number(scenario, "status", 302),
                           NULL, "", 0, headers);
}

/* Append ,"NAME":TEXT unless TEXT is the word absent. */
static void put_member(char *out, const char *name, const char *text)
{
    size_t len = strlen(out);

    if (strcmp(text, "absent") != 0)
        (void)snprintf(out + len, ANSWER_BYTES - len, "%s\"%s\":%s",
                       len > 1 ? "," : "", name, text);
}

/* The value= of SCENARIO if it is called NAME, else OWN. */
static const char * override(const struct scenario *scenario, const char *name,
                             const char *own)
{
    return scenario_is(scenario, name)
               ? scenario_value(scenario, "value", "absent")
               : own;
}

static enum MHD_Result answer_token(struct MHD_Connection *connection,
                                    const struct scenario *scenario)
{
    static const char *const no_store[] = { "Cache-Control", "no-store",
                                            "Pragma", "no-cache", NULL };
    long lifetime = server_setting_number("lifetime", LIFETIME_S);
    char *token = tokens_issue(lifetime);
    char *text = calloc(1, ANSWER_BYTES);
    char *quoted = NULL;
    char seconds[32];
    enum MHD_Result result = MHD_NO;

    (void)snprintf(seconds, sizeof(seconds), "%ld", lifetime);
    if (token && text && asprintf(&quoted, "\"%s\"", token) > 0) {
        text[0] = '{';
        put_member(text, "access_token", override(scenario, "token", quoted));
        put_member(text, "scope", "\"read:resource\"");
        put_member(text, "expires_in",
                   override(scenario, "expires-in", seconds));
        put_member(text, "token_type",
                   override(scenario, "token-type", "\"Bearer\""));
        text[strlen(text)] = '}';
        result = exchange_answer(connection, 200, JSON, text, strlen(text),
                                 no_store);
    }
    free(quoted);
    free(token);
    free(text);
    return result;
}

/* Whether the text is what the file NAME says, less a trailing newline of a
   file written by hand, or OWN. */
static bool is_setting(const char *text, const char *name, const char *own)
{
    char *wanted = server_setting(name, own);
    bool is = text && strcmp(text, wanted) == 0;

    free(wanted);
    return is;
}

/* One of the lines of the file `audience`, which may be several. */
static bool is_audience(const char *audience)
{
    return is_setting(audience, "audience", "https://api.walr.com") ||
           (audience && server_has_line("audience", audience));
}

static enum MHD_Result answer_request(struct MHD_Connection *connection,
                                      const struct scenario *scenario,
                                      const struct credentials *credentials)
{
    if (!credentials->grant_type || !credentials->client_id ||
        !credentials->client_secret)
        return answer_named(connection, "invalid-request");
    if (strcmp(credentials->grant_type, "client_credentials") != 0)
        return answer_named(connection, "unauthorized-client");
    if (!is_setting(credentials->client_id, "client-id", "demo-client") ||
        !is_setting(credentials->client_secret, "client-secret", "demo-secret"))
        return answer_named(connection, "access-denied");
    if (!is_audience(credentials->audience))
        return answer_named(connection, "unknown-audience");
    return answer_token(connection, scenario);
}

enum MHD_Result token_endpoint_answer(struct MHD_Connection *connection,
                                      const struct scenario *scenario,
                                      const char *body, size_t len)
{
    struct credentials credentials;
    enum MHD_Result result;

    for (size_t i = 0; i < sizeof(ready_made) / sizeof(ready_made[0]); i++) {
        if (scenario_is(scenario, ready_made[i].name))
            return answer_ready(connection, &ready_made[i], scenario);
    }
    if (scenario_is(scenario, "status"))
        return answer_status(connection, scenario);
    if (scenario_is(scenario, "redirect"))
        return answer_redirect(connection, scenario);
    credentials_read(connection, body, len, &credentials);
    result = answer_request(connection, scenario, &credentials);
    credentials_clear(&credentials);
    return result;
}
