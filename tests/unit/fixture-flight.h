/* SPDX-License-Identifier: MIT */
/*
 * fixture-flight.h - a caller, a profile, a cache and the fake worker, for one
 * test.
 */
#ifndef TESTS_UNIT_FIXTURE_FLIGHT_H
#define TESTS_UNIT_FIXTURE_FLIGHT_H

#include "helper/cache.h"
#include "helper/flight.h"
#include "tests/unit/folder.h"

extern char base[FOLDER_PATH_MAX];
extern struct caller caller;
extern struct profile profile;
extern struct record record; /* of the last get() */
extern struct wc_error err;

void flight_setup(void);
void flight_teardown(void);

/* Give the profile a setting. */
void set(enum setting setting, const char *text);

/* flight_get() for somebody who wants 30 s. */
enum wc_code get(bool refresh);

/* get() succeeds, with a warning that contains WARNING or with none for "". */
void assert_got(bool refresh, const char *warning);

/* How often a worker ran. */
void assert_runs(int expected);

void open_cache(struct cache *ret_cache);

/* Put a record into the cache that was obtained AGE_S ago. */
void put(const char *token, int64_t age_s, int64_t lifetime_s);

/* The profile's lock, in HELD; callers forked meanwhile must close it. */
extern int held;
void hold_lock(void);
void free_lock(void);
void assert_lock_is_free(void);

/* Until that many processes wait for the lock in HELD. */
void await_waiters(int n);

#endif
