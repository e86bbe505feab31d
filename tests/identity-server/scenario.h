/* SPDX-License-Identifier: MIT */
/*
 * scenario.h - what the next token request meets: the file `scenario`.
 *
 * First line NAME, then key=value lines.  count=N: for N token requests, then
 * well-behaved again; one-in=N: for each Nth of them.
 */
#ifndef IDENTITY_SERVER_SCENARIO_H
#define IDENTITY_SERVER_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>

#define SCENARIO_PARAMS 16

struct scenario {
    char *text; /* owned; everything below points into it */
    const char *name;
    const char *keys[SCENARIO_PARAMS], *values[SCENARIO_PARAMS];
    size_t n;
};

/* Read the file afresh; with TAKE, one of its count is used up. */
void scenario_read(struct scenario *ret, bool take);
void scenario_clear(struct scenario *scenario);

bool scenario_is(const struct scenario *scenario, const char *name);

/* The value of KEY, or FALLBACK. */
const char *scenario_value(const struct scenario *scenario, const char *key,
                           const char *fallback);
long scenario_number(const struct scenario *scenario, const char *key,
                     long fallback);

#endif
