/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "obtain/token-url.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

/* The parts of a URL; each is libcurl's, or NULL. */
struct parts {
    char *scheme, *user, *host, *port, *fragment;
};

static void take_parts(CURLU *handle, struct parts *ret)
{
    *ret = (struct parts){ 0 };
    (void)curl_url_get(handle, CURLUPART_SCHEME, &ret->scheme, 0);
    (void)curl_url_get(handle, CURLUPART_USER, &ret->user, 0);
    (void)curl_url_get(handle, CURLUPART_HOST, &ret->host, 0);
    (void)curl_url_get(handle, CURLUPART_PORT, &ret->port, CURLU_DEFAULT_PORT);
    (void)curl_url_get(handle, CURLUPART_FRAGMENT, &ret->fragment, 0);
}

static void free_parts(struct parts *parts)
{
    curl_free(parts->scheme);
    curl_free(parts->user);
    curl_free(parts->host);
    curl_free(parts->port);
    curl_free(parts->fragment);
}

static bool is_loopback(const char *host)
{
    struct in_addr bytes;

    return strcmp(host, "[::1]") == 0 ||
           (inet_pton(AF_INET, host, &bytes) == 1 &&
            ntohl(bytes.s_addr) >> 24 == 127);
}

/* What libcurl mends silently, the front's grammar refuses: they must see the
   same URL (T45). */
static bool is_plain(const char *url)
{
    const char *authority = strstr(url, "://");

    return authority && authority[3] != '/' && !strchr(url, '#');
}

static enum wc_code check_parts(const struct parts *parts, bool allow_loopback,
                                struct wc_error *err)
{
    if (!parts->scheme || !parts->host || !parts->port)
        return wc_fail(err, WC_USAGE,
                       "token-url is no URL: write "
                       "https://HOST/PATH");
    if (parts->user || parts->fragment)
        return wc_fail(err, WC_USAGE,
                       "token-url holds a user or a fragment: leave it out");
    if (strcmp(parts->scheme, "https") == 0)
        return WC_OK;
    if (strcmp(parts->scheme, "http") == 0 && allow_loopback &&
        is_loopback(parts->host))
        return WC_OK;
    return wc_fail(err, WC_USAGE,
                   "token-url is not https: plain http is possible to a "
                   "literal loopback address only, with "
                   "allow-insecure-loopback = yes");
}

enum wc_code token_url_check(const char *url, bool allow_loopback, char *where,
                             size_t size, struct wc_error *err)
{
    CURLU *handle = curl_url();
    struct parts parts = { 0 };

    if (!handle)
        return wc_no_memory(err);
    if (is_plain(url) &&
        curl_url_set(handle, CURLUPART_URL, url, 0) == CURLUE_OK)
        take_parts(handle, &parts);
    if (check_parts(&parts, allow_loopback, err) == WC_OK)
        (void)snprintf(where, size, "%s:%s", parts.host, parts.port);
    free_parts(&parts);
    curl_url_cleanup(handle);
    return err->code;
}

void token_url_host(const char *url, char *host, size_t size)
{
    CURLU *handle = curl_url();
    char *part = NULL;

    if (handle && curl_url_set(handle, CURLUPART_URL, url, 0) == CURLUE_OK &&
        curl_url_get(handle, CURLUPART_HOST, &part, 0) == CURLUE_OK)
        (void)snprintf(host, size, "%s", part);
    curl_free(part);
    curl_url_cleanup(handle);
}
