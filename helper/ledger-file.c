/* SPDX-License-Identifier: MIT */
/*
 * The folder and the file MUST be ours, closed to others and no symbolic links;
 * all of it is checked on the descriptors that are then used, and nothing here
 * waits: not for a FIFO and not for a lock.
 */
#include "config.h"

#include "helper/ledger-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/user.h"

#define FOLDER      "walr-cred"
#define FILE_NOW    "ledger"
#define FILE_BEFORE "ledger.1"

/* Others may move the file away between our look and our line; then once more.
 */
#define TRIES 3

/* The folder's path, to be freed; NULL where there is no place.  What stands in
   front of its byte *ret_given is the person's own. */
static char *find_path(size_t *ret_given)
{
    const char *base = secure_getenv("XDG_STATE_HOME");
    const char *home = secure_getenv("HOME");
    char *path = NULL;

    if (base && base[0] == '/') {
        *ret_given = (size_t)(strrchr(base, '/') - base);
        return asprintf(&path, "%s/" FOLDER, base) < 0 ? NULL : path;
    }
    if (home && home[0] == '/') {
        *ret_given = strlen(home);
        return asprintf(&path, "%s/.local/state/" FOLDER, home) < 0 ? NULL
                                                                    : path;
    }
    return NULL;
}

/* Make the folder PATH and those above it, down from the byte GIVEN. */
static void make_folders(char *path, size_t given)
{
    for (char *at = path + given + 1; (at = strchr(at, '/')) != NULL; at++) {
        *at = '\0';
        (void)mkdir(path, 0700);
        *at = '/';
    }
    (void)mkdir(path, 0700);
}

static bool is_ours(const struct stat *st)
{
    return st->st_uid == user_id() && (st->st_mode & 077) == 0;
}

static int open_folder(const char *path)
{
    auto_fd fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    struct stat st;

    if (fd < 0)
        return -1;
    errno = EPERM;
    return fstat(fd, &st) == 0 && is_ours(&st) ? take_fd(&fd) : -1;
}

/* Open the folder, made with CREATE where it is missing. */
static int find_folder(bool create)
{
    size_t given = 0;
    auto_str path = find_path(&given);
    int fd;

    errno = ENOTDIR;
    if (!path)
        return -1;
    fd = open_folder(path);
    if (fd >= 0 || errno != ENOENT || !create)
        return fd;
    make_folders(path, given);
    return open_folder(path);
}

static int open_file(int folder, const char *name, int flags,
                     struct stat *ret_st)
{
    auto_fd fd =
        openat(folder, name,
               flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);

    if (fd < 0)
        return -1;
    errno = EPERM;
    return fstat(fd, ret_st) == 0 && S_ISREG(ret_st->st_mode) &&
                   is_ours(ret_st) && ret_st->st_nlink == 1
               ? take_fd(&fd)
               : -1;
}

/*
 * Move the full file FD out of the way.  Of several who want to, the one with
 * the lock does; a second one that gets it later finds another file under the
 * name.  False: it is left as it is, and the line goes into it.
 */
static bool rotate(int folder, int fd)
{
    struct stat ours, there;

    if (flock(fd, LOCK_EX | LOCK_NB) != 0 || fstat(fd, &ours) != 0)
        return false;
    if (fstatat(folder, FILE_NOW, &there, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT;
    return ours.st_ino != there.st_ino || ours.st_dev != there.st_dev ||
           renameat(folder, FILE_NOW, folder, FILE_BEFORE) == 0;
}

/* Whether the file ends in half a line, of somebody whose disk was full. */
static bool ends_in_half(int fd, const struct stat *st)
{
    char last;

    return st->st_size > 0 && pread(fd, &last, 1, st->st_size - 1) == 1 &&
           last != '\n';
}

int ledger_file_append(size_t len, bool *ret_half)
{
    auto_fd folder = -1;
    struct stat st;

    (void)umask(077); /* FS-5 */
    folder = find_folder(true);
    if (folder < 0)
        return -1;
    for (int i = 0; i < TRIES; i++) {
        auto_fd fd =
            open_file(folder, FILE_NOW, O_RDWR | O_APPEND | O_CREAT, &st);

        if (fd < 0 || (size_t)st.st_size + len <= LEDGER_FILE_MAX ||
            !rotate(folder, fd)) {
            *ret_half = fd >= 0 && ends_in_half(fd, &st);
            return take_fd(&fd);
        }
    }
    return -1;
}

static enum wc_code not_ours(const char *name, struct wc_error *err)
{
    size_t given;
    auto_str path = find_path(&given);

    if (!path)
        return wc_fail(err, WC_USAGE,
                       "there is no ledger without a home: "
                       "set HOME");
    return wc_fail(err, WC_USAGE,
                   "'%s%s' is no private %s of yours, so no ledger is kept: "
                   "remove it",
                   path, name, name[0] ? "file" : "folder");
}

enum wc_code ledger_file_read(int *ret_now, int *ret_before,
                              struct wc_error *err)
{
    auto_fd folder = find_folder(false);
    auto_fd now = -1;
    auto_fd before = -1;
    struct stat now_st, before_st;

    if (folder < 0 && errno != ENOENT)
        return not_ours("", err);
    /* The newer one first: it may be moved away in between, and is then read
       only once. */
    if (folder >= 0) {
        now = open_file(folder, FILE_NOW, O_RDONLY, &now_st);
        if (now < 0 && errno != ENOENT)
            return not_ours("/" FILE_NOW, err);
        before = open_file(folder, FILE_BEFORE, O_RDONLY, &before_st);
        if (now >= 0 && before >= 0 && before_st.st_ino == now_st.st_ino)
            cleanup_fd(&before);
    }
    *ret_now = take_fd(&now);
    *ret_before = take_fd(&before);
    return WC_OK;
}
