/* SPDX-License-Identifier: MIT */
/*
 * terminal.c - the client secret from a person at a terminal, without echo.
 *
 * Echo MUST be on again whichever way this ends: a line, end of file, nobody
 * there, SIGINT, SIGTERM, SIGHUP, SIGQUIT, or the death of the front, which is
 * made to arrive as SIGTERM meanwhile.  It is on too while the job is stopped.
 * The handlers do all of it themselves, since the signal may be taken by a
 * thread of a library; they call only what POSIX allows there.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <termios.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "keyring/source.h"

/* A terminal line, its LF included; the kernel drops more than that silently,
   so that a line of 4096 bytes is one that was cut. */
#define TERMINAL_LINE_MAX 4095

#define PROMPT_TEXT 128

static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

/* What the handlers need; valid while they are installed. */
static struct {
    int fd;
    struct termios before, quiet;
    char prompt[PROMPT_TEXT];
    size_t prompt_len;
} terminal;

/* Make SIG act as ACTION and let it in. */
static void let(int sig, const struct sigaction *action)
{
    sigset_t one;

    (void)sigemptyset(&one);
    (void)sigaddset(&one, sig);
    (void)sigaction(sig, action, NULL);
    (void)sigprocmask(SIG_UNBLOCK, &one, NULL);
}

static void show(const char *text, size_t len)
{
    if (write(terminal.fd, text, len) < 0)
        return; /* the person sees no prompt; there is nobody to tell */
}

static void on_end(int sig)
{
    struct sigaction action = { .sa_handler = SIG_DFL };

    (void)tcsetattr(terminal.fd, TCSAFLUSH, &terminal.before);
    show("\n", 1);
    let(sig, &action);
    (void)raise(sig);
}

static void on_stop(int sig)
{
    struct sigaction action = { .sa_handler = SIG_DFL };
    int saved = errno;

    (void)tcsetattr(terminal.fd, TCSAFLUSH, &terminal.before);
    show("\n", 1);
    let(sig, &action);
    (void)raise(sig);
    /* Here again after SIGCONT. */
    action.sa_handler = on_stop;
    action.sa_flags = SA_RESTART;
    (void)sigfillset(&action.sa_mask);
    (void)sigaction(sig, &action, NULL);
    (void)tcsetattr(terminal.fd, TCSAFLUSH, &terminal.quiet);
    show(terminal.prompt, terminal.prompt_len);
    errno = saved;
}

/* The handlers block everything, SIGTTOU included: a background process may
   then restore the terminal. */
static void install(void)
{
    struct sigaction action = { .sa_handler = on_end, .sa_flags = SA_RESTART };

    (void)sigfillset(&action.sa_mask);
    for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++)
        (void)sigaction(ending[i], &action, NULL);
    action.sa_handler = on_stop;
    (void)sigaction(SIGTSTP, &action, NULL);
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
}

static void uninstall(void)
{
    struct sigaction action = { .sa_handler = SIG_DFL };

    for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++)
        (void)sigaction(ending[i], &action, NULL);
    (void)sigaction(SIGTSTP, &action, NULL);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/* Wait until there is something to read; false when nobody typed in time. */
static bool wait_for_input(int64_t until_ms)
{
    for (;;) {
        struct pollfd poll_fd = { .fd = terminal.fd, .events = POLLIN };
        int64_t left = until_ms - clock_boot_ms();
        int n = left > 0 ? poll(&poll_fd, 1, (int)left) : 0;

        if (n == 0)
            return false;
        if (n > 0 || errno != EINTR)
            return true; /* read() says what is wrong */
    }
}

/* Append the line with its LF; without one at end of file. */
static enum wc_code read_line(struct secret *secret, struct wc_error *err)
{
    int64_t until_ms = clock_boot_ms() + KEYRING_PROMPT_LIMIT_MS;
    ssize_t n = 1;

    while (n > 0 &&
           (secret->len == 0 || secret->bytes[secret->len - 1] != '\n')) {
        size_t room = secret->max - secret->len;
        char *at = room > 0 ? secret_reserve(secret, room) : NULL;

        if (!at)
            return wc_fail(err, WC_USAGE,
                           "the client secret is too long for a terminal");
        if (!wait_for_input(until_ms))
            return wc_fail(err, WC_LOCKED,
                           "nobody typed the client secret: run walr-cred "
                           "login again");
        do
            n = read(terminal.fd, at, room);
        while (n < 0 && errno == EINTR);
        if (n < 0)
            return wc_fail(err, WC_USAGE, "cannot read the terminal: %s",
                           strerror(errno));
        secret_added(secret, (size_t)n);
    }
    return WC_OK;
}

/* A person who pastes several lines means something else than the first. */
static enum wc_code check_line(const struct secret *secret,
                               struct wc_error *err)
{
    struct pollfd poll_fd = { .fd = terminal.fd, .events = POLLIN };

    if (secret->len > TERMINAL_LINE_MAX)
        return wc_fail(err, WC_USAGE,
                       "the client secret is too long for a terminal: give it "
                       "on stdin");
    if (poll(&poll_fd, 1, 0) > 0 && (poll_fd.revents & POLLIN) &&
        secret->len > 0)
        return wc_fail(err, WC_USAGE,
                       "more than one line was pasted: give only the secret, "
                       "on one line");
    return WC_OK;
}

static enum wc_code ask(struct secret *secret, struct wc_error *err)
{
    enum wc_code code;

    install();
    if (tcsetattr(terminal.fd, TCSAFLUSH, &terminal.quiet) != 0) {
        uninstall();
        return wc_fail(err, WC_USAGE, "cannot turn the echo off: %s",
                       strerror(errno));
    }
    show(terminal.prompt, terminal.prompt_len);
    code = read_line(secret, err);
    if (code == WC_OK)
        code = check_line(secret, err);
    /* What else was pasted must not run as commands of the shell. */
    (void)tcsetattr(terminal.fd, TCSAFLUSH, &terminal.before);
    show("\n", 1);
    uninstall();
    return code;
}

enum wc_code terminal_read(const struct keyring_call *call,
                           struct secret *secret, struct wc_error *err)
{
    auto_fd fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    enum wc_code code;
    int n;

    if (fd < 0 || tcgetattr(fd, &terminal.before) != 0)
        return wc_fail(err, WC_USAGE,
                       "there is no terminal to ask at: give the client secret "
                       "on stdin, or run at a terminal");
    terminal.fd = fd;
    terminal.quiet = terminal.before;
    terminal.quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
    terminal.quiet.c_lflag |= ICANON | ISIG;
    n = snprintf(terminal.prompt, sizeof(terminal.prompt),
                 "Client secret for profile '%.60s': ", call->request->profile);
    terminal.prompt_len = n > 0 ? (size_t)n : 0;
    call->prompt(true);
    code = ask(secret, err);
    call->prompt(false);
    return code;
}
