/* SPDX-License-Identifier: MIT */
/*
 * folder.h - a folder of its own for each unit test, and what lies in it.
 */
#ifndef TESTS_UNIT_FOLDER_H
#define TESTS_UNIT_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define FOLDER_PATH_MAX 512

/* Make a 0700 folder below $TMPDIR or /tmp, and remove it with all it holds. */
void folder_make(char ret_path[static FOLDER_PATH_MAX]);
void folder_remove(const char *path);

/* PATH/NAME, in one of a few static buffers. */
const char *folder_file(const char *path, const char *name);

/* Write TEXT to PATH/NAME, made with MODE whatever the umask. */
void folder_write(const char *path, const char *name, const void *bytes,
                  size_t len, mode_t mode);

/* The text of PATH/NAME, "" when there is none; freed by the caller. */
char *folder_read(const char *path, const char *name);

/* The names in PATH, sorted, each followed by a blank; freed by the caller. */
char *folder_list(const char *path);

#endif
