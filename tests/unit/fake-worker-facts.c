/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "common/fdio.h"
#include "common/number.h"
#include "common/secret.h"
#include "tests/unit/fake-worker.h"

_Noreturn void fail(const char *why)
{
    (void)fprintf(stderr, "fake-worker: %s\n", why);
    _exit(99);
}

void say(const void *bytes, size_t len)
{
    if (fdio_write_all(STDOUT_FILENO, bytes, len) != FDIO_OK)
        _exit(98);
}

void say_text(const char *text)
{
    say(text, strlen(text));
}

int64_t number(const struct play *play)
{
    int64_t n = 0;

    if (!number_parse(play->argument, 0, INT64_MAX, &n))
        fail("the client-id needs a number");
    return n;
}

void note(const struct play *play, const char *line)
{
    int fd = open(play->request->token_url,
                  O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    char text[4096];
    int n = snprintf(text, sizeof(text), "%s\n", line);

    if (fd < 0 || n < 0 || fdio_write_all(fd, text, (size_t)n) != FDIO_OK ||
        close(fd) != 0)
        fail("cannot write where the token-url says");
}

void note_pid(const struct play *play, pid_t pid)
{
    char text[NUMBER_TEXT];

    note(play, number_format(pid, text));
}

_Noreturn void hang(void)
{
    for (;;)
        (void)pause();
}

void do_done(const struct play *play)
{
    (void)play;
    say_text("walr-cred-done=1\nstored=yes\nlocked=no\n");
}

void do_signal(const struct play *play)
{
    static const struct rlimit none;

    (void)setrlimit(RLIMIT_CORE, &none);
    (void)raise((int)number(play));
}

void do_environment(const struct play *play)
{
    for (char **entry = environ; *entry; entry++)
        note(play, *entry);
    do_done(play);
}

static void note_link(const struct play *play, const char *name)
{
    char path[64], target[512], line[600];
    ssize_t n;

    (void)snprintf(path, sizeof(path), "/proc/self/fd/%.20s", name);
    n = readlink(path, target, sizeof(target) - 1);
    target[n > 0 ? n : 0] = '\0';
    if (strncmp(target, "pipe:", 5) == 0)
        target[4] = '\0';
    (void)snprintf(line, sizeof(line), "%s %s", name, target);
    note(play, line);
}

void do_descriptors(const struct play *play)
{
    for (int fd = 0; fd < 64; fd++) {
        char name[NUMBER_TEXT];
        struct stat st;

        if (fstat(fd, &st) == 0)
            note_link(play, number_format(fd, name));
    }
    do_done(play);
}

/* What it was born with: blocked and ignored signals, its process group.  The
   two that libc keeps for itself are left out. */
void do_signals(const struct play *play)
{
    char line[256];
    FILE *status = fopen("/proc/self/status", "re");

    while (status && fgets(line, sizeof(line), status)) {
        if (strncmp(line, "SigBlk:", 7) == 0 ||
            strncmp(line, "SigIgn:", 7) == 0) {
            unsigned long long mask = strtoull(line + 7, NULL, 16);

            (void)snprintf(line + 7, sizeof(line) - 7, " %llx",
                           mask & ~(3ULL << 31));
            note(play, line);
        }
    }
    if (status)
        (void)fclose(status);
    note(play, getpgrp() == getpgid(getppid()) ? "group: front's" : "group: ?");
    do_done(play);
}

void do_stream(const struct play *play)
{
    struct secret text = SECRET_MAX(1024);

    if (fdio_read_all(3, &text) != FDIO_OK)
        fail("cannot read descriptor 3");
    note(play, secret_bytes(&text));
    secret_clear(&text);
    do_done(play);
}

/* Turn the terminal's echo off and be ended without turning it on again. */
void do_no_echo(const struct play *play)
{
    struct termios modes;
    int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

    if (fd < 0 || tcgetattr(fd, &modes) != 0)
        fail("no terminal");
    modes.c_lflag &= ~(tcflag_t)ECHO;
    if (tcsetattr(fd, TCSANOW, &modes) != 0)
        fail("cannot set the terminal");
    note(play, "no echo");
    if (play->argument[0])
        do_signal(play);
    hang();
}
