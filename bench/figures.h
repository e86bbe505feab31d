/* SPDX-License-Identifier: MIT */
/*
 * figures.h - what is said of many measured values, and chance that repeats.
 */
#ifndef BENCH_FIGURES_H
#define BENCH_FIGURES_H

#include <stddef.h>
#include <stdint.h>

/* Sort the N values, so that figures_quantile() can be asked of them. */
void figures_sort(double *values, size_t n);

/* The value below which the share Q (0 to 1) of the N sorted values lies. */
double figures_quantile(const double *sorted, size_t n, double q);

/* The next number of the sequence that *STATE (never 0) stands in, below N. */
uint64_t figures_random(uint64_t *state, uint64_t n);

#endif
