/* SPDX-License-Identifier: MIT */
/*
 * set-clock.c - a walr-cred whose wall clock a test sets.
 *
 * Linked into tests/walr-cred-clock in the place of three calls.  The wall
 * clock is ahead by the seconds in the file that WALL_CLOCK names.  The timer
 * that tells when it is set is the FIFO of that name and ".set": a byte there
 * is what the kernel does with TFD_TIMER_CANCEL_ON_SET.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "common/cleanup.h"

int __real_clock_gettime(clockid_t clock, struct timespec *ret);
int __real_timerfd_create(int clock, int flags);
int __real_timerfd_settime(int fd, int flags, const struct itimerspec *at,
                           struct itimerspec *ret_old);
ssize_t __real_read(int fd, void *bytes, size_t len);
int __wrap_clock_gettime(clockid_t clock, struct timespec *ret);
int __wrap_timerfd_create(int clock, int flags);
int __wrap_timerfd_settime(int fd, int flags, const struct itimerspec *at,
                           struct itimerspec *ret_old);
ssize_t __wrap_read(int fd, void *bytes, size_t len);

static int set_fd = -1;

static long ahead_s(void)
{
    const char *path = getenv("WALL_CLOCK");
    char text[32] = "";
    auto_fd fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;

    if (fd < 0 || __real_read(fd, text, sizeof(text) - 1) < 0)
        return 0;
    return strtol(text, NULL, 10);
}

int __wrap_clock_gettime(clockid_t clock, struct timespec *ret)
{
    int result = __real_clock_gettime(clock, ret);

    if (clock == CLOCK_REALTIME)
        ret->tv_sec += ahead_s();
    return result;
}

int __wrap_timerfd_create(int clock, int flags)
{
    char path[4096];

    if (clock != CLOCK_REALTIME || !getenv("WALL_CLOCK"))
        return __real_timerfd_create(clock, flags);
    (void)snprintf(path, sizeof(path), "%s.set", getenv("WALL_CLOCK"));
    set_fd = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
    return set_fd;
}

int __wrap_timerfd_settime(int fd, int flags, const struct itimerspec *at,
                           struct itimerspec *ret_old)
{
    return fd == set_fd ? 0 : __real_timerfd_settime(fd, flags, at, ret_old);
}

ssize_t __wrap_read(int fd, void *bytes, size_t len)
{
    ssize_t n = __real_read(fd, bytes, len);

    if (fd != set_fd || n < 0)
        return n;
    errno = ECANCELED;
    return -1;
}
