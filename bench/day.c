/* SPDX-License-Identifier: MIT */
/*
 * day.c - the calls of a day, one after the other, under a clock of their own.
 *
 * usage: day developer|ci CALLS PROGRAM [ARGUMENT]...
 *
 * A developer works from 9 to 19 o'clock: prompts (1 call), scripts (20) and
 * builds (200) begin at times drawn at random, the same in each run.  A CI
 * machine calls all day, evenly.  Before each call the clock of day-clock.h is
 * set to that call's time; it never goes back.  A renewal that a call started
 * is waited for, as it takes no time to speak of in a day.  On stdout, with
 * tabs: calls, calls that failed, seconds that this took.  There is one clock,
 * so the caller holds a lock.
 */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/figures.h"
#include "bench/process.h"
#include "common/number.h"

#define CALLS_MAX 2000000
#define DAY_S     86400.0
#define WORK_S    (9 * 3600.0)  /* when a developer's day begins */
#define WORKING_S (10 * 3600.0) /* and how long it is */
#define SEED      1

/* What a developer does: so many calls, so far apart; of 100 things, so many
   are this or one above it. */
static const struct habit {
    size_t calls;
    double apart_s;
    uint64_t below;
} habits[] = {
    { 1, 0, 80 },     /* a prompt */
    { 20, 0.5, 98 },  /* a script */
    { 200, 0.2, 100 } /* a build */
};

static void fill_developer(double *times, size_t n)
{
    uint64_t state = SEED;
    size_t filled = 0;

    while (filled < n) {
        uint64_t drawn = figures_random(&state, 100);
        double at = WORK_S + (double)figures_random(&state, 1 << 20) *
                                 WORKING_S / (1 << 20);
        const struct habit *habit = habits;

        while (drawn >= habit->below)
            habit++;
        for (size_t i = 0; i < habit->calls && filled < n; i++)
            times[filled++] = at + (double)i * habit->apart_s;
    }
    figures_sort(times, n);
}

static void fill_ci(double *times, size_t n)
{
    for (size_t i = 0; i < n; i++)
        times[i] = DAY_S * (double)i / (double)n;
}

/* Set the clock of the day to AT_S, BEGAN_NS being its beginning. */
static void set_clock(int fd, double at_s, int64_t began_ns)
{
    static int64_t ahead_ns;
    int64_t now_ns = (int64_t)(at_s * 1e9) - (process_clock_ns() - began_ns);

    if (now_ns > ahead_ns)
        ahead_ns = now_ns;
    if (pwrite(fd, &ahead_ns, sizeof(ahead_ns), 0) != sizeof(ahead_ns)) {
        perror("day: clock");
        exit(1);
    }
}

int main(int argc, char **argv)
{
    struct process process = { .argv = argv + 3, .envp = environ };
    int64_t n, began_ns, failed = 0;
    double *times;
    int fd;

    if (argc < 4 || !number_parse(argv[2], 1, CALLS_MAX, &n)) {
        (void)fputs("usage: day developer|ci CALLS PROGRAM [ARGUMENT]...\n",
                    stderr);
        return 2;
    }
    times = calloc((size_t)n, sizeof(*times));
    fd = open(DAY_CLOCK, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (!times || fd < 0) {
        perror("day");
        return 1;
    }
    if (strcmp(argv[1], "ci") == 0)
        fill_ci(times, (size_t)n);
    else
        fill_developer(times, (size_t)n);
    /* renewals become our children when their parent ends */
    (void)prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    began_ns = process_clock_ns();
    for (int64_t i = 0; i < n; i++) {
        struct price price = { 0 };

        set_clock(fd, times[i], began_ns);
        failed += !process_run(&process, &price) || price.status != 0 ||
                  price.bytes == 0;
        while (wait(NULL) > 0)
            ;
    }
    (void)printf("%lld\t%lld\t%.0f\n", (long long)n, (long long)failed,
                 (double)(process_clock_ns() - began_ns) / 1e9);
    free(times);
    return 0;
}
