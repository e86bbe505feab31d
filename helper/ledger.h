/* SPDX-License-Identifier: MIT */
/*
 * ledger.h - what burns the quota: every token request, a line in a file.
 *
 * A line is written when the answer is known, by whoever asked the endpoint;
 * where that cannot be, nothing is lost but the line, and nobody is told.
 */
#ifndef HELPER_LEDGER_H
#define HELPER_LEDGER_H

#include <stdint.h>

#include "common/answer.h"
#include "common/error.h"
#include "common/secret.h"
#include "helper/caller.h"
#include "helper/ledger-file.h"
#include "helper/ledger-line.h"

/* Bytes that ledger_read() reads of each file, from its end: one grows a little
   longer when several write into it while it is moved aside.  And of both. */
#define LEDGER_READ_MAX (2 * LEDGER_FILE_MAX)
#define LEDGER_TEXT_MAX (2 * (LEDGER_READ_MAX + 1))

/* Fill *ret with who asks, for PROFILE and WHY, and start the clock. */
void ledger_begin(const struct caller *caller, const char *profile,
                  enum ledger_why why, struct ledger_entry *ret);

/*
 * The worker has ended with CODE and ANSWER.  Nothing is to be written where
 * the endpoint was not asked: status 2 to 5, but for a login whose keyring
 * failed afterwards.
 */
void ledger_end(const struct caller *caller, enum wc_code code,
                const struct answer *answer, struct ledger_entry *entry);

/* Write ENTRY's line if it is one, when nobody waits for us any more. */
void ledger_write(const struct ledger_entry *entry);

/*
 * Append all that is kept to TEXT, whose ceiling is LEDGER_TEXT_MAX or more,
 * the oldest line first; nothing where there is no file.  WC_USAGE as
 * ledger_file_read().
 */
enum wc_code ledger_read(struct secret *text, struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
