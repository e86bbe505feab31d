/* SPDX-License-Identifier: MIT */
/*
 * work.h - what the worker can be asked to do: one row an action.
 */
#ifndef OBTAIN_WORK_H
#define OBTAIN_WORK_H

#include "common/answer.h"
#include "common/error.h"
#include "keyring/keyring.h"

/*
 * Do the action of CALL's request.  *ret_answer is what is to be said, also on
 * failure, except for the code and line of *err.
 */
enum wc_code work_do(const struct keyring_call *call, struct answer *ret_answer,
                     struct wc_error *err) __attribute__((warn_unused_result));

#endif
