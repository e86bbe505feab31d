/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/clock.h"

/* A waiter is woken this often after its time, should the first alarm ring just
   before flock(2) goes to sleep. */
#define ALARM_AGAIN_MS 50

/* What the alarm of a waiter replaced. */
struct alarm {
    struct sigaction action;
    struct itimerval timer;
    sigset_t mask;
};

static void on_alarm(int signal_number)
{
    (void)signal_number; /* flock(2) has returned: that is all */
}

static struct timeval timeval_of(int64_t ms)
{
    return (struct timeval){ .tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000 };
}

/* Ring after LEFT_MS and again and again; SIGALRM may have been inherited
   blocked. */
static void alarm_set(struct alarm *alarm, int64_t left_ms)
{
    struct sigaction action = { .sa_handler = on_alarm };
    struct itimerval timer = { .it_value = timeval_of(left_ms),
                               .it_interval = timeval_of(ALARM_AGAIN_MS) };
    sigset_t mask;

    (void)sigemptyset(&mask);
    (void)sigaddset(&mask, SIGALRM);
    (void)sigaction(SIGALRM, &action, &alarm->action);
    (void)sigprocmask(SIG_UNBLOCK, &mask, &alarm->mask);
    (void)setitimer(ITIMER_REAL, &timer, &alarm->timer);
}

static void alarm_clear(const struct alarm *alarm)
{
    static const struct itimerval off;

    (void)setitimer(ITIMER_REAL, &off, NULL);
    (void)sigprocmask(SIG_SETMASK, &alarm->mask, NULL);
    (void)sigaction(SIGALRM, &alarm->action, NULL);
    (void)setitimer(ITIMER_REAL, &alarm->timer, NULL);
}

enum lock_result lock_wait(int fd, int64_t until_ms)
{
    struct alarm alarm;
    int64_t left_ms;
    int result, cause;

    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return LOCK_HELD;
    left_ms = until_ms - clock_boot_ms();
    if (errno != EWOULDBLOCK)
        return LOCK_UNUSABLE;
    if (left_ms <= 0)
        return LOCK_TIMEOUT;
    alarm_set(&alarm, left_ms);
    do {
        result = flock(fd, LOCK_EX);
        cause = errno;
    } while (result != 0 && cause == EINTR && clock_boot_ms() < until_ms);
    alarm_clear(&alarm);
    if (result == 0)
        return LOCK_HELD;
    return cause == EINTR ? LOCK_TIMEOUT : LOCK_UNUSABLE;
}

/* Whether NAME is still the file that FD has locked: whoever removed it may
   have let somebody else lock another one (LCK-3). */
static bool is_still(const struct cache *cache, const char *name, int fd)
{
    struct stat ours, there;

    return fstat(fd, &ours) == 0 &&
           fstatat(cache->folder, name, &there, AT_SYMLINK_NOFOLLOW) == 0 &&
           ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

static int open_lock(const struct cache *cache, const char *name)
{
    auto_fd fd =
        openat(cache->folder, name,
               O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
    struct stat st;

    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return -1;
    return take_fd(&fd);
}

enum lock_result lock_take(const struct cache *cache, int64_t until_ms,
                           int *ret_fd)
{
    char name[CACHE_NAME_MAX];

    if (cache->folder < 0)
        return LOCK_UNUSABLE;
    (void)snprintf(name, sizeof(name), "%s.lock", cache->profile);
    for (;;) {
        auto_fd fd = open_lock(cache, name);
        enum lock_result result =
            fd >= 0 ? lock_wait(fd, until_ms) : LOCK_UNUSABLE;

        if (result != LOCK_HELD)
            return result;
        if (is_still(cache, name, fd)) {
            *ret_fd = take_fd(&fd);
            return LOCK_HELD;
        }
        if (clock_boot_ms() >= until_ms)
            return LOCK_TIMEOUT;
    }
}
