/* SPDX-License-Identifier: MIT */
/*
 * fail-nth.c - make our own allocations fail, or interrupt our own calls.
 *
 * Linked with --wrap into both programs, for tests: every allocation that our
 * code asks for, cJSON's through its hooks included, comes by here.
 *
 *   FAULT_ALLOCATION=N   the Nth fails; FAULT_MARK names a file that then is
 *                        there, so that a sweep knows where it ends
 *   FAULT_STORM_US=N     a signal with a handler, without SA_RESTART, every N
 * us
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "common/number.h"

#define STORM_SIGNAL SIGUSR1

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t len);
int __real_setenv(const char *name, const char *value, int replace);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t len);
int __wrap_asprintf(char **ret, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
int __wrap_setenv(const char *name, const char *value, int replace);

static int64_t until_failure; /* 0: none fails */
static const char *mark; /* taken early: the worker clears its environment */

static int64_t number_of(const char *name)
{
    const char *text = getenv(name);
    int64_t number = 0;

    if (text && !number_parse(text, 0, INT32_MAX, &number))
        abort();
    return number;
}

static void on_storm(int signal_number)
{
    (void)signal_number;
}

static void start_storm(int64_t us)
{
    struct sigaction action = { .sa_handler = on_storm };
    struct sigevent event = { .sigev_notify = SIGEV_SIGNAL,
                              .sigev_signo = STORM_SIGNAL };
    struct itimerspec every = { .it_interval.tv_nsec = (long)us * 1000,
                                .it_value.tv_nsec = (long)us * 1000 };
    timer_t timer;

    if (sigaction(STORM_SIGNAL, &action, NULL) != 0 ||
        timer_create(CLOCK_MONOTONIC, &event, &timer) != 0 ||
        timer_settime(timer, 0, &every, NULL) != 0)
        abort();
}

static void begin(void) __attribute__((constructor));

static void begin(void)
{
    int64_t storm_us = number_of("FAULT_STORM_US");

    mark = getenv("FAULT_MARK");
    until_failure = number_of("FAULT_ALLOCATION");
    if (storm_us > 0)
        start_storm(storm_us);
}

/* Whether this allocation is the one. */
static int fails(void)
{
    int fd;

    if (until_failure == 0 || --until_failure > 0)
        return 0;
    fd = mark ? open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (fd >= 0)
        (void)close(fd);
    errno = ENOMEM;
    return 1;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return fails() ? NULL : __real_calloc(n, size);
}

char *__wrap_strdup(const char *text)
{
    return fails() ? NULL : __real_strdup(text);
}

char *__wrap_strndup(const char *text, size_t len)
{
    return fails() ? NULL : __real_strndup(text, len);
}

int __wrap_asprintf(char **ret, const char *fmt, ...)
{
    va_list args;
    int n;

    if (fails())
        return -1;
    va_start(args, fmt);
    n = vasprintf(ret, fmt, args);
    va_end(args);
    return n;
}

int __wrap_setenv(const char *name, const char *value, int replace)
{
    return fails() ? -1 : __real_setenv(name, value, replace);
}
