/* SPDX-License-Identifier: MIT */
/*
 * cache-names.h - what the files in the cache's folder are called.
 *
 *   PROFILE-HASH16.record             a record
 *   PROFILE-HASH16.cooldown           a remembered failure (cooldown.h)
 *   PROFILE-HASH16.renewal            when a renewal was started (renew.h)
 *   PROFILE-HASH16.rejection          a token was refused (rejection.h)
 *   .PROFILE-HASH16.SUFFIX.PID-MS     one of them that is being written
 *   PROFILE.lock                      the lock (lock.h)
 *
 * Only names of exactly these forms are ever removed (LCK-5).
 */
#ifndef HELPER_CACHE_NAMES_H
#define HELPER_CACHE_NAMES_H

#include "common/hash.h"
#include "helper/cache.h"

enum cache_names {
    CACHE_RECORDS = 1 << 0,
    CACHE_LEFTOVERS = 1 << 1,
    CACHE_COOLDOWNS = 1 << 2,
    CACHE_RENEWALS = 1 << 3,
    CACHE_REJECTIONS = 1 << 4,
};

/* The name of PROFILE's file of KIND, which is not CACHE_LEFTOVERS. */
void cache_name(const char *profile, const char hash[static HASH_TEXT],
                enum cache_names kind, char ret_name[static CACHE_NAME_MAX]);

/* A name that no other writer of the file NAME uses. */
void cache_name_temporary(const char *name,
                          char ret_name[static CACHE_NAME_MAX]);

/* Remove the files of PROFILE that are of KINDS, a mask of enum cache_names. */
void cache_names_remove(int folder, const char *profile, unsigned kinds);

#endif
