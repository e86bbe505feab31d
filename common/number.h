/* SPDX-License-Identifier: MIT */
/*
 * number.h - decimal text, with limits, the same in every locale.
 */
#ifndef COMMON_NUMBER_H
#define COMMON_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Read the whole of S as a decimal number from MIN to MAX, MIN >= 0.  Digits
 * only: no sign, blank or empty text.  False leaves *ret alone.
 */
bool number_parse(const char *s, int64_t min, int64_t max, int64_t *ret);

/*
 * Read the whole of S as TIME: seconds, or a number with the unit s, m or h
 * (90s, 5m, 1h), from MIN to MAX seconds.  False leaves *ret alone.
 */
bool number_parse_time(const char *s, int64_t min, int64_t max,
                       int64_t *ret_seconds);

/* Read the whole of S as whole per cent with the sign (80%), from MIN to MAX.
   False leaves *ret alone. */
bool number_parse_percent(const char *s, int64_t min, int64_t max,
                          int64_t *ret);

/* FIRST for the first of TRIES, twice that for the second and so on, MOST at
   most: how long to be quiet.  FIRST is positive, MOST below half the range. */
int64_t number_doubled(int64_t first, int64_t tries, int64_t most);

/* Room for any int64_t in decimal, with sign and NUL. */
#define NUMBER_TEXT 21

/* Write N in decimal and return TEXT. */
const char *number_format(int64_t n, char text[static NUMBER_TEXT]);

#endif
