/* SPDX-License-Identifier: MIT */
/*
 * grant.h - the client credentials grant as bytes.
 *
 * Pure: a request and a client secret in, the body and the Authorization header
 * of one token request out (RFC 6749 sections 4.4.2 and 2.3.1, Appendix B; RFC
 * 8707 for resource).  The JSON form is what Walr documents.
 */
#ifndef OBTAIN_GRANT_H
#define OBTAIN_GRANT_H

#include "common/error.h"
#include "common/request.h"
#include "common/secret.h"

#define GRANT_MAX (256 * 1024) /* bytes of a body or header */

/* Start with GRANT_INIT; free with grant_clear(). */
struct grant {
    struct secret body;
    struct secret authorization; /* the whole header line, or empty */
    const char *content_type;    /* static */
};

#define GRANT_INIT                                                             \
    {                                                                          \
        .body = SECRET_MAX(GRANT_MAX), .authorization = SECRET_MAX(GRANT_MAX), \
        .content_type = NULL                                                   \
    }

/*
 * Build the token request of REQUEST with CLIENT_SECRET.  JSON members in the
 * vendor's order: client_id, client_secret, audience, grant_type, then scope,
 * resource and the extra fields.  With client-auth basic the credentials are
 * form-encoded, joined with ':' and base64-encoded, and not in the body.
 * WC_INTERNAL: out of memory.
 */
enum wc_code grant_build(const struct request *request,
                         const struct secret *client_secret,
                         struct grant *ret_grant, struct wc_error *err)
    __attribute__((warn_unused_result));

void grant_clear(struct grant *grant);

#define auto_grant __attribute__((cleanup(grant_clear))) struct grant

#endif
