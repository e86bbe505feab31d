/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/watch/wake.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "common/cleanup.h"

#define FAR_AWAY_S ((time_t)1 << 40) /* some 35000 years */

static const int signals_handled[] = { SIGTERM, SIGINT, SIGHUP, SIGUSR1 };

/* A background job of a script ignores SIGINT, nohup SIGHUP: so do we. */
static void fill_signals(sigset_t *set)
{
    size_t n = sizeof(signals_handled) / sizeof(signals_handled[0]);

    (void)sigemptyset(set);
    for (size_t i = 0; i < n; i++) {
        struct sigaction action = { .sa_handler = SIG_DFL };

        (void)sigaction(signals_handled[i], NULL, &action);
        if (action.sa_handler != SIG_IGN)
            (void)sigaddset(set, signals_handled[i]);
    }
}

/* A timer that is never due, but is cut short when the wall clock is set. */
static int open_clock(void)
{
    const struct itimerspec never = { .it_value.tv_sec = FAR_AWAY_S };
    int fd = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);

    if (fd >= 0 &&
        timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never,
                        NULL) != 0)
        cleanup_fd(&fd);
    return fd;
}

enum wc_code wake_open(struct wake *ret_wake, struct wc_error *err)
{
    sigset_t set;

    fill_signals(&set);
    (void)sigprocmask(SIG_BLOCK, &set, NULL);
    ret_wake->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    ret_wake->timer =
        timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    ret_wake->clock = open_clock();
    if (ret_wake->signals < 0 || ret_wake->timer < 0)
        return wc_fail(err, WC_INTERNAL, "cannot wait for a time (%s)",
                       strerror(errno));
    return WC_OK;
}

/* SECONDS from now on; less than 0: never. */
static void set_timer(int timer, int64_t seconds)
{
    struct itimerspec at = { .it_value.tv_sec = seconds > 0 ? seconds : 0,
                             .it_value.tv_nsec = seconds == 0 };

    (void)timerfd_settime(timer, 0, &at, NULL);
}

static unsigned take_signals(struct wake *wake)
{
    struct signalfd_siginfo info;
    unsigned why = 0;

    while (read(wake->signals, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
        if (info.ssi_signo == SIGUSR1) {
            why |= WAKE_NOW;
            continue;
        }
        wake->stop = (int)info.ssi_signo;
        why |= WAKE_STOP;
    }
    return why;
}

static unsigned take_clock(int fd)
{
    uint64_t times;

    return read(fd, &times, sizeof(times)) < 0 && errno == ECANCELED ? WAKE_NOW
                                                                     : 0;
}

unsigned wake_sleep(struct wake *wake, int64_t seconds, int fd)
{
    /* poll() passes over a negative descriptor. */
    struct pollfd fds[] = {
        { .fd = wake->timer, .events = POLLIN },
        { .fd = wake->signals, .events = POLLIN },
        { .fd = wake->clock, .events = POLLIN },
        { .fd = fd, .events = POLLIN },
    };
    unsigned why = 0;

    set_timer(wake->timer, seconds);
    while (why == 0) {
        if (poll(fds, 4, -1) < 0)
            continue; /* EINTR: a debugger, or we were stopped */
        if (fds[1].revents)
            why |= take_signals(wake);
        if (fds[2].revents)
            why |= take_clock(wake->clock);
        if (fds[3].revents)
            why |= WAKE_FD;
        if (fds[0].revents)
            break;
    }
    return why;
}

void wake_end_by(int signal_number)
{
    sigset_t set;

    (void)sigemptyset(&set);
    (void)sigaddset(&set, signal_number);
    (void)raise(signal_number);
    (void)sigprocmask(SIG_UNBLOCK, &set, NULL);
}

void wake_close(struct wake *wake)
{
    cleanup_fd(&wake->timer);
    cleanup_fd(&wake->clock);
    cleanup_fd(&wake->signals);
}
