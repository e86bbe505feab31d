/* SPDX-License-Identifier: MIT */
/*
 * config-file-edit.h - login writes what it was told into the config file.
 */
#ifndef HELPER_CONFIG_FILE_EDIT_H
#define HELPER_CONFIG_FILE_EDIT_H

#include <stddef.h>

#include "common/error.h"

/* One change of config_edit(): KEY is a setting's key or param.NAME. */
struct config_change {
    const char *key, *value;
};

/*
 * Set CHANGES in the section of PROFILE, which is added at the end when it is
 * not there; comments, order and every other line stay.  The file is created
 * 0600, its folder 0700, and replaced atomically, through a symbolic link; one
 * edit at a time (flock(2) on the folder; 5 s are waited for another).
 * WC_USAGE: it cannot be written; it is then as it was.
 */
enum wc_code config_edit(const char *profile,
                         const struct config_change *changes, size_t n_changes,
                         struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
