/* SPDX-License-Identifier: MIT */
/*
 * error.h - what can go wrong, in one table, and the one line that says so.
 *
 * The codes are the exit statuses of both programs, the rows of EXIT STATUS in
 * walr-cred(1) and the codes of a failure on the worker's pipe.  They say what
 * the caller should do, not where something broke.  Functions return the code
 * and fill a struct wc_error that lives on main()'s stack; only main() prints.
 */
#ifndef COMMON_ERROR_H
#define COMMON_ERROR_H

#include <stddef.h>

/* clang-format off */
/* name           status  what walr-cred(1) says of it */
#define WC_CODES(X) \
    X(WC_OK,            0, "a token was printed") \
    X(WC_INTERNAL,      1, "internal error") \
    X(WC_USAGE,         2, "usage or configuration") \
    X(WC_NO_KEYRING,    3, "no keyring could be reached") \
    X(WC_LOCKED,        4, "the keyring is locked, or the prompt was refused") \
    X(WC_NO_CREDENTIAL, 5, "no such credential, or an ambiguous one") \
    X(WC_REFUSED,       6, "the token endpoint refused the client; a person must act") \
    X(WC_UNREACHABLE,   7, "the token endpoint could not be reached, or did not answer in time") \
    X(WC_RATE_LIMITED,  8, "rate limited; try again later") \
    X(WC_MALFORMED,     9, "a malformed answer") \
    X(WC_DEADLINE,     10, "out of the caller's own --timeout") \
    X(WC_OUTPUT,       11, "the answer could not be written")
/* clang-format on */

enum wc_code {
#define WC_ENUM(name, status, text) name = status,
    WC_CODES(WC_ENUM)
#undef WC_ENUM
};

#define WC_CODE_MAX WC_OUTPUT

#define WC_ERROR_TEXT 512

/*
 * The first failure and its line, without newline and without the program's
 * name; cut when longer.  Zero-initialise; nothing to free.
 */
struct wc_error {
    enum wc_code code;
    char text[WC_ERROR_TEXT];
};

/* The sentence of CODE in the manual, or NULL for a number that is no code. */
const char *wc_code_text(int code);

/* The word of CODE, such as "rate-limited"; NULL for a number that is no code.
 */
const char *wc_code_word(int code);

/*
 * Record CODE and its line unless a failure is already recorded, and return
 * the recorded code.  Bytes that could drive a terminal become '?'.
 */
enum wc_code wc_fail(struct wc_error *err, enum wc_code code, const char *fmt,
                     ...) __attribute__((format(printf, 3, 4)));

/* Put "CONTEXT: " in front of the recorded line; returns the recorded code. */
enum wc_code wc_context(struct wc_error *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* wc_fail() for a failed allocation: WC_INTERNAL, "out of memory". */
enum wc_code wc_no_memory(struct wc_error *err);

#endif
