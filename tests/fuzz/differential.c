/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/fuzz/differential.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/hosts.h"
#include "helper/settings.h"
#include "obtain/token-url.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/reference.h"

#define WHERE_MAX 512

/* Where libcurl would connect to for URL; false when it would not. */
static bool curl_reads(const char *url, char *ret_scheme, size_t scheme_size,
                       struct reference *ret)
{
    CURLU *handle = curl_url();
    char *scheme = NULL, *user = NULL, *host = NULL, *port = NULL;
    char where[WHERE_MAX];
    bool read = false;

    MUST(handle != NULL);
    if (curl_url_set(handle, CURLUPART_URL, url, 0) == CURLUE_OK &&
        curl_url_get(handle, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
        curl_url_get(handle, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
        curl_url_get(handle, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) ==
            CURLUE_OK) {
        (void)snprintf(ret_scheme, scheme_size, "%s", scheme);
        (void)snprintf(where, sizeof(where), "%s:%s", host, port);
        read = reference_authority(where, strlen(where), ret);
        /* A user is nobody's to send a token to. */
        MUST(curl_url_get(handle, CURLUPART_USER, &user, 0) == CURLUE_NO_USER);
    }
    curl_free(user);
    curl_free(port);
    curl_free(host);
    curl_free(scheme);
    curl_url_cleanup(handle);
    return read;
}

/* OURS, read from TEXT, is what the reference reads, and what libcurl would
   connect to for URL. */
static void check_same(const struct host_port *ours,
                       const struct reference *reference, const char *url)
{
    struct reference normal, curls;
    char where[WHERE_MAX], scheme[16];

    (void)snprintf(where, sizeof(where), "%s:%u", ours->host,
                   (unsigned)ours->port);
    MUST(reference_authority(where, strlen(where), &normal));
    MUST(reference_equal(&normal, reference));
    MUST(curl_reads(url, scheme, sizeof(scheme), &curls));
    MUST(strcmp(scheme, "https") == 0);
    MUST(reference_equal(&normal, &curls));
}

/* The worker sees the token URL that the front has let through. */
static const char *check_token_url(const char *text)
{
    struct wc_error err = { 0 }, workers = { 0 };
    char where[WHERE_MAX] = "";
    bool front = setting_check(SETTING_TOKEN_URL, text, &err) == WC_OK;
    bool worker =
        token_url_check(text, true, where, sizeof(where), &workers) == WC_OK;
    struct reference asked, reached;
    bool http = reference_url(text, "http", &asked);

    MUST(fuzz_is_printable(err.text) && fuzz_is_printable(workers.text));
    if (worker && strncasecmp(text, "http:", 5) == 0) {
        const char *port = strrchr(where, ':');

        MUST(port &&
             reference_authority(where, (size_t)(port - where), &reached));
        MUST(reference_is_loopback(&reached));
        MUST(token_url_check(text, false, where, sizeof(where),
                             &(struct wc_error){ 0 }) == WC_USAGE);
    }
    if (!front)
        return "refused";
    MUST(worker);
    MUST(http || reference_url(text, "https", &asked));
    MUST(reference_authority(where, strlen(where), &reached));
    MUST(reference_equal(&asked, &reached));
    MUST(!http || reference_is_loopback(&asked));
    return http ? "loopback" : "url";
}

const char *differential_check(const char *text)
{
    struct host_port ours;
    struct reference reference;
    char *url = NULL;
    const char *word = check_token_url(text);

    if (hosts_parse(text, &ours)) {
        MUST(reference_authority(text, strlen(text), &reference));
        MUST(asprintf(&url, "https://%s/", text) > 0);
        check_same(&ours, &reference, url);
        free(url);
        return "host";
    }
    MUST(!reference_authority(text, strlen(text), &reference));
    if (!hosts_parse_url(text, &ours)) {
        MUST(!reference_url(text, "https", &reference));
        return word;
    }
    MUST(reference_url(text, "https", &reference));
    check_same(&ours, &reference, text);
    return "url";
}
