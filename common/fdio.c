/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "common/fdio.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define FDIO_CHUNK 4096 /* bytes asked for by one read */

enum fdio fdio_read_all(int fd, struct secret *out)
{
    for (;;) {
        size_t room = out->max - out->len;
        size_t want = room < FDIO_CHUNK ? room : FDIO_CHUNK;
        char *at;
        char beyond;
        ssize_t n;

        if (room == 0) {
            /* Full: only the end of the file may follow. */
            n = read(fd, &beyond, 1);
            if (n == 0)
                return FDIO_OK;
            if (n > 0)
                return FDIO_TOO_BIG;
        } else {
            at = secret_reserve(out, want);
            if (!at)
                return FDIO_TOO_BIG;
            n = read(fd, at, want);
            if (n == 0)
                return FDIO_OK;
            if (n > 0)
                secret_added(out, (size_t)n);
        }
        if (n < 0 && errno != EINTR)
            return FDIO_ERROR;
    }
}

enum fdio fdio_write_all(int fd, const void *bytes, size_t len)
{
    const char *at = bytes;

    while (len > 0) {
        ssize_t n = write(fd, at, len);

        if (n < 0 && errno != EINTR)
            return FDIO_ERROR;
        if (n > 0) {
            at += n;
            len -= (size_t)n;
        }
    }
    return FDIO_OK;
}

int fdio_fill_standard(void)
{
    int closed = 0;

    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) >= 0)
            continue;
        closed |= 1 << fd;
        /* The lowest free number is FD itself; not close-on-exec. */
        if (open("/dev/null", O_RDWR) != fd)
            return -1;
    }
    return closed;
}
