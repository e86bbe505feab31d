/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "common/fdio.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#define FDIO_CHUNK 4096 /* bytes asked for by one read */

/* Whether errno was only an interruption, or a caller's descriptor that does
   not block, which is waited for. */
static bool is_passing(int fd, short events)
{
    struct pollfd one = { .fd = fd, .events = events };

    if (errno == EAGAIN)
        return poll(&one, 1, -1) >= 0 || errno == EINTR;
    return errno == EINTR;
}

enum fdio fdio_read_some(int fd, struct secret *out, bool *ret_end)
{
    size_t room = out->max - out->len;
    size_t want = room < FDIO_CHUNK ? room : FDIO_CHUNK;
    char beyond, *at = &beyond;
    ssize_t n;

    /* Full: only the end of the file may follow. */
    if (room > 0 && !(at = secret_reserve(out, want)))
        return FDIO_TOO_BIG;
    do
        n = read(fd, at, room > 0 ? want : sizeof(beyond));
    while (n < 0 && is_passing(fd, POLLIN));
    if (n < 0)
        return FDIO_ERROR;
    if (n > 0 && room == 0)
        return FDIO_TOO_BIG;
    if (n > 0)
        secret_added(out, (size_t)n);
    *ret_end = n == 0;
    return FDIO_OK;
}

enum fdio fdio_read_all(int fd, struct secret *out)
{
    enum fdio result = FDIO_OK;
    bool end = false;

    while (result == FDIO_OK && !end)
        result = fdio_read_some(fd, out, &end);
    return result;
}

enum fdio fdio_read_sized(int fd, size_t size, struct secret *out)
{
    char *at = secret_reserve(out, size);
    size_t got = 0;

    if (!at)
        return FDIO_TOO_BIG;
    while (got < size) {
        ssize_t n = read(fd, at + got, size - got);

        if (n == 0)
            errno = 0;
        if (n == 0 || (n < 0 && errno != EINTR))
            return FDIO_ERROR;
        if (n > 0)
            got += (size_t)n;
    }
    secret_added(out, size);
    return FDIO_OK;
}

enum fdio fdio_write_all(int fd, const void *bytes, size_t len)
{
    const char *at = bytes;

    while (len > 0) {
        ssize_t n = write(fd, at, len);

        if (n < 0 && !is_passing(fd, POLLOUT))
            return FDIO_ERROR;
        if (n > 0) {
            at += n;
            len -= (size_t)n;
        }
    }
    return FDIO_OK;
}

enum fdio fdio_write_file(int fd, const void *bytes, size_t len)
{
    struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
    enum fdio result;
    int cause;

    (void)sigaction(SIGXFSZ, &ignore, &before);
    result = fdio_write_all(fd, bytes, len);
    cause = errno;
    (void)sigaction(SIGXFSZ, &before, NULL);
    errno = cause;
    return result;
}

int fdio_fill_standard(void)
{
    struct pollfd fds[] = { { .fd = 0 }, { .fd = 1 }, { .fd = 2 } };
    int closed = 0;

    /* One call for all three; it waits for nothing. */
    if (poll(fds, 3, 0) < 0)
        return -1;
    for (int fd = 0; fd <= 2; fd++) {
        if (!(fds[fd].revents & POLLNVAL))
            continue;
        closed |= 1 << fd;
        /* The lowest free number is FD itself; not close-on-exec. */
        if (open("/dev/null", O_RDWR) != fd)
            return -1;
    }
    return closed;
}
