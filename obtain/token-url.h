/* SPDX-License-Identifier: MIT */
/*
 * token-url.h - may the client secret go to this URL at all?
 *
 * libcurl's own URL parser decides, so that what is checked is what is used.
 */
#ifndef OBTAIN_TOKEN_URL_H
#define OBTAIN_TOKEN_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "common/error.h"

/*
 * Check URL: https; or http where ALLOW_LOOPBACK and the host is a literal
 * 127.0.0.0/8 or [::1] (HOST-4); no user, no fragment.  Fills WHERE, of SIZE
 * bytes, with host and port for messages.  WC_USAGE otherwise.
 */
enum wc_code token_url_check(const char *url, bool allow_loopback, char *where,
                             size_t size, struct wc_error *err)
    __attribute__((warn_unused_result));

/* Fill HOST with the host of URL, if it has one. */
void token_url_host(const char *url, char *host, size_t size);

#endif
