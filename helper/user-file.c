/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/user-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/fdio.h"
#include "common/user.h"

#define TEMP_SUFFIX ".XXXXXX"

enum wc_code user_file_home(const char *name, char **ret_path,
                            struct wc_error *err)
{
    const char *home = secure_getenv("HOME");
    char *path;

    if (!home || home[0] != '/')
        return wc_fail(err, WC_USAGE, "no home folder: set HOME");
    if (asprintf(&path, "%s/%s", home, name) < 0)
        return wc_no_memory(err);
    *ret_path = path;
    return WC_OK;
}

static enum wc_code cannot(const char *what, const char *path,
                           struct wc_error *err)
{
    return wc_fail(err, WC_USAGE, "cannot %s '%s': %s", what, path,
                   strerror(errno));
}

static enum wc_code check_file(int fd, const char *path, mode_t *ret_mode,
                               struct wc_error *err)
{
    struct stat st;

    if (fstat(fd, &st) != 0)
        return cannot("look at", path, err);
    if (!S_ISREG(st.st_mode) || st.st_uid != user_id())
        return wc_fail(err, WC_USAGE, "'%s' is no regular file of yours", path);
    *ret_mode = st.st_mode & 07777;
    return WC_OK;
}

enum wc_code user_file_read(const char *path, struct user_file *ret_file,
                            struct wc_error *err)
{
    auto_user_file file = USER_FILE_INIT;
    auto_fd fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

    file.path = strdup(path);
    file.mode = 0600;
    if (!file.path)
        return wc_no_memory(err);
    if (fd < 0 && errno != ENOENT)
        return cannot("read", path, err);
    if (fd >= 0 && check_file(fd, path, &file.mode, err) != WC_OK)
        return err->code;
    if (fd >= 0 && fdio_read_all(fd, &file.text) != FDIO_OK)
        return wc_fail(err, WC_USAGE,
                       "cannot read '%s', or it is over %d bytes", path,
                       USER_FILE_MAX);
    if (file.text.len > 0 && memchr(file.text.bytes, '\0', file.text.len))
        return wc_fail(err, WC_USAGE, "there is a NUL byte in '%s'", path);
    file.exists = fd >= 0;
    user_file_clear(ret_file);
    *ret_file = file;
    file = (struct user_file)USER_FILE_INIT;
    return WC_OK;
}

bool user_file_make_folders(char *path)
{
    (void)umask(077); /* FS-5 */
    for (char *at = strchr(path + 1, '/'); at; at = strchr(at + 1, '/')) {
        bool made;

        *at = '\0';
        made = mkdir(path, 0700) == 0 || errno == EEXIST;
        *at = '/';
        if (!made)
            return false;
    }
    return true;
}

/* Put TEXT in PATH, which is no symbolic link, at once or not at all. */
static enum wc_code write_file(const char *path, const struct secret *text,
                               mode_t mode, struct wc_error *err)
{
    auto_str temp = NULL;
    auto_fd fd = -1;

    if (asprintf(&temp, "%s" TEMP_SUFFIX, path) < 0) {
        temp = NULL;
        return wc_no_memory(err);
    }
    fd = mkostemp(temp, O_CLOEXEC);
    if (fd < 0)
        return cannot("write", path, err);
    if (fdio_write_all(fd, text->bytes, text->len) == FDIO_OK &&
        fchmod(fd, mode) == 0 && fsync(fd) == 0 && rename(temp, path) == 0)
        return WC_OK;
    (void)cannot("write", path, err);
    (void)unlink(temp);
    return err->code;
}

enum wc_code user_file_replace(struct user_file *file,
                               const struct secret *text, struct wc_error *err)
{
    auto_str backup = NULL;
    auto_str target = NULL;
    struct stat st;

    if (asprintf(&backup, "%s" USER_FILE_BACKUP, file->path) < 0) {
        backup = NULL;
        return wc_no_memory(err);
    }
    if (!user_file_make_folders(file->path))
        return cannot("make the folders of", file->path, err);
    if (file->exists &&
        write_file(backup, &file->text, file->mode, err) != WC_OK)
        return err->code;
    target = realpath(file->path, NULL);
    if (!target && lstat(file->path, &st) == 0)
        return wc_fail(err, WC_USAGE, "'%s' is a link that leads nowhere",
                       file->path);
    return write_file(target ? target : file->path, text, file->mode, err);
}

bool user_file_quote(const char *text, struct secret *out)
{
    if (!secret_add(out, "'", 1))
        return false;
    for (; *text; text++) {
        if (*text == '\'' ? !secret_add_text(out, "'\\''")
                          : !secret_add(out, text, 1))
            return false;
    }
    return secret_add(out, "'", 1);
}

void user_file_clear(struct user_file *file)
{
    free(file->path);
    secret_clear(&file->text);
    *file = (struct user_file)USER_FILE_INIT;
}
