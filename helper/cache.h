/* SPDX-License-Identifier: MIT */
/*
 * cache.h - one record a profile and client, in memory, ours alone.
 *
 * A cache that cannot be read or written is never a failure of the run: loading
 * says "no record", storing says so in one warning.
 */
#ifndef HELPER_CACHE_H
#define HELPER_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/error.h"
#include "common/record.h"
#include "common/request.h"
#include "helper/config-file.h"

/* The longest name of a file in the folder (cache-names.h), with its NUL. */
#define CACHE_NAME_MAX (PROFILE_NAME_MAX + 80)

/* The folder and what a request's files in it are called.
   Start with CACHE_INIT; free with cache_close(). */
struct cache {
    int folder;              /* O_DIRECTORY descriptor, or -1: no cache */
    char why[WC_ERROR_TEXT]; /* why there is none */
    struct secret identity;  /* text of request_write_identity() */
    char profile[PROFILE_NAME_MAX + 1];
    char record[CACHE_NAME_MAX];
    char cooldown[CACHE_NAME_MAX];  /* cooldown.h */
    char renewal[CACHE_NAME_MAX];   /* renew.h */
    char rejection[CACHE_NAME_MAX]; /* rejection.h */
};

#define CACHE_INIT                                        \
    {                                                     \
        .folder = -1, .identity = SECRET_MAX(REQUEST_MAX) \
    }

/*
 * Find and verify the folder (cache-folder.h): in CACHE_DIR, a setting that may
 * be NULL, or in $XDG_RUNTIME_DIR, /run/user/EUID or /dev/shm.  With CREATE the
 * folder is made; without, a missing folder is simply no cache.  WC_INTERNAL
 * only for memory and unwritable identities.
 */
enum wc_code cache_open(const char *cache_dir, const struct request *request,
                        bool create, struct cache *ret_cache,
                        struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * Append the file NAME to TEXT.  False when there is none, it is not ours,
 * private and regular (FS-4), or it is larger than TEXT may be.
 */
bool cache_read_file(const struct cache *cache, const char *name,
                     struct secret *text);

/* Replace the file NAME by TEXT, atomically (LCK-4, LCK-5).  False with *WHY
   filled when that could not be; the old one is then as it was. */
bool cache_write_file(const struct cache *cache, const char *name,
                      const struct secret *text, struct wc_error *why);

void cache_remove_file(const struct cache *cache, const char *name);

/* Load the record of the request.  False when there is none that is ours,
   private, undamaged and of exactly this request (FS-4). */
bool cache_load(const struct cache *cache, struct record *ret_record);

/* cache_write_file() of the record. */
bool cache_store(const struct cache *cache, const struct record *record,
                 struct wc_error *why);

/* Remove the record if its token is TOKEN, or whatever it is for NULL; a newer
   one, stored meanwhile, survives (HOST-7).  Whether one was removed. */
bool cache_drop(const struct cache *cache, const char *token);

/* Remove every record and what goes with it, of the profile, of whatever client
   (login, logout); locks stay (OPS-7). */
void cache_drop_profile(const struct cache *cache);

void cache_close(struct cache *cache);

#define auto_cache __attribute__((cleanup(cache_close))) struct cache

#endif
