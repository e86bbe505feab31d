/* SPDX-License-Identifier: MIT */
/*
 * keyring.h - where client credentials live.
 *
 * One row a source: the Secret Service, the environment, a stream, the
 * terminal.  The worker asks one of them for the client secret of a request.
 * secret-service.c is the only file that knows libsecret and GLib.
 */
#ifndef KEYRING_KEYRING_H
#define KEYRING_KEYRING_H

#include <stdbool.h>

#include "common/error.h"
#include "common/request.h"
#include "common/secret.h"

/* Longest client secret, in bytes (KR-7). */
#define CLIENT_SECRET_MAX 4096

/* A keyring that may not prompt, or whose prompt is not open, has this long
   (KR-2); an open prompt has the second, which a test cannot wait for. */
#define KEYRING_LIMIT_MS 3000
#ifndef KEYRING_PROMPT_LIMIT_MS
#define KEYRING_PROMPT_LIMIT_MS 120000
#endif

/* What a source needs besides the request. */
struct keyring_call {
    const struct request *request;
    /* Told when a person starts and stops being asked; never NULL. */
    void (*prompt)(bool open);
    /* Where the answer goes when a limit above is reached: a failure is written
       there and the process ends, since libsecret cannot be cancelled. */
    int answer_fd;
};

/*
 * Append the client secret of the request's profile, token endpoint and client
 * to *SECRET, whose ceiling is CLIENT_SECRET_MAX + 2.  One trailing LF or CRLF
 * is dropped; other control bytes, an empty secret and bytes that are not UTF-8
 * are refused (IN-4, KR-7).
 * WC_NO_KEYRING: there is none, or it does not answer.  WC_LOCKED: it is locked
 * and may not ask, or the person refused.  WC_NO_CREDENTIAL: it answered; there
 * is none, more than one, one of another token endpoint (HOST-5), or the stored
 * bytes are malformed.  WC_USAGE: what was typed or piped is malformed.
 */
enum wc_code keyring_lookup(const struct keyring_call *call,
                            struct secret *secret, struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * The check above, shared by all sources: refuse with CODE, naming the secret
 * as WHAT.
 */
enum wc_code keyring_check(struct secret *secret, enum wc_code code,
                           const char *what, struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * Store SECRET as the client secret of the request, replacing one of the same
 * profile, token endpoint and client.  Secret Service only.  Codes as above.
 */
enum wc_code keyring_store(const struct keyring_call *call,
                           const struct secret *secret, struct wc_error *err)
    __attribute__((warn_unused_result));

/* Remove it; an absent one is success and *ret_stored false.  Codes as above.
 */
enum wc_code keyring_clear(const struct keyring_call *call, bool *ret_stored,
                           struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * Say whether it is stored, and whether it, or where it would be stored, is
 * locked; without a prompt.  Codes as above.
 */
enum wc_code keyring_look(const struct keyring_call *call, bool *ret_stored,
                          bool *ret_locked, struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
