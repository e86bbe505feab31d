/* SPDX-License-Identifier: MIT */
/*
 * token-endpoint.h - the vendor's documented exchange, and its errors.
 */
#ifndef IDENTITY_SERVER_TOKEN_ENDPOINT_H
#define IDENTITY_SERVER_TOKEN_ENDPOINT_H

#include <microhttpd.h>
#include <stddef.h>

#include "tests/identity-server/scenario.h"

/*
 * Answer a token request: client credentials in a JSON or form body, or by
 * Basic (RFC 6749 sections 2.3.1 and 4.4), unless SCENARIO says otherwise.
 */
enum MHD_Result token_endpoint_answer(struct MHD_Connection *connection,
                                      const struct scenario *scenario,
                                      const char *body, size_t len);

#endif
