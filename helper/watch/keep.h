/* SPDX-License-Identifier: MIT */
/*
 * keep.h - one look at a file that is kept fresh, and what is known of it.
 *
 * A look is made by a process of its own (command/watch.c), which hands back a
 * struct keep.  So there is no token in it, and no pointer.
 */
#ifndef HELPER_WATCH_KEEP_H
#define HELPER_WATCH_KEEP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "common/error.h"
#include "common/record.h"
#include "helper/caller.h"
#include "helper/options.h"

/* Zero-initialise; nothing to free. */
struct keep {
    bool written;       /* the file, at least once */
    bool cached;        /* what is in it is in the cache, too */
    struct record held; /* of the token in it, without the token */
    int64_t min_validity_s, renew_at; /* of the profile, when looked at last */
    dev_t device;                     /* these three: the file we wrote */
    ino_t inode;
    struct timespec changed;
    struct wc_error
        failure; /* of the last look; WC_OK: it is as it should be */
    struct wc_error warning;
    bool told_over;   /* that the token in it is over (tell.h) */
    int64_t failures; /* in a row */
    int64_t retry_ms; /* of clock_boot_ms(): nothing is obtained before */
};

/*
 * Look whether OPTIONS' file is ours and holds the token that the cache has,
 * obtain the next token if its time has come (token_get_ahead()), and write the
 * file if anything of this changed.  The profile is read afresh.  While a token
 * is obtained SIGTERM ends the process, while the file is written it does not.
 */
void keep_look(const struct options *options, struct caller *caller,
               struct keep *keep);

#endif
