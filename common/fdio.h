/* SPDX-License-Identifier: MIT */
/*
 * fdio.h - whole reads with a ceiling, whole writes.
 *
 * EINTR, short transfers and descriptors that do not block are dealt with here
 * and nowhere else.
 */
#ifndef COMMON_FDIO_H
#define COMMON_FDIO_H

#include <stdbool.h>
#include <stddef.h>

#include "common/secret.h"

enum fdio {
    FDIO_OK = 0,
    FDIO_ERROR,   /* errno says why */
    FDIO_TOO_BIG, /* more bytes than OUT may hold, or memory is out */
};

/*
 * Append what one read(2) brings, a few KiB at most; *RET_END is whether that
 * was the end of the file.  FDIO_TOO_BIG as below.
 */
enum fdio fdio_read_some(int fd, struct secret *out, bool *ret_end)
    __attribute__((warn_unused_result));

/* Append everything up to end of file to OUT; what was read stays on failure.
   The ceiling is OUT's own. */
enum fdio fdio_read_all(int fd, struct secret *out)
    __attribute__((warn_unused_result));

/*
 * Append SIZE bytes, what fstat(2) said of a regular file, with one read(2)
 * unless it is interrupted.  FDIO_ERROR, errno 0, when the file ends before.
 */
enum fdio fdio_read_sized(int fd, size_t size, struct secret *out)
    __attribute__((warn_unused_result));

/* Write LEN bytes, by one write(2) unless it is short or interrupted. */
enum fdio fdio_write_all(int fd, const void *bytes, size_t len)
    __attribute__((warn_unused_result));

/* fdio_write_all() to a regular file: a limit on its size is an error like any
   other and no signal (LCK-9). */
enum fdio fdio_write_file(int fd, const void *bytes, size_t len)
    __attribute__((warn_unused_result));

/*
 * Put descriptors 0, 1 and 2 on /dev/null where they are closed, before
 * anything else is opened (PRC-3).  Returns a mask with bit N set for a
 * descriptor N that was closed, or -1 when /dev/null cannot be opened.
 */
int fdio_fill_standard(void);

#endif
