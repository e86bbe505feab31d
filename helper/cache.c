/* SPDX-License-Identifier: MIT */
/*
 * A record's file MUST be regular, ours, closed to others, with one name and no
 * larger than RECORD_MAX; all of it is checked on the open descriptor, which
 * neither follows a link nor waits for a FIFO (FS-4).  A write MUST go to a new
 * file of ours and be renamed: readers never see half (LCK-4).  A file that
 * cannot be used is no record and never an error.
 */
#include "config.h"

#include "helper/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "common/fdio.h"
#include "common/hash.h"
#include "common/number.h"
#include "common/text.h"
#include "common/user.h"
#include "helper/cache-folder.h"
#include "helper/cache-names.h"

#define USER_DIR_MAX 32 /* bytes of "/run/user/EUID" with its NUL */

static int find_folder(const char *cache_dir, bool create,
                       char why[static WC_ERROR_TEXT])
{
    char user_dir[USER_DIR_MAX], number[NUMBER_TEXT];
    char *end = user_dir + sizeof(user_dir);
    struct cache_places places = {
        .cache_dir = cache_dir,
        .runtime_dir = getenv("XDG_RUNTIME_DIR"),
        .user_dir = user_dir,
        .memory_dir = "/dev/shm",
    };

    (void)text_put(text_put(user_dir, end, "/run/user/"), end,
                   number_format(user_id(), number));
    if (cache_dir) {
        struct moment now;

        clock_now(&now);
        places.has_boot_id = now.boot_id[0] != '\0';
    }
    return cache_folder_open(&places, create, why);
}

enum wc_code cache_open(const char *cache_dir, const struct request *request,
                        bool create, struct cache *ret_cache,
                        struct wc_error *err)
{
    struct cache cache = CACHE_INIT;
    size_t len = strlen(request->profile);
    char hash[HASH_TEXT];

    if (!request_write_identity(request, &cache.identity)) {
        cache_close(&cache);
        return wc_fail(err, WC_INTERNAL,
                       "profile '%s': the request is too long",
                       request->profile);
    }
    if (len == 0 || len > PROFILE_NAME_MAX || request->profile[0] == '.' ||
        strchr(request->profile, '/')) {
        cache_close(&cache);
        return wc_fail(err, WC_INTERNAL, "'%s' is no name for a profile",
                       request->profile);
    }
    memcpy(cache.profile, request->profile, len + 1);
    hash_format(hash_bytes(cache.identity.bytes, cache.identity.len), hash);
    cache_name(cache.profile, hash, CACHE_RECORDS, cache.record);
    cache_name(cache.profile, hash, CACHE_COOLDOWNS, cache.cooldown);
    cache_name(cache.profile, hash, CACHE_RENEWALS, cache.renewal);
    cache_name(cache.profile, hash, CACHE_REJECTIONS, cache.rejection);
    cache.folder = find_folder(cache_dir, create, cache.why);
    cache_close(ret_cache);
    *ret_cache = cache;
    return WC_OK;
}

/* Whether FD is a file that only we could have written. */
static bool is_private_file(int fd, size_t max, size_t *ret_size)
{
    struct stat st;

    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_uid != user_id() ||
        (st.st_mode & 077) != 0 || st.st_nlink != 1 || st.st_size < 1 ||
        (size_t)st.st_size > max)
        return false;
    *ret_size = (size_t)st.st_size;
    return true;
}

bool cache_read_file(const struct cache *cache, const char *name,
                     struct secret *text)
{
    auto_fd fd = -1;
    size_t size;

    if (cache->folder < 0)
        return false;
    fd = openat(cache->folder, name,
                O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    return fd >= 0 && is_private_file(fd, text->max, &size) &&
           fdio_read_sized(fd, size, text) == FDIO_OK;
}

static bool load_file(const struct cache *cache, const char *name,
                      struct record *ret_record)
{
    auto_secret text = SECRET_MAX(RECORD_MAX);

