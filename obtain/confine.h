/* SPDX-License-Identifier: MIT */
/*
 * confine.h - what the worker takes from itself before it works.
 *
 * It holds a client secret and runs libraries that print, hang and read
 * environment variables.  Descriptors, signals, environment, core dumps and
 * life time are settled here, whoever started it.
 */
#ifndef OBTAIN_CONFINE_H
#define OBTAIN_CONFINE_H

#include <stdint.h>

#include "common/error.h"

/*
 * No core dumps and no tracing (MEM-1), descriptors 0 to 3 open (PRC-3), umask
 * 077, default signals and an empty mask but for SIGPIPE, which is ignored
 * (A39), and an environment of allow-listed variables (PRC-11).  WC_USAGE: the
 * program is setuid or setgid (FS-6).
 */
enum wc_code confine_process(struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * Move stdout away to a descriptor of its own, which is returned, and leave 1
 * and 2 on /dev/null: no library reaches the answer (PRC-4).  -1 on failure.
 */
int confine_take_stdout(void) __attribute__((warn_unused_result));

/* Put stdin, once it is read, on /dev/null. */
void confine_drop_stdin(void);

/* Die with the process PARENT; WC_INTERNAL when it is gone already (LCK-7). */
enum wc_code confine_to_parent(int64_t parent, struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * End by SIGTERM MS milliseconds from now unless this is called again.  A timer
 * of its own: SIGALRM belongs to the keyring's limit.
 */
enum wc_code confine_to_time(int64_t ms, struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
