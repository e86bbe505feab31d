/* SPDX-License-Identifier: MIT */
/*
 * trusted-file.h - a file that decides something, and that only the user or
 * root can have written: the config file, a private CA, a client secret.
 *
 * Links are followed and the file at their end is looked at, through the
 * descriptor that is then read (FS-7, NET-3).
 */
#ifndef COMMON_TRUSTED_FILE_H
#define COMMON_TRUSTED_FILE_H

#include <sys/stat.h>

#include "common/error.h"

/*
 * Open PATH for reading; never blocks, whatever it is.  -1 with errno where it
 * cannot be opened.
 */
int trusted_file_open(const char *path);

/*
 * Whether FD is a regular file of the user or of root that nobody else can
 * write; *ret_st is what fstat(2) says.  WC_USAGE, with a line that calls it
 * WHAT and PATH, otherwise.
 */
enum wc_code trusted_file_check(int fd, const char *what, const char *path,
                                struct stat *ret_st, struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
