/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/settings.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <string.h>

#include "common/number.h"
#include "common/record.h"
#include "common/text.h"
#include "helper/hosts.h"
#include "helper/renew.h"
#include "helper/secret-source.h"

#define DAY_S         86400
#define TIMEOUT_MAX_S 600

/* clang-format off */
const struct setting_row settings[SETTINGS] = {
    /* key                        kind         words, limits                              argument  help */
    [SETTING_TOKEN_URL] =
    { "token-url",               KIND_URL,    NULL, 0, 0,                                "URL",    "the token endpoint" },
    [SETTING_CLIENT_ID] =
    { "client-id",               KIND_TEXT,   NULL, 0, 0,                                "ID",     "the client id" },
    [SETTING_AUDIENCE] =
    { "audience",                KIND_TEXT,   NULL, 0, 0,                                "TEXT",   "the API that the token is for" },
    [SETTING_SCOPE] =
    { "scope",                   KIND_TOKENS, NULL, 0, 0,                                "SCOPES", "scope tokens, separated by blanks" },
    [SETTING_RESOURCE] =
    { "resource",                KIND_URIS,   NULL, 0, 0,                                "URIS",   "resource indicators, separated by blanks" },
    [SETTING_REQUEST] =
    { "request",                 KIND_WORD,   "json form", 0, 0,                         "FORM",   "the token request's body: json or form" },
    [SETTING_CLIENT_AUTH] =
    { "client-auth",             KIND_WORD,   "post basic", 0, 0,                        "WHERE",  "the credentials: post (in the body) or basic" },
    [SETTING_HOSTS] =
    { "hosts",                   KIND_HOSTS,  NULL, 0, 0,                                "HOSTS",  "where the token may go: HOST[:PORT] or *.HOST" },
    [SETTING_SECRET] =
    { "secret",                  KIND_SECRET, "keyring environment", 0, 0,               "SOURCE", "keyring, environment, file:… or command:…" },
    [SETTING_GIT_USERNAME] =
    { "git-username",            KIND_TEXT,   NULL, 0, 0,                                "NAME",   "the user name beside the token for git" },
    [SETTING_DOCKER_USERNAME] =
    { "docker-username",         KIND_TEXT,   NULL, 0, 0,                                "NAME",   "the user name beside the token for Docker" },
    [SETTING_MIN_VALIDITY] =
    { "min-validity",            KIND_TIME,   NULL, 0, DAY_S,                            "TIME",   "what must be left of a token" },
    [SETTING_RENEW_AT] =
    { "renew-at",                KIND_SHARE,  NULL, RENEW_AT_MIN, RENEW_AT_MAX,          "SHARE",  "renewed ahead from here: 80% of its life, or never" },
    [SETTING_DEFAULT_LIFETIME] =
    { "default-lifetime",        KIND_TIME,   NULL, 1, RECORD_LIFETIME_MAX,              "TIME",   "a token's life where the endpoint does not say" },
    [SETTING_TIMEOUT] =
    { "timeout",                 KIND_TIME,   NULL, 1, TIMEOUT_MAX_S,                    "TIME",   "how long a caller waits at most" },
    [SETTING_CA_FILE] =
    { "ca-file",                 KIND_PATH,   NULL, 0, 0,                                "FILE",   "trust these CAs instead of the system's" },
    [SETTING_PROXY] =
    { "proxy",                   KIND_PROXY,  NULL, 0, 0,                                "PROXY",  "env, none or the URL of a proxy" },
    [SETTING_CACHE_DIR] =
    { "cache-dir",               KIND_PATH,   NULL, 0, 0,                                "FOLDER", "keep tokens here, not in memory" },
    [SETTING_ALLOW_INSECURE_LOOPBACK] =
    { "allow-insecure-loopback", KIND_WORD,   "no yes", 0, 0,                            "YES",    "plain http to 127.0.0.0/8 or [::1], for tests" },
    [SETTING_ALLOW_PLAIN_SESSION] =
    { "allow-plain-session",     KIND_WORD,   "no yes", 0, 0,                            "YES",    "a keyring session without encryption" },
};

