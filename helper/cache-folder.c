/* SPDX-License-Identifier: MIT */
/*
 * The place MUST be an absolute directory that nobody else can write to, or a
 * sticky tmpfs of root's.  Our folder in it MUST be made with its mode in one
 * step, never be changed, never be reached through a symbolic link, be ours and
 * closed to others.  A folder that fails this is not mended: no cache.
 */
#include "config.h"

#include "helper/cache-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/text.h"

#define FOLDER_NAME     "walr-cred"
#define FOLDER_NAME_MAX 32 /* bytes of "walr-cred-EUID" with its NUL */

/* Whether to look at the next place after this one. */
enum verdict {
    FOUND,
    TRY_NEXT,
    STOP
};

struct search {
    bool create;
    char *why; /* WC_ERROR_TEXT bytes */
    int fd;    /* of FOUND */
};

/* Add a reason to *why. */
__attribute__((format(printf, 2, 3))) static void
because(const struct search *search, const char *fmt, ...)
{
    size_t used = strlen(search->why);
    va_list args;

    if (used > 0) {
        (void)snprintf(search->why + used, WC_ERROR_TEXT - used, "; ");
        used = strlen(search->why);
    }
    va_start(args, fmt);
    (void)vsnprintf(search->why + used, WC_ERROR_TEXT - used, fmt, args);
    va_end(args);
    text_make_printable(search->why);
}

/* Open the directory PATH; FLAGS may hold O_NOFOLLOW. */
static int open_place(const struct search *search, const char *path, int flags)
{
    char trimmed[PATH_MAX];
    size_t len = strlen(path);
    int fd;

    if (path[0] != '/') {
        because(search, "'%s' is not an absolute path", path);
        return -1;
    }
    if (len >= sizeof(trimmed)) {
        because(search, "a path of %zu bytes is too long", len);
        return -1;
    }
    /* O_NOFOLLOW does not see a symbolic link in front of a slash. */
    while (len > 1 && path[len - 1] == '/')
        len--;
    memcpy(trimmed, path, len);
    trimmed[len] = '\0';
    fd = open(trimmed, O_PATH | O_DIRECTORY | O_CLOEXEC | flags);
    if (fd < 0)
        because(search, "'%s': %s", trimmed, strerror(errno));
    return fd;
}

static int open_folder(int place, const char *name)
{
    return openat(place, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Make our folder NAME in PLACE; without `create`, find out whether it could be
   made, so that readers and writers look in the same place. */
static enum verdict make_folder(const struct search *search, int place,
                                const char *path, const char *name)
{
    int cause;

    if (!search->create && faccessat(place, ".", W_OK | X_OK, AT_EACCESS) == 0)
        return STOP;
    if (search->create && (mkdirat(place, name, 0700) == 0 || errno == EEXIST))
        return FOUND;
    cause = errno;
    because(search, "'%s/%s': %s", path, name, strerror(cause));
    return cause == EROFS || cause == EACCES || cause == EPERM ? TRY_NEXT
                                                               : STOP;
}

/* Our folder NAME in PLACE, whose path is for messages. */
static enum verdict find_folder(struct search *search, int place,
                                const char *path, const char *name)
{
    auto_fd fd = open_folder(place, name);
    struct stat st;

    if (fd < 0 && errno == ENOENT) {
        enum verdict made = make_folder(search, place, path, name);

        if (made != FOUND)
            return made;
        fd = open_folder(place, name);
    }
    if (fd < 0) {
        because(search, "'%s/%s': %s", path, name, strerror(errno));
        return STOP;
    }
    if (fstat(fd, &st) != 0 || st.st_uid != geteuid() ||
        (st.st_mode & 077) != 0) {
        because(search, "'%s/%s' is not a private folder of ours", path, name);
        return STOP;
    }
    search->fd = take_fd(&fd);
    return FOUND;
}

/* cache-dir: the user's word; only our own folder in it is checked. */
static enum verdict try_cache_dir(struct search *search, const char *path,
                                  bool has_boot_id)
{
    auto_fd place = -1;

    if (!has_boot_id) {
        because(search, "cache-dir needs a boot id, and the kernel tells none");
        return STOP;
    }
    place = open_place(search, path, 0);
    if (place < 0)
        return STOP;
    return find_folder(search, place, path, FOLDER_NAME) == FOUND ? FOUND
                                                                  : STOP;
}

static enum verdict try_private(struct search *search, const char *path)
{
    auto_fd place = -1;
    struct stat st;

    if (!path || path[0] == '\0')
        return TRY_NEXT;
    place = open_place(search, path, O_NOFOLLOW);
    if (place < 0)
        return TRY_NEXT;
    if (fstat(place, &st) != 0 || st.st_uid != geteuid() ||
        (st.st_mode & 077) != 0) {
        because(search, "'%s' is not ours alone", path);
        return TRY_NEXT;
    }
    return find_folder(search, place, path, FOLDER_NAME);
}

static enum verdict try_memory(struct search *search, const char *path)
{
    auto_fd place = -1;
    char name[FOLDER_NAME_MAX];
    struct statfs fs;
    struct stat st;

    if (!path)
        return STOP;
    place = open_place(search, path, O_NOFOLLOW);
    if (place < 0)
        return STOP;
    if (fstatfs(place, &fs) != 0 || fs.f_type != TMPFS_MAGIC ||
        fstat(place, &st) != 0 || st.st_uid != 0 ||
        (st.st_mode & S_ISVTX) == 0) {
        because(search, "'%s' is not a sticky tmpfs of root's", path);
        return STOP;
    }
    (void)snprintf(name, sizeof(name), FOLDER_NAME "-%lu",
                   (unsigned long)geteuid());
    return find_folder(search, place, path, name);
}

int cache_folder_open(const struct cache_places *places, bool create,
                      char why[static WC_ERROR_TEXT])
{
    struct search search = { .create = create, .why = why, .fd = -1 };
    enum verdict verdict;

    why[0] = '\0';
    if (places->cache_dir) {
        verdict =
            try_cache_dir(&search, places->cache_dir, places->has_boot_id);
    } else {
        verdict = try_private(&search, places->runtime_dir);
        if (verdict == TRY_NEXT)
            verdict = try_private(&search, places->user_dir);
        if (verdict == TRY_NEXT)
            verdict = try_memory(&search, places->memory_dir);
    }
    if (verdict == FOUND)
        why[0] = '\0';
    return search.fd;
}
