/* SPDX-License-Identifier: MIT */
/*
 * tell.h - what is said of a file that is kept fresh, when something changed.
 *
 * On stderr, for people and logs, and to the service manager.
 */
#ifndef HELPER_WATCH_TELL_H
#define HELPER_WATCH_TELL_H

#include "helper/caller.h"
#include "helper/watch/keep.h"
#include "helper/watch/notify.h"

/*
 * Tell what is new in *after, the look that followed BEFORE.  A failure is told
 * when it begins, when it becomes another one, and when the token in FILE is
 * over; otherwise not again, however long it goes on.
 */
void tell_change(struct caller *caller, const struct notify *notify,
                 const char *file, const struct keep *before,
                 struct keep *after);

#endif
