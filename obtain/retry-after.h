/* SPDX-License-Identifier: MIT */
/*
 * retry-after.h - the Retry-After field as seconds (RFC 9110 section 10.2.3).
 */
#ifndef OBTAIN_RETRY_AFTER_H
#define OBTAIN_RETRY_AFTER_H

#include <stdint.h>

/*
 * The seconds that VALUE asks for: a number, or an IMF-fixdate (RFC 9110
 * section 5.6.7) seen from NOW_S, the wall clock; 1 for "at once" and the past,
 * ANSWER_RETRY_MAX at most (LCK-2).  0 for anything else.
 */
int64_t retry_after_s(const char *value, int64_t now_s);

#endif
