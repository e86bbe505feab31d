/* SPDX-License-Identifier: MIT */
/*
 * fixture-cache.h - a cache in a folder of its own, for one test.
 */
#ifndef TESTS_UNIT_FIXTURE_CACHE_H
#define TESTS_UNIT_FIXTURE_CACHE_H

#include <stdbool.h>

#include "helper/cache.h"
#include "tests/unit/folder.h"

extern const struct request asked;   /* what the cache is of */
extern char base[FOLDER_PATH_MAX];   /* the runtime dir */
extern char folder[FOLDER_PATH_MAX]; /* ours in it */
extern struct cache cache;
extern struct wc_error why; /* of the last store_in() that failed */

void cache_setup(void);
void cache_teardown(void);

void open_as(const struct request *request, struct cache *ret_cache);

/* A record of 3600 s from now. */
void make_record(const char *token, struct record *ret);
bool store_in(const struct cache *in, const char *token);
void store(const char *token);

void assert_loads_from(const struct cache *in, const char *token);
void assert_no_record(void);

/* The folder holds NAMES, sorted, each followed by a blank; or the record. */
void assert_holds(const char *names);
void assert_holds_the_record_only(void);

const char *record_path(void);

#endif
