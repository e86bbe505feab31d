/* SPDX-License-Identifier: MIT */
/*
 * wake.h - sleep until a time, a change of the wall clock, or a signal.
 *
 * The time goes on while the machine is suspended (CLK-1).  SIGTERM, SIGINT and
 * SIGHUP say stop, unless they were ignored when we started (nohup); SIGUSR1
 * says now.
 */
#ifndef HELPER_WATCH_WAKE_H
#define HELPER_WATCH_WAKE_H

#include <stdint.h>

#include "common/error.h"

struct wake {
    int timer;
    int clock; /* readable when the wall clock is set; -1: cannot be had */
    int signals;
    int stop; /* the signal that said so; 0 */
};

#define WAKE_INIT                               \
    {                                           \
        .timer = -1, .clock = -1, .signals = -1 \
    }

/* Why the sleep ended; bits. */
enum {
    WAKE_NOW = 1 << 0,
    WAKE_STOP = 1 << 1,
    WAKE_FD = 1 << 2,
};

/* From here on those signals are blocked.  WC_INTERNAL: no descriptors. */
enum wc_code wake_open(struct wake *ret_wake, struct wc_error *err)
    __attribute__((warn_unused_result));

/* Sleep for SECONDS (less than 0: no end), or until FD has something or ends,
   where it is not -1.  Returns why it was cut short; 0: the time is over. */
unsigned wake_sleep(struct wake *wake, int64_t seconds, int fd);

/* End by SIGNAL, as if it had never been blocked.  It returns where a signal
   cannot do that, as in the first process of a container. */
void wake_end_by(int signal_number);

void wake_close(struct wake *wake);

#define auto_wake __attribute__((cleanup(wake_close))) struct wake

#endif