    return cache_read_file(cache, name, &text) &&
           record_parse(&text, cache->identity.bytes, ret_record);
}

bool cache_load(const struct cache *cache, struct record *ret_record)
{
    return load_file(cache, cache->record, ret_record);
}

/* Write TEXT to the new file NAME.  False: errno says why. */
static bool write_file(const struct cache *cache, const char *name,
                       const struct secret *text)
{
    auto_fd fd = -1;
    bool written;
    int cause;

    (void)umask(077);
    fd = openat(cache->folder, name,
                O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    written = fdio_write_file(fd, text->bytes, text->len) == FDIO_OK &&
              close(take_fd(&fd)) == 0;
    cause = errno;
    if (!written)
        (void)unlinkat(cache->folder, name, 0);
    errno = cause;
    return written;
}

bool cache_write_file(const struct cache *cache, const char *name,
                      const struct secret *text, struct wc_error *why)
{
    char temporary[CACHE_NAME_MAX];

    if (cache->folder < 0) {
        wc_fail(why, WC_INTERNAL, "%s", cache->why);
        return false;
    }
    cache_names_remove(cache->folder, cache->profile, CACHE_LEFTOVERS);
    cache_name_temporary(name, temporary);
    if (!write_file(cache, temporary, text)) {
        wc_fail(why, WC_INTERNAL, "cannot write the cache: %s",
                strerror(errno));
        return false;
    }
    if (renameat(cache->folder, temporary, cache->folder, name) != 0) {
        wc_fail(why, WC_INTERNAL, "cannot replace '%s': %s", name,
                strerror(errno));
        (void)unlinkat(cache->folder, temporary, 0);
        return false;
    }
    return true;
}

void cache_remove_file(const struct cache *cache, const char *name)
{
    if (cache->folder >= 0)
        (void)unlinkat(cache->folder, name, 0);
}

bool cache_store(const struct cache *cache, const struct record *record,
                 struct wc_error *why)
{
    auto_secret text = SECRET_MAX(RECORD_MAX);

    if (cache->folder >= 0 &&
        !record_write(record, cache->identity.bytes, &text)) {
        wc_fail(why, WC_INTERNAL, "a record of more than %d bytes", RECORD_MAX);
        return false;
    }
    return cache_write_file(cache, cache->record, &text, why);
}

static bool has_token(const struct cache *cache, const char *name,
                      const char *token)
{
    auto_record record = RECORD_INIT;

    return load_file(cache, name, &record) &&
           strcmp(record.token.bytes, token) == 0;
}

bool cache_drop(const struct cache *cache, const char *token)
{
    char aside[CACHE_NAME_MAX];

    if (cache->folder < 0)
        return false;
    if (!token)
        return unlinkat(cache->folder, cache->record, 0) == 0;
    if (!has_token(cache, cache->record, token))
        return false;
    /* Taken out of the way first: another process may replace it between the
       look and the removal, and that token must live. */
    cache_name_temporary(cache->record, aside);
    if (renameat2(cache->folder, cache->record, cache->folder, aside,
                  RENAME_NOREPLACE) != 0)
        return unlinkat(cache->folder, cache->record, 0) == 0;
    if (!has_token(cache, aside, token) &&
        renameat2(cache->folder, aside, cache->folder, cache->record,
                  RENAME_NOREPLACE) == 0)
        return false;
    return unlinkat(cache->folder, aside, 0) == 0;
}

void cache_drop_profile(const struct cache *cache)
{
    if (cache->folder >= 0)
        cache_names_remove(cache->folder, cache->profile,
                           CACHE_LEFTOVERS | CACHE_RECORDS | CACHE_COOLDOWNS |
                               CACHE_RENEWALS | CACHE_REJECTIONS);
}

void cache_close(struct cache *cache)
{
    if (cache->folder >= 0)
        (void)close(cache->folder);
    cache->folder = -1;
    secret_clear(&cache->identity);
}
