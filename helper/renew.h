/* SPDX-License-Identifier: MIT */
/*
 * renew.h - a new token before anybody has to wait for one.
 *
 * Whoever is given a token late in its life starts a process of its own that
 * gets the next one, and goes on at once.  That process holds nothing of the
 * caller's: no descriptor, lock, terminal, session or folder (PRC-5, PRC-6).
 */
#ifndef HELPER_RENEW_H
#define HELPER_RENEW_H

#include <stdbool.h>

#include "common/clock.h"
#include "common/record.h"
#include "helper/cache.h"
#include "helper/caller.h"

/* Shorter lives are not renewed ahead: it would cost more requests than one for
   four fifths of a life (OPS-5). */
#define RENEW_LIFETIME_MIN_S 150

/* The renewing process ends after this, whatever hangs (PRC-6). */
#define RENEW_LIMIT_S 20

/* The word that makes walr-cred that process; no command of the manual.  Behind
   it stand the program and the protocol, or "", for which it was started. */
#define RENEW_COMMAND  "renew-ahead"
#define RENEW_OPERANDS 2

/*
 * Shares of a life at which it may begin.  Begun later, with its spread, it
 * would come after a caller who wants a tenth of the life left (CLK-3).
 */
#define RENEW_AT_MIN 50
#define RENEW_AT_MAX 85

/*
 * Seconds from NOW until RECORD is past AT per cent of its life, and a little
 * more that differs from token to token; 0 when it is.  Where AT is 0, or the
 * issuer leaves no more than one request, that is for when the token is over.
 */
int64_t renew_in_s(const struct record *record, int64_t at,
                   const struct moment *now);

/* Whether that has come and the process is to be started for RECORD. */
bool renew_is_due(const struct record *record, int64_t at,
                  const struct moment *now);

/*
 * Start the process for CACHE's profile, unless one was started a moment ago:
 * 5 s, doubling to 5 min while RECORD stays the same (PRC-8).  A failure to
 * start it is none: the token is still valid.
 */
void renew_start(const struct caller *caller, const struct cache *cache,
                 const struct record *record, const struct moment *now);

#endif
