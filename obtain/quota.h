/* SPDX-License-Identifier: MIT */
/*
 * quota.h - what an issuer says of the token requests that are left.
 *
 * Pure.  Auth0's quota fields, "b=per_hour;q=100;r=90;t=3600,b=per_day;…" (a
 * bucket's name, quota, remaining requests, and seconds until it is full
 * again), and the X-RateLimit fields, whose reset is in Unix seconds.
 */
#ifndef OBTAIN_QUOTA_H
#define OBTAIN_QUOTA_H

#include <stdint.h>

#include "common/record.h"

#define QUOTA_FIELD_MAX 512 /* bytes kept of a field */

/* The fields of one response, each "" where absent. */
struct quota_fields {
    char client[QUOTA_FIELD_MAX];       /* Auth0-Client-Quota-Limit */
    char organization[QUOTA_FIELD_MAX]; /* Auth0-Organization-Quota-Limit */
    char limit[32], remaining[32], reset[32]; /* X-RateLimit-… */
};

/*
 * The tightest bucket of FIELDS at NOW_S, the wall clock: the one with the
 * fewest requests left, of several the one that resets last.  A bucket that
 * cannot be read is none.  Its limit is 0 where there is none at all.
 */
struct quota quota_read(const struct quota_fields *fields, int64_t now_s);

/* Seconds until another request can succeed: 0 while one is left, or where
   nothing is said; ANSWER_RETRY_MAX at most. */
int64_t quota_wait_s(const struct quota *quota);

#endif
