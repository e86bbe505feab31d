/* SPDX-License-Identifier: MIT */
/*
 * day-clock.h - the clock of a simulated day.
 *
 * DAY_CLOCK, a file of the build tree, holds one int64_t: the nanoseconds by
 * which the wall clock and the boot clock of the programs of that day are
 * ahead.  day.c writes it, day-clock.c takes the place of clock_gettime() in
 * both programs.
 */
#ifndef BENCH_DAY_CLOCK_H
#define BENCH_DAY_CLOCK_H

#include <time.h>

/* The real one, and what is called instead of it (ld --wrap). */
int __real_clock_gettime(clockid_t clock, struct timespec *ret);
int __wrap_clock_gettime(clockid_t clock, struct timespec *ret);

#endif
