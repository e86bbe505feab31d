/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "obtain/ca-file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/fdio.h"
#include "common/trusted-file.h"

enum wc_code ca_file_read(const char *path, struct secret *pem,
                          struct wc_error *err)
{
    auto_fd fd = -1;
    struct stat st;

    if (path[0] != '/')
        return wc_fail(err, WC_USAGE, "ca-file '%s' is no absolute path", path);
    fd = trusted_file_open(path);
    if (fd < 0)
        return wc_fail(err, WC_USAGE, "cannot open ca-file '%s': %s", path,
                       strerror(errno));
    if (trusted_file_check(fd, "ca-file", path, &st, err) != WC_OK)
        return err->code;
    if (fdio_read_all(fd, pem) != FDIO_OK || pem->len == 0)
        return wc_fail(err, WC_USAGE,
                       "ca-file '%s' is empty, too large or unreadable", path);
    return WC_OK;
}
