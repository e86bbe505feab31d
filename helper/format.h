/* SPDX-License-Identifier: MIT */
/*
 * format.h - a record as an answer: one row a format.
 *
 * Pure.  A writer appends the whole answer and knows nothing of descriptors.
 */
#ifndef HELPER_FORMAT_H
#define HELPER_FORMAT_H

#include "common/clock.h"
#include "common/error.h"
#include "common/record.h"
#include "common/secret.h"

#define FORMAT_MAX (64 * 1024) /* bytes of an answer */

struct format {
    const char *name;
    const char *help;
    /* Append RECORD as it is at NOW; false when OUT is full. */
    bool (*write)(const struct record *record, const struct moment *now,
                  struct secret *out);
    /* What stands on stdout when there is no token; NULL: nothing. */
    const char *no_token;
};

/* In the order of --help; the first is the default.  Ends in a NULL name. */
extern const struct format formats[];

/* The row named NAME, or NULL. */
const struct format *format_find(const char *name);

#endif
