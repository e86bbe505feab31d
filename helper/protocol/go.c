/* SPDX-License-Identifier: MIT */
/*
 * go.c - GOAUTH, Go's authentication of module downloads.
 *
 * Called without an argument before the first download, and with a URL after
 * each 4xx answer, whose head is on stdin.  Lines of URL prefixes, a blank
 * line, headers, a blank line; nothing for a host that is none of ours.
 *
 * The first call says what the cache holds: it must not ask the endpoints of
 * profiles that Go may never need.  A missing token is obtained when a host of
 * ours answers 4xx.  On 401, and on nothing else, the cached token is taken as
 * refused.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "helper/profile-lookup.h"
#include "helper/protocol/protocol.h"
#include "helper/token.h"

#define PREFIX_MAX (HOST_MAX + 32)

/* One set: PREFIXES, lines of URLs, and the header. */
static bool put_set(struct secret *out, const char *prefixes,
                    const struct record *record)
{
    return secret_add_text(out, prefixes) &&
           secret_add_text(out, "\nAuthorization: Bearer ") &&
           secret_add_text(out, secret_bytes(&record->token)) &&
           secret_add_text(out, "\n\n");
}

/* "https://HOST[:PORT]" and LF; without a slash behind, which old Go never
   finds. */
static bool put_prefix(struct secret *prefixes, const struct host_port *host)
{
    char line[PREFIX_MAX];
    int n = host->port == HOSTS_PORT
                ? snprintf(line, sizeof(line), "https://%s\n", host->host)
                : snprintf(line, sizeof(line), "https://%s:%u\n", host->host,
                           (unsigned)host->port);

    return n > 0 && (size_t)n < sizeof(line) && secret_add_text(prefixes, line);
}

/* The hosts of PROFILE that are no wildcards: Go has none. */
static bool put_prefixes(struct secret *prefixes, const struct profile *profile)
{
    const char *at = profile_text(profile, SETTING_HOSTS);
    struct host_entry entry;

    while (at && hosts_next(&at, &entry)) {
        if (!entry.wildcard && !put_prefix(prefixes, &entry.host))
            return false;
    }
    return true;
}

static enum wc_code too_long(struct wc_error *err)
{
    return wc_fail(err, WC_INTERNAL, "the answer to go is too long");
}

/* What the cache holds for PROFILE; a profile that is wrong says nothing. */
static enum wc_code put_cached(const struct protocol *protocol,
                               const struct profile *profile,
                               struct secret *out, struct wc_error *err)
{
    auto_secret prefixes = SECRET_MAX(FORMAT_MAX);
    auto_record record = RECORD_INIT;

    if (!token_peek(profile, protocol->min_validity_s, &record))
        return WC_OK;
    if (!put_prefixes(&prefixes, profile) ||
        (prefixes.len > 0 && !put_set(out, secret_bytes(&prefixes), &record)))
        return too_long(err);
    return WC_OK;
}

static enum wc_code first_call(const struct protocol *protocol,
                               const struct options *options,
                               struct secret *out, struct wc_error *err)
{
    auto_profile profile = PROFILE_INIT;
    bool end = false;

    if (options->profile) {
        if (profile_load(options->profile, &options->settings, &profile, err) !=
            WC_OK)
            return err->code;
        return put_cached(protocol, &profile, out, err);
    }
    for (size_t i = 0; !end; i++) {
        struct wc_error wrong = { 0 };

        if (profile_load_nth(i, &options->settings, &profile, &end, &wrong) ==
                WC_OK &&
            !end && put_cached(protocol, &profile, out, err) != WC_OK)
            return err->code;
    }
    return WC_OK;
}

/* The status of the answer whose head is HEAD, "HTTP/1.1 401 …"; 0: none. */
static int read_status(const char *head)
{
    const char *blank = strchr(head, ' ');
    int status = 0;

    if (strncmp(head, "HTTP/", strlen("HTTP/")) != 0 || !blank)
        return 0;
    for (int i = 1; i <= 3; i++) {
        if (blank[i] < '0' || blank[i] > '9')
            return 0;
        status = status * 10 + (blank[i] - '0');
    }
    return status;
}

static enum wc_code second_call(const struct protocol *protocol,
                                const char *url, const struct options *options,
                                struct caller *caller, struct secret *out,
                                struct wc_error *err)
{
    auto_secret head = SECRET_MAX(PROTOCOL_INPUT_MAX);
    auto_secret prefix = SECRET_MAX(PREFIX_MAX);
    auto_profile profile = PROFILE_INIT;
    auto_record record = RECORD_INIT;
    struct host_port host;
    bool known = false;

    if (protocol_read_stdin(&head, err) != WC_OK ||
        (hosts_parse_url(url, &host) &&
         protocol_find_profile(options, &host, &profile, &known, err) !=
             WC_OK) ||
        !known)
        return err->code;
    if (read_status(secret_bytes(&head)) == 401 &&
        token_reject_old(&profile, NULL, err) != WC_OK)
        return err->code;
    if (token_get(caller, &profile, protocol->min_validity_s, false, &record,
                  err) != WC_OK)
        return err->code;
    if (!put_prefix(&prefix, &host) ||
        !put_set(out, secret_bytes(&prefix), &record))
        return too_long(err);
    return WC_OK;
}

enum wc_code protocol_go(const struct protocol *protocol, const char *action,
                         const struct options *options, struct caller *caller,
                         struct secret *out, struct wc_error *err)
{
    return action ? second_call(protocol, action, options, caller, out, err)
                  : first_call(protocol, options, out, err);
}
