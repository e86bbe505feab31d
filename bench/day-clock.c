/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "bench/day-clock.h"

#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

/* The same for as long as a program runs: within it, time passes as it does. */
static int64_t ahead_ns(void)
{
    static int64_t ahead;
    static int known;
    int fd;

    if (known)
        return ahead;
    fd = open(DAY_CLOCK, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        if (read(fd, &ahead, sizeof(ahead)) != (ssize_t)sizeof(ahead))
            ahead = 0;
        (void)close(fd);
    }
    known = 1;
    return ahead;
}

int __wrap_clock_gettime(clockid_t clock, struct timespec *ret)
{
    int result = __real_clock_gettime(clock, ret);
    int64_t ns;

    if (result != 0 || (clock != CLOCK_REALTIME && clock != CLOCK_BOOTTIME))
        return result;
    ns = ret->tv_nsec + ahead_ns() % 1000000000;
    ret->tv_sec += ahead_ns() / 1000000000 + ns / 1000000000;
    ret->tv_nsec = ns % 1000000000;
    return 0;
}
