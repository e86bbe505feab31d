/* SPDX-License-Identifier: MIT */
/*
 * cache-folder.h - the one folder where records may lie, found and verified.
 *
 * Memory first and last: a disk only where the user said so (FS-1 to FS-3).
 */
#ifndef HELPER_CACHE_FOLDER_H
#define HELPER_CACHE_FOLDER_H

#include <stdbool.h>

#include "common/error.h"

/* Where to look, in this order; NULL where there is none. */
struct cache_places {
    const char *cache_dir;   /* the setting; if given, nothing else is tried */
    const char *runtime_dir; /* $XDG_RUNTIME_DIR */
    const char *user_dir;    /* /run/user/EUID */
    const char *memory_dir;  /* /dev/shm */
    bool has_boot_id;        /* without it a disk cache is not used */
};

/*
 * Open our own folder, 0700: `walr-cred` in one of the first three places,
 * `walr-cred-EUID` in the last.  With CREATE it is made where it is missing;
 * without, a missing one is none.  -1 with WHY filled when there is none, or
 * when somebody else's thing has its name; WHY is "" when it is only missing.
 */
int cache_folder_open(const struct cache_places *places, bool create,
                      char why[static WC_ERROR_TEXT])
    __attribute__((warn_unused_result));

#endif
