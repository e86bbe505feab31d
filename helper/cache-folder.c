/* SPDX-License-Identifier: MIT */
/*
 * The place MUST be an absolute directory that nobody else can write to, or a
 * sticky tmpfs of root's.  Our folder in it MUST be made with its mode in one
 * step, never be changed, never be reached through a symbolic link, be ours and
 * closed to others, which is checked on the descriptor that is then used.  A
 * folder that fails this is not mended: no cache.
 *
 * The place itself is looked at by name: were it swapped behind our back, there
 * would have to be a private folder of ours in the other one, too.
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
#include "common/user.h"

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

/* A place and our folder in it: the first `len` bytes, and all of them.  Two
   texts would be two more pages of stack, in every call. */
struct place {
    char folder[PATH_MAX + FOLDER_NAME_MAX];
    size_t len;
};

/* Fill *PLACE and look at the directory PATH, with lstat(2) unless FOLLOW. */
static bool look_at_place(const struct search *search, const char *path,
                          const char *name, bool follow, struct place *place,
                          struct stat *ret_st)
{
    char *end = place->folder + sizeof(place->folder);
    size_t len = strlen(path);
    char *at;

    if (path[0] != '/') {
        because(search, "'%s' is not an absolute path", path);
        return false;
    }
    /* lstat() does not see a symbolic link in front of a slash. */
    while (len > 1 && path[len - 1] == '/')
        len--;
    if (len >= PATH_MAX) {
        because(search, "a path of %zu bytes is too long", len);
        return false;
    }
    memcpy(place->folder, path, len);
    place->folder[len] = '\0';
    place->len = len;
    if (fstatat(AT_FDCWD, place->folder, ret_st,
                follow ? 0 : AT_SYMLINK_NOFOLLOW) != 0) {
        because(search, "'%s': %s", place->folder, strerror(errno));
        return false;
    }
    if (!S_ISDIR(ret_st->st_mode)) {
        because(search, "'%s': %s", place->folder, strerror(ENOTDIR));
        return false;
    }
    at = text_put(place->folder + len, end, "/");
    (void)text_put(at, end, name);
    return true;
}

static int open_folder(const struct place *place)
{
    return open(place->folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static bool may_write(struct place *place)
{
    bool may;

    place->folder[place->len] = '\0';
    may = faccessat(AT_FDCWD, place->folder, W_OK | X_OK, AT_EACCESS) == 0;
    place->folder[place->len] = '/';
    return may;
}

/* Make our folder; without `create`, find out whether it could be made, so that
   readers and writers look in the same place. */
static enum verdict make_folder(const struct search *search,
                                struct place *place)
{
    int cause;

    if (!search->create && may_write(place))
        return STOP;
    (void)umask(077); /* FS-5: what is made from here on is private */
    if (search->create && (mkdir(place->folder, 0700) == 0 || errno == EEXIST))
        return FOUND;
    cause = errno;
    because(search, "'%s': %s", place->folder, strerror(cause));
    return cause == EROFS || cause == EACCES || cause == EPERM ? TRY_NEXT
                                                               : STOP;
}

static enum verdict find_folder(struct search *search, struct place *place)
{
    auto_fd fd = open_folder(place);
    struct stat st;

    if (fd < 0 && errno == ENOENT) {
        enum verdict made = make_folder(search, place);

        if (made != FOUND)
            return made;
        fd = open_folder(place);
    }
    if (fd < 0) {
        because(search, "'%s': %s", place->folder, strerror(errno));
        return STOP;
    }
    if (fstat(fd, &st) != 0 || st.st_uid != user_id() ||
        (st.st_mode & 077) != 0) {
        because(search, "'%s' is not a private folder of ours", place->folder);
        return STOP;
    }
    search->fd = take_fd(&fd);
    return FOUND;
}

/* cache-dir: the user's word; only our own folder in it is checked. */
static enum verdict try_cache_dir(struct search *search, const char *path,
                                  bool has_boot_id)
{
    struct place place;
    struct stat st;

    if (!has_boot_id) {
        because(search, "cache-dir needs a boot id, and the kernel tells none");
        return STOP;
    }
    if (!look_at_place(search, path, FOLDER_NAME, true, &place, &st))
        return STOP;
    return find_folder(search, &place) == FOUND ? FOUND : STOP;
}

static enum verdict try_private(struct search *search, const char *path)
{
    struct place place;
    struct stat st;

    if (!path || path[0] == '\0' ||
        !look_at_place(search, path, FOLDER_NAME, false, &place, &st))
        return TRY_NEXT;
    if (st.st_uid != user_id() || (st.st_mode & 077) != 0) {
        because(search, "'%s' is not ours alone", path);
        return TRY_NEXT;
    }
    return find_folder(search, &place);
}

static enum verdict try_memory(struct search *search, const char *path)
{
    struct place place;
    char name[FOLDER_NAME_MAX];
    struct statfs fs;
    struct stat st;

    (void)snprintf(name, sizeof(name), FOLDER_NAME "-%lu",
                   (unsigned long)user_id());
    if (!path || !look_at_place(search, path, name, false, &place, &st))
        return STOP;
    if (statfs(path, &fs) != 0 || fs.f_type != TMPFS_MAGIC || st.st_uid != 0 ||
        (st.st_mode & S_ISVTX) == 0) {
        because(search, "'%s' is not a sticky tmpfs of root's", path);
        return STOP;
    }
    return find_folder(search, &place);
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
