/* SPDX-License-Identifier: MIT */
/*
 * ledger-file.h - where the ledger lies: found, verified, rotated.
 *
 * `ledger` in $XDG_STATE_HOME/walr-cred, else in ~/.local/state/walr-cred, and
 * beside it `ledger.1`, the one before.
 */
#ifndef HELPER_LEDGER_FILE_H
#define HELPER_LEDGER_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/error.h"

/* Bytes of the file; a line that would pass this begins a new one. */
#define LEDGER_FILE_MAX (256 * 1024)

/*
 * Open the file to append a line of LEN bytes, made where it is missing, as are
 * the folders.  *ret_half: it ends in half a line, of somebody whose disk was
 * full.  -1: there is no place for it, or something else is there.
 */
int ledger_file_append(size_t len, bool *ret_half)
    __attribute__((warn_unused_result));

/*
 * Open what is there, to be closed; -1 where it is not.  WC_USAGE: there is no
 * place for it, or something else than a private file of ours is there.
 */
enum wc_code ledger_file_read(int *ret_now, int *ret_before,
                              struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
