/* SPDX-License-Identifier: MIT */
/*
 * run.h - become another program, as if it had been run without us.
 */
#ifndef HELPER_RUN_H
#define HELPER_RUN_H

#include <signal.h>
#include <sys/resource.h>

#include "common/error.h"

/* What main() changes and a program that takes its place must have as it was.
 */
struct inherited {
    sigset_t mask;
    struct rlimit core;
};

/*
 * Become ARGV[0], which the user's PATH finds (path-search.h), with INHERITED's
 * state.  Returns only if that fails: WC_USAGE.
 */
enum wc_code run_instead(const struct inherited *inherited, char **argv,
                         struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
