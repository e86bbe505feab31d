/* SPDX-License-Identifier: MIT */
/*
 * terminal.c - the client secret typed at /dev/tty, without echo.
 *
 * Whatever ends the prompt, a signal included, the terminal is as it was.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <termios.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/fdio.h"
#include "keyring/source.h"

static const int caught[] = { SIGINT,  SIGTERM, SIGHUP, SIGQUIT,
                              SIGTSTP, SIGTTIN, SIGTTOU };

#define N_CAUGHT (sizeof(caught) / sizeof(caught[0]))

static volatile sig_atomic_t signal_seen;

static void on_signal(int signal_number)
{
    signal_seen = signal_number;
}

/* Take or give back the signals; BEFORE has room for all. */
static void catch_signals(struct sigaction *before)
{
    struct sigaction action = { .sa_handler = on_signal };

    (void)sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < N_CAUGHT; i++)
        (void)sigaction(caught[i], &action, &before[i]);
}

static void release_signals(const struct sigaction *before)
{
    for (size_t i = 0; i < N_CAUGHT; i++)
        (void)sigaction(caught[i], &before[i], NULL);
}

enum typed {
    TYPED_LINE,
    TYPED_END,
    TYPED_SIGNAL,
    TYPED_TOO_LONG
};

/* Read up to the end of the line, which is not appended. */
static enum typed read_line(int tty, struct secret *secret)
{
    bool too_long = false;

    for (;;) {
        char c;
        ssize_t n = read(tty, &c, 1);

        if (n < 0 && errno == EINTR && signal_seen)
            return TYPED_SIGNAL;
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return TYPED_END;
        if (c == '\n')
            return too_long ? TYPED_TOO_LONG : TYPED_LINE;
        too_long |= !secret_add(secret, &c, 1);
        explicit_bzero(&c, 1);
    }
}

/* Ask once; a signal leaves signal_seen set and the terminal restored. */
static enum typed ask(int tty, const char *prompt, struct secret *secret)
{
    struct sigaction before[N_CAUGHT];
    struct termios modes, silent;
    enum typed typed;

    if (tcgetattr(tty, &modes) != 0)
        return TYPED_END;
    silent = modes;
    silent.c_lflag &= (tcflag_t) ~(ECHO | ECHONL);
    signal_seen = 0;
    catch_signals(before);
    (void)tcsetattr(tty, TCSAFLUSH, &silent);
    (void)!fdio_write_all(tty, prompt, strlen(prompt));
    typed = signal_seen ? TYPED_SIGNAL : read_line(tty, secret);
    (void)!fdio_write_all(tty, "\n", 1);
    (void)tcsetattr(tty, TCSAFLUSH, &modes);
    release_signals(before);
    return typed;
}

/* Ask until there is a line; a stop signal stops us and asks again after. */
static enum typed ask_through_stops(int tty, const char *prompt,
                                    struct secret *secret)
{
    enum typed typed;

    /* A killed front must not leave the terminal silent. */
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
    while ((typed = ask(tty, prompt, secret)) == TYPED_SIGNAL) {
        secret_clear(secret);
        (void)raise(signal_seen);
    }
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    return typed;
}

static enum wc_code read_terminal(const struct keyring_call *call,
                                  struct secret *secret, struct wc_error *err)
{
    auto_fd tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    char prompt[128];
    enum typed typed;

    if (tty < 0)
        return wc_fail(err, WC_USAGE,
                       "no terminal: give the client secret on stdin");
    (void)snprintf(prompt, sizeof(prompt),
                   "Client secret for profile '%s': ", call->request->profile);
    call->prompt(true);
    typed = ask_through_stops(tty, prompt, secret);
    call->prompt(false);
    if (typed == TYPED_TOO_LONG)
        return wc_fail(err, WC_USAGE,
                       "malformed client secret: it is over 4096 bytes");
    if (typed != TYPED_LINE)
        return wc_fail(err, WC_USAGE,
                       "no client secret was typed: run login again");
    return WC_OK;
}

const struct source terminal_source = {
    .read = read_terminal,
    .malformed = WC_USAGE,
    .name = "what was typed",
};
