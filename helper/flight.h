/* SPDX-License-Identifier: MIT */
/*
 * flight.h - single flight: cache, lock, worker, cache.
 *
 * However many callers find no fresh record, one of them asks the worker and
 * the others read what it stored (LCK-1).
 */
#ifndef HELPER_FLIGHT_H
#define HELPER_FLIGHT_H

#include <stdbool.h>
#include <stdint.h>

#include "common/error.h"
#include "common/record.h"
#include "helper/caller.h"
#include "helper/profile.h"

/*
 * Give a record of PROFILE that is fresh for MIN_VALIDITY_S seconds, from the
 * cache or from the worker; what the worker gives is given on, however short.
 * With REFRESH only a record obtained after this call began will do.  A record
 * is stored before it is returned and the lock is free again; a cache that
 * cannot be used becomes CALLER's warning.
 * WC_DEADLINE: out of time.  Otherwise the worker's codes.
 */
enum wc_code flight_get(struct caller *caller, const struct profile *profile,
                        int64_t min_validity_s, bool refresh,
                        struct record *ret_record, struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * As flight_get(), but a record whose renewal has come (renew_in_s()) will not
 * do either: for whoever waits here so that others never do.
 */
enum wc_code flight_get_ahead(struct caller *caller,
                              const struct profile *profile,
                              int64_t min_validity_s, struct record *ret_record,
                              struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * Renew PROFILE's token if that is due (renew.h) and nobody else is at it.
 * Codes as flight_get(); WC_OK also when there is nothing to do.
 */
enum wc_code flight_renew(struct caller *caller, const struct profile *profile,
                          struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * Remove all records of PROFILE and store RECORD, where there is one, in their
 * stead (login, logout).  It waits for a flight under way, until 3 s before the
 * caller's deadline, so that nothing older is stored afterwards; a renewal that
 * takes longer finds that it is not wanted.  What cannot be done becomes
 * CALLER's warning.  WC_INTERNAL: out of memory.
 */
enum wc_code flight_replace(struct caller *caller,
                            const struct profile *profile,
                            const struct record *record, struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
