/* SPDX-License-Identifier: MIT */
/*
 * ledger-report.h - the ledger as people and as programs read it; pure.
 */
#ifndef HELPER_LEDGER_REPORT_H
#define HELPER_LEDGER_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/secret.h"
#include "helper/ledger-line.h"

/* Append a row for each of the N entries, in local time, and behind them who
   and what made the requests of the last 24 hours before NOW_S.  False: OUT is
   full, or memory is out. */
bool ledger_report_text(const struct ledger_entry *entries, size_t n,
                        int64_t now_s, struct secret *out)
    __attribute__((warn_unused_result));

/* Append a JSON object for each, one a line.  False as above. */
bool ledger_report_json(const struct ledger_entry *entries, size_t n,
                        struct secret *out) __attribute__((warn_unused_result));

#endif
