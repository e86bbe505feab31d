/* SPDX-License-Identifier: MIT */
/*
 * endpoint.h - one POST to the token endpoint; the only user of libcurl.
 *
 * https only, but for a literal loopback address that the profile marks
 * (HOST-4).  Redirects are never followed, TLS is never off, sizes and times
 * are bounded, nothing is read from netrc, cookies or the environment beyond
 * the proxy that the policy allows (NET-1 to NET-9).
 */
#ifndef OBTAIN_ENDPOINT_H
#define OBTAIN_ENDPOINT_H

#include "common/clock.h"
#include "common/error.h"
#include "common/request.h"
#include "common/secret.h"
#include "obtain/grant.h"
#include "obtain/quota.h"

#define ENDPOINT_EXCHANGE_MS 6000         /* one POST with all its tries */
#define ENDPOINT_CONNECT_MS  3000         /* of it, for a connection */
#define ENDPOINT_BODY_MAX    (256 * 1024) /* bytes (NET-7) */
#define ENDPOINT_HEADERS_MAX (64 * 1024)  /* bytes, all responses together */
#define ENDPOINT_FIELD_MAX   256          /* bytes kept of a header field */

/* What came back.  Start with REPLY_INIT; free with reply_clear(). */
struct reply {
    long status;                           /* HTTP status code */
    char content_type[ENDPOINT_FIELD_MAX]; /* "" where absent */
    char retry_after[ENDPOINT_FIELD_MAX];
    struct quota_fields quota;
    struct secret body;
    struct moment sent; /* just before the request went out (RSP-5) */
};

#define REPLY_INIT                                         \
    {                                                      \
        .status = 0, .body = SECRET_MAX(ENDPOINT_BODY_MAX) \
    }

/*
 * Send GRANT to the request's token endpoint and read the whole answer.  A
 * second try is made once, within the time, after a failed connect, or a 502,
 * 503 or 504 without Retry-After (NET-8).
 * WC_UNREACHABLE: no connection, no trusted certificate, no answer in time, a
 * broken transfer.  WC_MALFORMED: a redirect, too large, or encoded.
 * WC_USAGE: the token URL, CA file or proxy cannot be used.
 */
enum wc_code endpoint_post(const struct request *request,
                           const struct grant *grant, struct reply *ret_reply,
                           struct wc_error *err)
    __attribute__((warn_unused_result));

void reply_clear(struct reply *reply);

#define auto_reply __attribute__((cleanup(reply_clear))) struct reply

#endif
