/* SPDX-License-Identifier: MIT */
/*
 * cooldown.h - a failure of the token endpoint, shared and remembered.
 *
 * Whoever waited for the request that failed gets its failure, and for a while
 * nobody asks again (LCK-2): issuers count, bill and ban.  It is kept beside
 * the record, as lines, for exactly the request that failed, of which it holds
 * only a hash (NET-5).
 */
#ifndef HELPER_COOLDOWN_H
#define HELPER_COOLDOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "common/clock.h"
#include "common/error.h"
#include "helper/cache.h"

#define COOLDOWN_FIRST_S 2  /* an endpoint that does not answer: doubling … */
#define COOLDOWN_MOST_S  60 /* up to this */

/* A refused client, or a limit without a time. */
#define COOLDOWN_REFUSED_S 60

struct cooldown {
    struct moment failed;
    int64_t wait_s; /* from then on */
    int64_t tries;  /* failures in a row */
    struct wc_error error;
};

/* Whether a failure of CODE is shared and remembered at all: 6 to 9. */
bool cooldown_is_for(enum wc_code code);

/* Load what is remembered of ASKED (the text of request_write_question()), in
   force or not.  False when there is nothing. */
bool cooldown_load(const struct cache *cache, const char *asked,
                   struct cooldown *ret_cooldown);

/* Whether nobody is to ask at NOW. */
bool cooldown_is_in_force(const struct cooldown *cooldown,
                          const struct moment *now);

/* Seconds until somebody may ask; 0 when it is not in force. */
int64_t cooldown_left_s(const struct cooldown *cooldown,
                        const struct moment *now);

/*
 * Remember ERROR, of now, for RETRY_AFTER_S seconds if the endpoint said so (0:
 * it did not; 1: "at once", which is believed less each time).  An endpoint
 * that is away is never left alone for less than if it had not.  A failure to
 * write is none: the next caller asks again.
 */
void cooldown_store(const struct cache *cache, const char *asked,
                    const struct wc_error *error, int64_t retry_after_s);

/* Forget it. */
void cooldown_drop(const struct cache *cache);

/* Fail as COOLDOWN did, saying how old that is and when the next request may
   be. */
enum wc_code cooldown_fail(const struct cooldown *cooldown,
                           const struct moment *now, struct wc_error *err);

#endif
