/* SPDX-License-Identifier: MIT */
/*
 * ledger-line.h - one token request as a line of the ledger; pure.
 *
 * Ten fields between tabs, of which the first is the version:
 *
 *   1 TIME PROFILE WHY PROGRAM PROTOCOL STATUS DURATION LIFETIME FINGERPRINT
 *
 * "-" stands for what is not known or was not there.
 */
#ifndef HELPER_LEDGER_LINE_H
#define HELPER_LEDGER_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/error.h"
#include "common/record.h"
#include "common/secret.h"
#include "helper/config-file.h"

#define LEDGER_LINE_MAX 320 /* bytes of a line, with its LF */
#define LEDGER_NAME_MAX 64  /* bytes of a program's name, with its NUL */

/* Why a token was asked for. */
enum ledger_why {
    LEDGER_COLD = 0, /* none was cached */
    LEDGER_EXPIRED,  /* the cached one was over, or soon would be */
    LEDGER_RENEWAL,  /* ahead of that, behind somebody's back */
    LEDGER_REJECTED, /* an API had refused the cached one */
    LEDGER_FORCED,   /* --refresh */
    LEDGER_LOGIN,    /* a client secret was checked */
    LEDGER_WHYS
};

/*
 * Eight digits of a hash tell one token from the next and give none away: the
 * hash can be run backwards, but these are 32 bits of a token that must hold
 * 128 that nobody can guess (RFC 6749 section 10.10), so 96 are left.
 */
#define LEDGER_FINGERPRINT_TEXT 9 /* with its NUL */

struct ledger_entry {
    int64_t time_s; /* of the answer, since the epoch; 0: there was none */
    char profile[PROFILE_NAME_MAX + 1];
    enum ledger_why why;
    char program[LEDGER_NAME_MAX];  /* that asked; "" where not known */
    char protocol[LEDGER_NAME_MAX]; /* it asked in; "" for none */
    enum wc_code code;              /* how it ended */
    int64_t duration_ms;            /* without the time of open prompts */
    int64_t lifetime_s;             /* of the token; 0 for none */
    char fingerprint[LEDGER_FINGERPRINT_TEXT]; /* of the token; "" for none */
};

/* The word of WHY, as it stands in the line. */
const char *ledger_why_word(enum ledger_why why);

/* Take the LEN bytes at NAME, cut where they are too many, with '?' for
   whatever could not stand in a line or could drive a terminal. */
void ledger_set_name(char to[static LEDGER_NAME_MAX], const char *name,
                     size_t len);

/* Take lifetime and fingerprint from RECORD. */
void ledger_set_token(struct ledger_entry *entry, const struct record *record);

/* Append ENTRY's line.  False: OUT is full. */
bool ledger_line_write(const struct ledger_entry *entry, struct secret *out)
    __attribute__((warn_unused_result));

/* Read LINE, cut in place, without its LF.  False, with *ret untouched, when it
   is damaged or of another version. */
bool ledger_line_parse(char *line, struct ledger_entry *ret)
    __attribute__((warn_unused_result));

#endif
