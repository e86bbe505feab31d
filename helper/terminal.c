/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/terminal.h"

#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <termios.h>
#include <unistd.h>

static const int deadly[] = { SIGINT, SIGQUIT, SIGTERM, SIGHUP };

#define N_DEADLY (sizeof(deadly) / sizeof(deadly[0]))

/* A signal handler has nothing but globals. */
static struct {
    int fd; /* /dev/tty, or -1: nothing is guarded */
    struct termios modes;
    struct sigaction before[N_DEADLY];
} guard = { .fd = -1 };

/* Async-signal-safe.  A terminal that belongs to another job by now has been
   set by that job. */
static void restore_modes(void)
{
    if (tcgetpgrp(guard.fd) == getpgrp())
        (void)tcsetattr(guard.fd, TCSANOW, &guard.modes);
}

static void on_deadly(int signal_number)
{
    restore_modes();
    (void)signal(signal_number, SIG_DFL);
    (void)raise(signal_number); /* delivered when this handler returns */
}

void terminal_guard(void)
{
    struct sigaction action = { .sa_handler = on_deadly };

    guard.fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (guard.fd < 0)
        return;
    if (tcgetattr(guard.fd, &guard.modes) != 0) {
        (void)close(guard.fd);
        guard.fd = -1;
        return;
    }
    /* Nothing may stop or interrupt us between the two steps. */
    (void)sigfillset(&action.sa_mask);
    for (size_t i = 0; i < N_DEADLY; i++) {
        (void)sigaction(deadly[i], NULL, &guard.before[i]);
        if (guard.before[i].sa_handler != SIG_IGN)
            (void)sigaction(deadly[i], &action, NULL);
    }
}

void terminal_release(void)
{
    sigset_t ttou, before;

    if (guard.fd < 0)
        return;
    (void)sigemptyset(&ttou);
    (void)sigaddset(&ttou, SIGTTOU);
    (void)sigprocmask(SIG_BLOCK, &ttou, &before);
    restore_modes();
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    for (size_t i = 0; i < N_DEADLY; i++)
        (void)sigaction(deadly[i], &guard.before[i], NULL);
    (void)close(guard.fd);
    guard.fd = -1;
}
