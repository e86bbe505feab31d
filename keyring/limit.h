/* SPDX-License-Identifier: MIT */
/*
 * limit.h - a time after which the process answers a failure and ends.
 *
 * A call into libsecret cannot be cancelled, so the only sound limit is the
 * process's own: what would be answered is prepared beforehand, and a signal
 * handler writes it and exits.
 */
#ifndef KEYRING_LIMIT_H
#define KEYRING_LIMIT_H

#include <stdint.h>

#include "common/error.h"

/* Where failures are answered; before the first limit_set(). */
void limit_init(int answer_fd);

/* After MS, unless limit_clear() comes first, answer CODE with TEXT. */
void limit_set(int64_t ms, enum wc_code code, const char *text);

void limit_clear(void);

#endif
