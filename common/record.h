/* SPDX-License-Identifier: MIT */
/*
 * record.h - a token and all it was asked with, as lines.
 *
 * The worker writes it to its stdout, the cache stores the same text: one
 * writer, one parser.  Layout, in this order and nothing else:
 *
 *   walr-cred-record=1
 *   the identity of the request (request.h)
 *   obtained-at=SECONDS  obtained-boot-ms=MS  boot-id=ID  lifetime=SECONDS
 *   quota-limit=N  quota-left=N  quota-reset=SECONDS
 *   access-token=TOKEN
 *   check=HASH of all bytes before this line
 */
#ifndef COMMON_RECORD_H
#define COMMON_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "common/clock.h"
#include "common/secret.h"
#include "common/text.h"

#define RECORD_MAX          (32 * 1024) /* bytes of a record's text (FS-4) */
#define RECORD_LIFETIME_MAX 2592000     /* seconds, 30 days (RSP-4) */

/* What the issuer said of the requests that are left, when it gave the token.
 */
struct quota {
    int64_t limit;   /* requests; 0: it said nothing */
    int64_t left;    /* of them */
    int64_t reset_s; /* from then until the limit is whole again */
};

/* Zero-initialise; free with record_clear(). */
struct record {
    struct secret token;
    struct moment obtained; /* before the request was sent (RSP-5) */
    int64_t lifetime_s;     /* 0: to be used once and not kept */
    struct quota quota;
};

/*
 * Append RECORD, asked with IDENTITY (the text of request_write_identity()).
 * False when OUT is full.
 */
bool record_write(const struct record *record, const char *identity,
                  struct secret *out) __attribute__((warn_unused_result));

/*
 * Read the record in TEXT, cut in place.  False, and *ret untouched, unless it
 * is complete, undamaged, of this version, of exactly IDENTITY, with a token
 * that may stand in a header (IN-2) and times within limits.
 */
bool record_parse(struct secret *text, const char *identity, struct record *ret)
    __attribute__((warn_unused_result));

/*
 * Seconds for which RECORD is still valid at NOW: the smaller of what the two
 * clocks say; 0 when it is over, is of another boot or comes from the future
 * (CLK-1, CLK-2).
 */
int64_t record_remaining_s(const struct record *record,
                           const struct moment *now);

/*
 * Seconds of its life that RECORD has behind it at NOW: the larger of what the
 * two clocks say; its whole lifetime where nothing remains.
 */
int64_t record_age_s(const struct record *record, const struct moment *now);

/*
 * Seconds from NOW for which RECORD may be handed out to somebody who wants
 * MIN_VALIDITY_S seconds of it: never more than a tenth of its life is asked
 * for, so that short tokens are kept too (CLK-3).  A second that has begun
 * counts; 0 or less: no longer.
 */
int64_t record_fresh_for_s(const struct record *record,
                           const struct moment *now, int64_t min_validity_s);

/* Whether RECORD may be, at NOW. */
bool record_is_fresh(const struct record *record, const struct moment *now,
                     int64_t min_validity_s);

/* Whether RECORD's issuer left at most one request, and has not begun anew at
   NOW: that one is for a person. */
bool record_is_last(const struct record *record, const struct moment *now);

void record_clear(struct record *record);

#define auto_record __attribute__((cleanup(record_clear))) struct record
#define RECORD_INIT                    \
    {                                  \
        .token = SECRET_MAX(TOKEN_MAX) \
    }

#endif
