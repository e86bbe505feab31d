/* SPDX-License-Identifier: MIT */
/*
 * text.h - which bytes may go where.
 *
 * Pure predicates over bytes from outside (config, argv, a helper's stdin, the
 * keyring, the token endpoint), asked before any of them is used or shown.
 */
#ifndef COMMON_TEXT_H
#define COMMON_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Longest access token that is accepted, in bytes (IN-1). */
#define TOKEN_MAX 16384

/*
 * Whether the LEN bytes at S are a token that may stand in a header: b64token
 * of RFC 6750 section 2.1, 1 to TOKEN_MAX bytes.
 */
bool text_is_token(const char *s, size_t len);

/* Whether the LEN bytes at S are valid UTF-8 (RFC 3629; no surrogates). */
bool text_is_utf8(const char *s, size_t len);

/* Whether one of the LEN bytes at S is a control byte: < 0x20 or 0x7f. */
bool text_has_control(const char *s, size_t len);

/* Whether S begins with PREFIX, ASCII letters of either case being the same. */
bool text_begins(const char *s, const char *prefix);

/*
 * Copy S to AT, with its NUL, in front of END; the returned end of it is where
 * the next piece goes.  NULL: it does not fit, or AT is NULL, so that only the
 * last of several calls needs a look.  What every call prints or opens is put
 * together like this: printf() is a large part of a small program.
 */
char *text_put(char *at, char *end, const char *s);

/* Replace every byte of S that is not printable ASCII or part of valid,
   non-control UTF-8 by '?'. */
void text_make_printable(char *s);

#endif
