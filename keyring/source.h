/* SPDX-License-Identifier: MIT */
/*
 * source.h - what the rows of keyring.c's table are made of.
 *
 * Private to keyring/.  A read function appends the secret's bytes as they
 * are; keyring.c checks them.  Codes as in keyring.h.
 */
#ifndef KEYRING_SOURCE_H
#define KEYRING_SOURCE_H

#include "keyring/keyring.h"

/* WALR_CLIENT_SECRET, which is wiped and removed from the environment. */
enum wc_code environment_read(const struct keyring_call *call,
                              struct secret *secret, struct wc_error *err)
    __attribute__((warn_unused_result));

#define STREAM_FD 3

/* Descriptor STREAM_FD up to its end. */
enum wc_code stream_read(const struct keyring_call *call, struct secret *secret,
                         struct wc_error *err)
    __attribute__((warn_unused_result));

/* One line from /dev/tty, without echo. */
enum wc_code terminal_read(const struct keyring_call *call,
                           struct secret *secret, struct wc_error *err)
    __attribute__((warn_unused_result));

/* The Secret Service; the bus is known and a limit armed when these run. */
enum wc_code service_read(const struct keyring_call *call,
                          struct secret *secret, struct wc_error *err)
    __attribute__((warn_unused_result));
enum wc_code service_store(const struct keyring_call *call,
                           const struct secret *secret, struct wc_error *err)
    __attribute__((warn_unused_result));
enum wc_code service_clear(const struct keyring_call *call, bool *ret_stored,
                           struct wc_error *err)
    __attribute__((warn_unused_result));
enum wc_code service_look(const struct keyring_call *call, bool *ret_stored,
                          bool *ret_locked, struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * Tell the caller that a keyring's prompt opens or closes, and change to the
 * limit that holds from here on (KR-2).
 */
enum wc_code keyring_prompt(const struct keyring_call *call, bool open,
                            struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
