/* SPDX-License-Identifier: MIT */
/*
 * crowd.c - many callers of one program.
 *
 * usage: crowd CALLERS PER-SECOND PROGRAM [ARGUMENT]...
 *
 * Starts PROGRAM for each caller, its stdout a pipe of its own: all at once
 * where PER-SECOND is 0, else at that rate.  A caller has waited from its start
 * to the end of its pipe.  On stdout, with tabs: how long all took (seconds);
 * p50, p99 and the longest wait (milliseconds); how many callers failed or were
 * told nothing.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/figures.h"
#include "bench/process.h"
#include "common/number.h"

#define CALLERS_MAX 5000
#define RATE_MAX    1000
#define CHUNK       65536
#define EVENTS      64

struct caller {
    int64_t began_ns;
    size_t bytes;
    int fd; /* to read from */
};

static struct caller callers[CALLERS_MAX];
static double waited_ms[CALLERS_MAX];

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static void start(int poller, const struct process *process, size_t i)
{
    struct epoll_event event = { .events = EPOLLIN, .data.u64 = i };
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        die("crowd: pipe");
    callers[i].fd = ends[0];
    callers[i].began_ns = process_clock_ns();
    if (process_start(process, ends[1]) < 0)
        die("crowd: start");
    (void)close(ends[1]);
    if (epoll_ctl(poller, EPOLL_CTL_ADD, ends[0], &event) != 0)
        die("crowd: epoll");
}

/* Read what callers are told within TIMEOUT_MS; returns how many pipes ended.
 */
static size_t listen_to_all(int poller, int timeout_ms)
{
    static char bytes[CHUNK];
    struct epoll_event events[EVENTS];
    size_t ended = 0;
    int n = epoll_wait(poller, events, EVENTS, timeout_ms);

    for (int i = 0; i < n; i++) {
        struct caller *caller = &callers[events[i].data.u64];
        ssize_t got = read(caller->fd, bytes, sizeof(bytes));

        if (got > 0) {
            caller->bytes += (size_t)got;
            continue;
        }
        waited_ms[events[i].data.u64] =
            (double)(process_clock_ns() - caller->began_ns) / 1e6;
        /* a child that is just being started still has it: close() alone would
           not take it from the poller */
        (void)epoll_ctl(poller, EPOLL_CTL_DEL, caller->fd, NULL);
        (void)close(caller->fd);
        ended++;
    }
    return ended;
}

/* All start when they are due, and are listened to meanwhile. */
static void run_all(const struct process *process, size_t n, int64_t rate)
{
    int poller = epoll_create1(EPOLL_CLOEXEC);
    int64_t began_ns = process_clock_ns();
    size_t started = 0, ended = 0;

    if (poller < 0)
        die("crowd: epoll");
    while (ended < n) {
        int64_t due_ns = rate > 0 ? (int64_t)started * 1000000000 / rate : 0;
        int64_t left_ns = began_ns + due_ns - process_clock_ns();

        if (started < n && left_ns <= 0)
            start(poller, process, started++);
        ended += listen_to_all(poller, started == n  ? -1
                                       : left_ns > 0 ? (int)(left_ns / 1000000)
                                                     : 0);
    }
    (void)close(poller);
}

/* How many of the N failed or were told nothing. */
static size_t count_failures(size_t n)
{
    size_t failed = 0, silent = 0;
    int status;

    for (size_t i = 0; i < n; i++) {
        if (wait(&status) < 0)
            die("crowd: wait");
        failed += status != 0;
        silent += callers[i].bytes == 0;
    }
    return failed > silent ? failed : silent;
}

int main(int argc, char **argv)
{
    struct process process = { .argv = argv + 3, .envp = environ };
    struct rlimit files;
    int64_t n, rate, began_ns;
    double all_s;

    if (argc < 4 || !number_parse(argv[1], 1, CALLERS_MAX, &n) ||
        !number_parse(argv[2], 0, RATE_MAX, &rate)) {
        (void)fputs("usage: crowd CALLERS PER-SECOND PROGRAM [ARGUMENT]...\n",
                    stderr);
        return 2;
    }
    /* a pipe each */
    (void)getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &files);
    began_ns = process_clock_ns();
    run_all(&process, (size_t)n, rate);
    all_s = (double)(process_clock_ns() - began_ns) / 1e9;
    figures_sort(waited_ms, (size_t)n);
    (void)printf("%.3f\t%.2f\t%.2f\t%.2f\t%zu\n", all_s,
                 figures_quantile(waited_ms, (size_t)n, 0.5),
                 figures_quantile(waited_ms, (size_t)n, 0.99), waited_ms[n - 1],
                 count_failures((size_t)n));
    return 0;
}
