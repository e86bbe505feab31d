/* SPDX-License-Identifier: MIT */
/*
 * run.h - one of a tool's own commands, run to its end.
 */
#ifndef HELPER_SETUP_RUN_H
#define HELPER_SETUP_RUN_H

#include <stdbool.h>

#include "common/error.h"
#include "common/secret.h"

#define RUN_OUTPUT_MAX (64 * 1024)

/*
 * Run WORDS, of which the first is looked up by path_search(), with nothing on
 * stdin and without WALR_CLIENT_SECRET, and append what it prints on stdout to
 * OUT.  Its stderr is ours, or nobody's if QUIET.  *ret_status is its exit
 * status.  WC_USAGE: there is no such program, it was killed, or it printed
 * more than OUT may hold.
 */
enum wc_code run_words(char *const *words, bool quiet, struct secret *out,
                       int *ret_status, struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
