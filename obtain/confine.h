/* SPDX-License-Identifier: MIT */
/*
 * confine.h - before the worker touches anything: no core, no tracing, no
 * foreign environment, no way to the caller's stdout, and an end.
 */
#ifndef OBTAIN_CONFINE_H
#define OBTAIN_CONFINE_H

#include <stdint.h>

#include "common/error.h"

/*
 * FS-6, MEM-1, PRC-11, A39: refuse set-uid, drop cores and tracing, reset
 * signals, keep only the allow-listed environment.  WC_USAGE, WC_INTERNAL.
 */
enum wc_code confine_process(struct wc_error *err)
    __attribute__((warn_unused_result));

/* Move stdout to a private descriptor and put 1 and 2 on /dev/null: no library
   reaches the caller (PRC-4).  -1 when that fails. */
int confine_stdout(void);

/*
 * Die with PARENT and at the latest MS from now (LCK-7, NET-6).  WC_INTERNAL:
 * PARENT is not our parent any more.
 */
enum wc_code confine_life(int64_t parent, int64_t ms, struct wc_error *err)
    __attribute__((warn_unused_result));

/* Put off the end: MS from now. */
void confine_extend(int64_t ms);

#endif
