/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "obtain/ca-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/fdio.h"
#include "common/user.h"

enum wc_code ca_file_read(const char *path, struct secret *pem,
                          struct wc_error *err)
{
    auto_fd fd = -1;
    struct stat st;

    if (path[0] != '/')
        return wc_fail(err, WC_USAGE, "ca-file '%s' is no absolute path", path);
    fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0 || fstat(fd, &st) != 0)
        return wc_fail(err, WC_USAGE, "cannot open ca-file '%s': %s", path,
                       strerror(errno));
    if (!S_ISREG(st.st_mode))
        return wc_fail(err, WC_USAGE, "ca-file '%s' is no regular file", path);
    if (st.st_uid != user_id() && st.st_uid != 0)
        return wc_fail(err, WC_USAGE, "ca-file '%s' belongs to somebody else",
                       path);
    if (st.st_mode & (S_IWGRP | S_IWOTH))
        return wc_fail(err, WC_USAGE,
                       "others can write the ca-file: run chmod go-w '%s'",
                       path);
    if (fdio_read_all(fd, pem) != FDIO_OK || pem->len == 0)
        return wc_fail(err, WC_USAGE,
                       "ca-file '%s' is empty, too large or unreadable", path);
    return WC_OK;
}
