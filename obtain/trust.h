/* SPDX-License-Identifier: MIT */
/*
 * trust.h - the certificate authorities that the endpoint's certificate is
 * checked with: the profile's ca-file, or the system's (NET-3).
 */
#ifndef OBTAIN_TRUST_H
#define OBTAIN_TRUST_H

#include <curl/curl.h>
#include <stdbool.h>

#include "common/error.h"
#include "common/request.h"

/* Where CURL looks, and where it has not looked yet. */
struct trust {
    const char *bundle, *folder; /* the system's two forms of one store */
    bool may_widen;
};

/*
 * Make CURL trust REQUEST's ca-file, and nothing else, where there is one;
 * otherwise that form of the system's store which its TLS library reads faster:
 * OpenSSL finds a CA by its hash in the folder, and takes 17 ms for the bundle;
 * GnuTLS is the other way round.  WC_USAGE: the ca-file cannot be used.
 */
enum wc_code trust_set(CURL *curl, const struct request *request,
                       struct trust *ret, struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * After FAILURE: whether the issuer was not among those, and CURL looks into
 * the other form now, too.  Once, and the server has not been sent anything but
 * the handshake.
 */
bool trust_widen(CURL *curl, struct trust *trust, CURLcode failure);

#endif
