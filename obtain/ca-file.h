/* SPDX-License-Identifier: MIT */
/*
 * ca-file.h - a private CA, from a file that only we or root could have made.
 */
#ifndef OBTAIN_CA_FILE_H
#define OBTAIN_CA_FILE_H

#include "common/error.h"
#include "common/secret.h"

/*
 * Append the bytes of PATH to PEM.  WC_USAGE, naming what mends it, unless it
 * is an absolute path of a regular file, owned by us or root, not writable by
 * group or others, and fits (NET-3).  All is checked on the descriptor that is
 * read.
 */
enum wc_code ca_file_read(const char *path, struct secret *pem,
                          struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
