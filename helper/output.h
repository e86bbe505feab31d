/* SPDX-License-Identifier: MIT */
/*
 * output.h - the answer leaves, whole or not at all.
 */
#ifndef HELPER_OUTPUT_H
#define HELPER_OUTPUT_H

#include <stdbool.h>

#include "common/error.h"
#include "common/secret.h"

/*
 * Write ANSWER to stdout with one write(2) and close it (PRC-1, PRC-2).
 * WC_OUTPUT: stdout was closed when we started (WAS_CLOSED), is full, or went
 * away; the last quietly, with an empty line of error.
 */
enum wc_code output_stdout(const struct secret *answer, bool was_closed,
                           struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * Put ANSWER in the file PATH, mode 0600, replaced atomically.  WC_OUTPUT: PATH
 * is there and not a regular file, or cannot be written; it is then as it was.
 */
enum wc_code output_file(const char *path, const struct secret *answer,
                         struct wc_error *err)
    __attribute__((warn_unused_result));

/* Write one line to stderr: "walr-cred: ", SEVERITY and TEXT. */
void output_message(const char *severity, const char *text);

#endif
