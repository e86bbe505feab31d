/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "common/trusted-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "common/user.h"

int trusted_file_open(const char *path)
{
    return open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
}

enum wc_code trusted_file_check(int fd, const char *what, const char *path,
                                struct stat *ret_st, struct wc_error *err)
{
    if (fstat(fd, ret_st) != 0)
        return wc_fail(err, WC_USAGE, "cannot look at %s '%s': %s", what, path,
                       strerror(errno));
    if (!S_ISREG(ret_st->st_mode))
        return wc_fail(err, WC_USAGE, "%s '%s' is no regular file: replace it",
                       what, path);
    if (ret_st->st_uid != user_id() && ret_st->st_uid != 0)
        return wc_fail(err, WC_USAGE,
                       "%s '%s' belongs to somebody else: replace it", what,
                       path);
    if (ret_st->st_mode & (S_IWGRP | S_IWOTH))
        return wc_fail(err, WC_USAGE,
                       "others can write the %s: run chmod go-w '%s'", what,
                       path);
    return WC_OK;
}
