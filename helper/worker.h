/* SPDX-License-Identifier: MIT */
/*
 * worker.h - ask walr-cred-obtain, and be answered in time.
 *
 * The front holds the clock: libraries that hang, print or cannot be cancelled
 * do so in a process that is killed when the caller's time is over.
 */
#ifndef HELPER_WORKER_H
#define HELPER_WORKER_H

#include "common/answer.h"
#include "common/error.h"
#include "common/request.h"
#include "helper/caller.h"

/*
 * Run CALLER's worker with REQUEST on its stdin and read its answer.  The
 * worker gets descriptors 0, 1 (pipes), 2 (/dev/null) and, for REQUEST_STREAM,
 * our stdin as 3; default signals; the allow-listed environment (PRC-11).
 * Deadline and parent of *request are filled in here.  While the worker says
 * that a prompt is open the clock stops, KEYRING_PROMPT_LIMIT_MS at most.  No
 * process is left when this returns, whatever it returns. WC_OK: *ret_answer is
 * a record or done.  The code of a failure the worker reports, with its line;
 * *ret_answer is then that failure.  WC_DEADLINE: time is over.  WC_INTERNAL:
 * no worker, killed by a signal, or no whole answer.
 */
enum wc_code worker_ask(struct caller *caller, struct request *request,
                        struct answer *ret_answer, struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
