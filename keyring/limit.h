/* SPDX-License-Identifier: MIT */
/*
 * limit.h - an end for calls that cannot be cancelled.
 *
 * libsecret and GLib may wait for ever, and nothing stops them from outside
 * (KR-2).  A limit is a timer whose signal handler writes an answer prepared
 * beforehand and ends the process, whatever it is in the middle of.
 */
#ifndef KEYRING_LIMIT_H
#define KEYRING_LIMIT_H

#include <stdint.h>

#include "common/error.h"

/*
 * From now on until limit_end(): after MS milliseconds write the failure CODE
 * with TEXT to FD, by one write(2), and _exit(CODE).  Takes SIGALRM; replaces a
 * limit that is set.  WC_INTERNAL: there is no timer.
 */
enum wc_code limit_begin(int fd, int64_t ms, enum wc_code code,
                         const char *text, struct wc_error *err)
    __attribute__((warn_unused_result));

/* When this returns, the answer is the caller's to write. */
void limit_end(void);

#endif
