/* SPDX-License-Identifier: MIT */
/*
 * clock.h - now, as one value: two clocks and the boot they belong to.
 *
 * The wall clock is stepped by people and NTP; CLOCK_BOOTTIME is not, counts
 * through suspend, and means something only within one boot (CLK-1).  Whoever
 * decides about freshness takes a struct moment as an argument.
 */
#ifndef COMMON_CLOCK_H
#define COMMON_CLOCK_H

#include <stdint.h>

#define BOOT_ID_TEXT 37 /* 36 characters and NUL */

struct moment {
    int64_t wall_s;             /* seconds since the epoch */
    int64_t boot_ms;            /* milliseconds of CLOCK_BOOTTIME */
    char boot_id[BOOT_ID_TEXT]; /* "" where the kernel does not tell */
};

/* Both clocks and the boot id, now. */
void clock_now(struct moment *ret);

/* Milliseconds of CLOCK_BOOTTIME: the clock of every deadline. */
int64_t clock_boot_ms(void);

#endif
