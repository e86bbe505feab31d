/* SPDX-License-Identifier: MIT */
/*
 * run.h - become another program, as if it had been run without us.
 */
#ifndef HELPER_RUN_H
#define HELPER_RUN_H

#include <signal.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "common/error.h"

/* What we change and a program that takes our place must have as it was. */
struct inherited {
    sigset_t mask;
    struct rlimit core;
    mode_t umask; /* of run_prepare() */
    int closed;   /* of fdio_fill_standard() */
};

/* Before a token is asked for: note the umask, which is ours from here on. */
void run_prepare(struct inherited *inherited);

/* Undo what main() did to mask and limit, right before another program runs. */
void run_restore(const struct inherited *inherited);

/*
 * Become ARGV[0], which the user's PATH finds (path-search.h), with INHERITED's
 * state.  Returns only if that fails: WC_USAGE.
 */
enum wc_code run_instead(const struct inherited *inherited, char **argv,
                         struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
