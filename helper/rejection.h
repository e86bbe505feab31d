/* SPDX-License-Identifier: MIT */
/*
 * rejection.h - an API refused a token: once is a reason for a new one.
 *
 * The token that was obtained because of a rejection is kept for its first five
 * minutes, even if it is refused too: asking again would not help, and a storm
 * of 401 must not become a storm of token requests (OPS-3).
 */
#ifndef HELPER_REJECTION_H
#define HELPER_REJECTION_H

#include <stdbool.h>

#include "common/clock.h"
#include "common/record.h"
#include "helper/cache.h"

#define REJECTION_KEEP_S 300

/* Note that the cached token was dropped because it was refused. */
void rejection_note(const struct cache *cache);

/* Whether that was noted, and nothing has been obtained since. */
bool rejection_is_pending(const struct cache *cache);

/* RECORD is new: if a rejection was noted, it was obtained because of that. */
void rejection_bind(const struct cache *cache, const struct record *record);

/* Whether RECORD was, and is too young to be dropped again. */
bool rejection_protects(const struct cache *cache, const struct record *record,
                        const struct moment *now);

#endif
