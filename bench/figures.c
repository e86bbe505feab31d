/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "bench/figures.h"

#include <stdlib.h>

static int compare(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

void figures_sort(double *values, size_t n)
{
    qsort(values, n, sizeof(*values), compare);
}

double figures_quantile(const double *sorted, size_t n, double q)
{
    return sorted[(size_t)(q * (double)(n - 1) + 0.5)];
}

/* xorshift64: short, and the same on every machine. */
uint64_t figures_random(uint64_t *state, uint64_t n)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state % n;
}
