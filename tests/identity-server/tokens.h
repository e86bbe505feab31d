/* SPDX-License-Identifier: MIT */
/*
 * tokens.h - the tokens that were issued, and who may come in with one.
 */
#ifndef IDENTITY_SERVER_TOKENS_H
#define IDENTITY_SERVER_TOKENS_H

#include <stdbool.h>

#define TOKEN_BYTES 1700 /* of a token, unless `token-bytes` says otherwise */

/* Make a token that lives LIFETIME_S, and note it in `issued`.  The caller
   frees it. */
char *tokens_issue(long lifetime_s);

/* Whether the value of an Authorization header is "Bearer TOKEN", or Basic with
   a token as password, of a token that is issued, alive and not `revoked`. */
bool tokens_accept_bearer(const char *authorization);
bool tokens_accept_basic(const char *authorization);

/* Decode base64 (RFC 4648); the caller frees the text, NULL if it is none. */
char *tokens_decode_base64(const char *text);

#endif
