/* SPDX-License-Identifier: MIT */
/*
 * lines.h - strict `key=value` lines, the one text format of this project.
 *
 * Record, request, config file and git's protocol are all made of them.  A
 * reader walks a private, writable copy of the whole text and cuts it in place;
 * nothing is copied, truncated or split (IN-6).
 */
#ifndef COMMON_LINES_H
#define COMMON_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "common/secret.h"

struct lines {
    char *next; /* NULL behind the last line */
    char *end;
    unsigned number; /* of the line that lines_next() gave last, from 1 */
};

/*
 * Start reading the LEN bytes at TEXT, which must stay writable and end in a
 * NUL at TEXT[LEN].  False when a NUL stands among them.
 */
bool lines_open(struct lines *lines, char *text, size_t len);

/*
 * The next line, NUL-terminated in place, without its LF; a last line without
 * one counts too.  NULL behind the last.
 */
char *lines_next(struct lines *lines);

/*
 * Cut LINE at its first '=' into key and value and return the value; NULL, with
 * LINE as it was, when it has none or its key is empty.  Blanks are kept.
 */
char *lines_split(char *line);

/* The value of the next line when its key is KEY, else NULL. */
char *lines_take(struct lines *lines, const char *key);

/*
 * Append "KEY=VALUE\n".  False, with OUT as it was, when KEY is empty or holds
 * '=' or a control byte, VALUE holds a control byte (IN-3), or OUT is full.  A
 * line that would be read back as something else is never written.
 */
bool lines_put(struct secret *out, const char *key, const char *value)
    __attribute__((warn_unused_result));

/* lines_put() of a decimal number. */
bool lines_put_number(struct secret *out, const char *key, long long value)
    __attribute__((warn_unused_result));

#endif