/* What the grant itself puts into a request (RFC 6749 4.4.2, 2.3.1). */
static const char *const reserved_params[] = {
    "grant_type", "client_id", "client_secret", "audience", "scope", "resource",
};
/* clang-format on */

enum setting setting_find(const char *key)
{
    size_t i = 0;

    while (i < SETTINGS && strcmp(settings[i].key, key) != 0)
        i++;
    return (enum setting)i;
}

static enum wc_code check_text(const char *value, struct wc_error *err)
{
    size_t len = strlen(value);

    if (len == 0)
        return wc_fail(err, WC_USAGE, "an empty value: leave it out instead");
    if (text_has_control(value, len))
        return wc_fail(err, WC_USAGE, "a control character in the value");
    if (!text_is_utf8(value, len))
        return wc_fail(err, WC_USAGE, "the value is not UTF-8");
    if (value[0] == ' ' || value[len - 1] == ' ')
        return wc_fail(err, WC_USAGE,
                       "a blank at an end of the value: the config file "
                       "cannot hold it");
    return WC_OK;
}

static bool is_word(const char *words, const char *value)
{
    size_t len = strlen(value);

    for (const char *at = words; *at;) {
        size_t n = strcspn(at, " ");

        if (n == len && memcmp(at, value, len) == 0)
            return true;
        at += n + (at[n] == ' ');
    }
    return false;
}

/* Single blanks between scope tokens (RFC 6749 section 3.3) or URIs. */
static bool are_tokens(const char *value)
{
    bool blank = true;

    for (; *value; value++) {
        unsigned char c = (unsigned char)*value;

        if (c == ' ' && blank)
            return false;
        if (c > '~' || c == '"' || c == '\\')
            return false;
        blank = c == ' ';
    }
    return !blank;
}

/* Whether AUTHORITY is a literal loopback address, with or without port. */
static bool is_loopback(const char *authority, size_t len)
{
    char host[64];
    struct in_addr bytes;
    struct host_port parsed;

    if (len >= sizeof(host))
        return false;
    memcpy(host, authority, len);
    host[len] = '\0';
    if (!hosts_parse(host, &parsed))
        return false;
    if (strcmp(parsed.host, "[::1]") == 0)
        return true;
    return inet_pton(AF_INET, parsed.host, &bytes) == 1 &&
           ntohl(bytes.s_addr) >> 24 == 127;
}

/* Whether a user or password stands in front of the host of URL. */
static bool has_user(const char *url)
{
    const char *authority = strstr(url, "://");

    authority = authority ? authority + strlen("://") : url;
    return memchr(authority, '@', strcspn(authority, "/?#")) != NULL;
}

static enum wc_code check_url(const char *value, struct wc_error *err)
{
    static const char plain[] = "http://";
    struct host_port host;

    /* Not shown: a password may stand there (ERR-2). */
    if (has_user(value))
        return wc_fail(err, WC_USAGE,
                       "the URL names a user: leave that out, client-id and "
                       "client secret have places of their own");
    if (strchr(value, '#'))
        return wc_fail(err, WC_USAGE, "'%s' has a fragment: leave it out",
                       value);
    if (hosts_parse_url(value, &host))
        return WC_OK;
    if (!text_begins(value, plain) || strpbrk(value, " \\"))
        return wc_fail(err, WC_USAGE,
                       "'%s' is no https://HOST[:PORT]/PATH without a user",
                       value);
    value += strlen(plain);
    if (!is_loopback(value, strcspn(value, "/?")))
        return wc_fail(err, WC_USAGE,
                       "plain http is possible to a literal 127.0.0.0/8 or "
                       "[::1] only: use https");
    return WC_OK;
}

