/* SPDX-License-Identifier: MIT */
/*
 * lock.h - one flock(2) file a profile: who holds it may ask the worker.
 *
 * Close-on-exec, never the data file, compared with the path after locking
 * (LCK-3).  The kernel lets go of it when the holder dies.
 */
#ifndef HELPER_LOCK_H
#define HELPER_LOCK_H

#include <stdint.h>

#include "helper/cache.h"

enum lock_result {
    LOCK_HELD,     /* *ret_fd holds it until closed */
    LOCK_TIMEOUT,  /* somebody else held it all the time */
    LOCK_UNUSABLE, /* no folder, or the file cannot be made: go on without */
};

/* Lock the open file or folder FD, waiting until UNTIL_MS of clock_boot_ms().
 */
enum lock_result lock_wait(int fd, int64_t until_ms);

/* Take the profile's lock in the same way. */
enum lock_result lock_take(const struct cache *cache, int64_t until_ms,
                           int *ret_fd);

#endif
