/* SPDX-License-Identifier: MIT */
/*
 * token.h - a fresh token of a profile: what every command and protocol asks.
 */
#ifndef HELPER_TOKEN_H
#define HELPER_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "common/error.h"
#include "common/hash.h"
#include "common/record.h"
#include "helper/caller.h"
#include "helper/profile.h"

/* What a person or curl wants left of a token, in seconds. */
#define TOKEN_MIN_VALIDITY_S 30

/*
 * Give a record of PROFILE with MIN_VALIDITY_S seconds left, or what the
 * profile's own min-validity says; the caller's clock runs from here.  Without
 * a client id: WC_NO_CREDENTIAL, and the keyring is not touched.  Otherwise as
 * flight_get().
 */
enum wc_code token_get(struct caller *caller, const struct profile *profile,
                       int64_t min_validity_s, bool refresh,
                       struct record *ret_record, struct wc_error *err)
    __attribute__((warn_unused_result));

/* token_get(), ahead of the renewal (flight_get_ahead()). */
enum wc_code token_get_ahead(struct caller *caller,
                             const struct profile *profile,
                             int64_t min_validity_s, struct record *ret_record,
                             struct wc_error *err)
    __attribute__((warn_unused_result));

/* Give the cached record of PROFILE that has MIN_VALIDITY_S seconds left (or
   the profile's own min-validity); nobody is asked.  False: there is none. */
bool token_peek(const struct profile *profile, int64_t min_validity_s,
                struct record *ret_record);

/* What became of a token that was refused. */
enum token_fate {
    TOKEN_DROPPED,
    TOKEN_OTHER, /* it is not the cached one, which stays */
    TOKEN_KEPT,  /* it replaced a refused one a moment ago (rejection.h) */
};

/*
 * TOKEN was refused: drop it from the cache if it is the one there; for NULL,
 * whatever is there.  The client secret stays.
 */
enum wc_code token_reject(const struct profile *profile, const char *token,
                          enum token_fate *ret_fate, struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * A tool was answered 401.  The cached token is dropped as token_reject() does
 * it, if it is the one of HASH (token_hash(); NULL: whichever), and if it is at
 * least a minute old: whoever complains about a younger one, of several at
 * once, had an older one before (OPS-3).
 */
enum wc_code token_reject_old(const struct profile *profile, const char *hash,
                              struct wc_error *err)
    __attribute__((warn_unused_result));

/* Write what tells RECORD's token from others, and does not tell it, to TEXT.
 */
const char *token_hash(const struct record *record,
                       char text[static HASH_TEXT]);

#endif