static enum wc_code check_proxy(const char *value, struct wc_error *err)
{
    static const char *const schemes[] = { "http://", "https://", "socks5://",
                                           "socks5h://" };

    if (is_word("env none", value))
        return WC_OK;
    for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
        size_t len = strlen(schemes[i]);

        if (text_begins(value, schemes[i]) && value[len] != '\0' &&
            !strchr(value, ' '))
            return WC_OK;
    }
    return wc_fail(err, WC_USAGE,
                   "expected env, none, or http://, https://, socks5:// or "
                   "socks5h:// and HOST:PORT");
}

static enum wc_code check_kind(const struct setting_row *row, const char *value,
                               struct wc_error *err)
{
    int64_t number;

    switch (row->kind) {
    case KIND_TEXT:
        return WC_OK;
    case KIND_URL:
        return check_url(value, err);
    case KIND_HOSTS:
        return hosts_check(value, err);
    case KIND_PROXY:
        return check_proxy(value, err);
    case KIND_TOKENS:
        return are_tokens(value) ? WC_OK
                                 : wc_fail(err, WC_USAGE,
                                           "expected words of printable ASCII "
                                           "with single blanks between");
    case KIND_URIS:
        return are_tokens(value) && !strchr(value, '#')
                   ? WC_OK
                   : wc_fail(err, WC_USAGE,
                             "expected URIs without a fragment, with single "
                             "blanks between");
    case KIND_SECRET:
        if (secret_source_is(value))
            return secret_source_check(value, err);
        return is_word(row->words, value)
                   ? WC_OK
                   : wc_fail(err, WC_USAGE,
                             "'%s' is none of: %s file:/PATH command:/PATH",
                             value, row->words);
    case KIND_WORD:
        return is_word(row->words, value)
                   ? WC_OK
                   : wc_fail(err, WC_USAGE, "'%s' is none of: %s", value,
                             row->words);
    case KIND_TIME:
        return number_parse_time(value, row->min, row->max, &number)
                   ? WC_OK
                   : wc_fail(err, WC_USAGE,
                             "'%s' is no time from %lld s to %lld s, such as "
                             "90s, 5m or 1h",
                             value, (long long)row->min, (long long)row->max);
    case KIND_SHARE:
        return strcmp(value, SETTING_NEVER) == 0 ||
                       number_parse_percent(value, row->min, row->max, &number)
                   ? WC_OK
                   : wc_fail(err, WC_USAGE,
                             "'%s' is neither a share from %lld%% to %lld%% "
                             "nor never",
                             value, (long long)row->min, (long long)row->max);
    case KIND_PATH:
        return value[0] == '/'
                   ? WC_OK
                   : wc_fail(err, WC_USAGE, "'%s' is no absolute path", value);
    }
    return WC_INTERNAL;
}

enum wc_code setting_check(enum setting setting, const char *value,
                           struct wc_error *err)
{
    if (check_text(value, err) != WC_OK)
        return err->code;
    return check_kind(&settings[setting], value, err);
}

static bool is_param_name(const char *name)
{
    static const char bytes[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "abcdefghijklmnopqrstuvwxyz0123456789._-";
    size_t len = strlen(name);

    return len > 0 && len <= PARAM_NAME_MAX && strspn(name, bytes) == len;
}

enum wc_code setting_check_param(const char *name, const char *value,
                                 struct wc_error *err)
{
    if (!is_param_name(name))
        return wc_fail(err, WC_USAGE,
                       "'%s' is no name of a field: 1 to %d of A-Z a-z 0-9 . "
                       "_ -",
                       name, PARAM_NAME_MAX);
    for (size_t i = 0; i < sizeof(reserved_params) / sizeof(reserved_params[0]);
         i++) {
        if (strcmp(name, reserved_params[i]) == 0)
            return wc_fail(err, WC_USAGE,
                           "the field '%s' is set by its own key", name);
    }
    return check_text(value, err);
}
