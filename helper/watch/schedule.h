/* SPDX-License-Identifier: MIT */
/*
 * schedule.h - when a file that is kept fresh is looked at again.
 *
 * Pure.  Time is an argument.
 */
#ifndef HELPER_WATCH_SCHEDULE_H
#define HELPER_WATCH_SCHEDULE_H

#include <stdint.h>

#include "common/clock.h"
#include "common/error.h"
#include "helper/watch/keep.h"

#define SCHEDULE_SPACE_S   1   /* two looks are at least this far apart */
#define SCHEDULE_LOOK_S    60  /* and at most: the file is others', too */
#define SCHEDULE_REFUSED_S 300 /* until a person has acted */

/* Seconds from NOW until the next look. */
int64_t schedule_next_s(const struct keep *keep, const struct moment *now);

/*
 * Seconds until a token may be asked for again after FAILURES in a row, the
 * last with CODE: 2, doubling to 60, as callers do (cooldown.h).
 */
int64_t schedule_retry_s(enum wc_code code, int64_t failures);

#endif
