/* SPDX-License-Identifier: MIT */
/*
 * asked.h - a protocol's question, answered from a warm cache, in process.
 *
 * The profile `default` serves api.example.com, its port 8443, [2001:db8::1]
 * and *.w.example, and its token is ASKED_TOKEN.
 */
#ifndef TESTS_FUZZ_ASKED_H
#define TESTS_FUZZ_ASKED_H

#include <stdbool.h>
#include <stdint.h>

#include "common/error.h"
#include "common/secret.h"
#include "helper/cache.h"
#include "tests/fuzz/reference.h"

#define ASKED_TOKEN "eyJhbGciOi.e30.c2ln"
#define ASKED_HOSTS \
    "api.example.com api.example.com:8443 [2001:db8::1] *.w.example"

/* What was answered.  Start with ASKED_INIT; free with asked_clear(). */
struct asked {
    enum wc_code code;
    struct wc_error err;
    bool answers_failure; /* OUT goes to stdout though CODE is a failure */
    struct secret out;    /* cargo's own writes to stdout, too */
};

#define ASKED_INIT                         \
    {                                      \
        .out = SECRET_MAX(4 * 1024 * 1024) \
    }

/*
 * Run ACTION of PROTOCOL, with OPERAND behind it (both may be NULL) and the
 * SIZE bytes at QUESTION on stdin.  Aborts where anything must not be: a
 * control byte on stdout other than LF, an unprintable message, an answer
 * beside a failure.  Says the outcome: "token", "nothing" or the code.
 */
void asked_run(const char *protocol, const char *action, const char *operand,
               const uint8_t *question, size_t size, struct asked *ret);

bool asked_has_token(const struct asked *asked);

/* Whether the token is in the question itself: its answer proves nothing. */
bool asked_is_given_away(const uint8_t *question, size_t size);

/* Whether the profile serves HOST, by the reference. */
bool asked_serves(const struct reference *host);

/* Whether a cached token is there; asked_run() makes one when it is not. */
bool asked_is_cached(void);

/* Make the token, where there is none. */
void asked_warm(void);

/* The cache of the profile, open. */
const struct cache *asked_cache(void);

void asked_clear(struct asked *asked);

#define auto_asked __attribute__((cleanup(asked_clear))) struct asked

#endif
