/* SPDX-License-Identifier: MIT */
/*
 * user-file.h - a file of the person's own that we edit: read whole, backed up,
 * replaced atomically, through a symbolic link and with the mode it had.
 */
#ifndef HELPER_USER_FILE_H
#define HELPER_USER_FILE_H

#include <stdbool.h>
#include <sys/types.h>

#include "common/error.h"
#include "common/secret.h"

#define USER_FILE_MAX    (1024 * 1024)
#define USER_FILE_BACKUP ".bak-walr-cred"

/* Start with USER_FILE_INIT; free with user_file_clear(). */
struct user_file {
    char *path;         /* as it is called */
    struct secret text; /* it may hold what is secret to others */
    mode_t mode;
    bool exists;
};

#define USER_FILE_INIT                    \
    {                                     \
        .text = SECRET_MAX(USER_FILE_MAX) \
    }

/* HOME/NAME, to be freed.  WC_USAGE: there is no HOME. */
enum wc_code user_file_home(const char *name, char **ret_path,
                            struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * Read PATH; an empty text where there is no file.  WC_USAGE: it is no regular
 * file of ours, or too long, or holds a NUL.
 */
enum wc_code user_file_read(const char *path, struct user_file *ret_file,
                            struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * Replace it by TEXT; what it was is then in PATH.bak-walr-cred.  The folders
 * above it are made, 0700, where they are missing.  WC_USAGE: it cannot be
 * written; it is then as it was.
 */
enum wc_code user_file_replace(struct user_file *file,
                               const struct secret *text, struct wc_error *err)
    __attribute__((warn_unused_result));

/* Make the folders above PATH, 0700, where they are missing. */
bool user_file_make_folders(char *path) __attribute__((warn_unused_result));

/* Append TEXT as one word of a shell.  False: OUT is full. */
bool user_file_quote(const char *text, struct secret *out)
    __attribute__((warn_unused_result));

void user_file_clear(struct user_file *file);

#define auto_user_file \
    __attribute__((cleanup(user_file_clear))) struct user_file

#endif
