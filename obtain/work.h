/* SPDX-License-Identifier: MIT */
/*
 * work.h - the worker's four actions: request in, answer out.
 *
 * keyring -> grant -> endpoint -> response -> record; at login in the order
 * that stores nothing which the endpoint has not accepted.
 */
#ifndef OBTAIN_WORK_H
#define OBTAIN_WORK_H

#include "common/answer.h"
#include "common/request.h"

/*
 * Do what REQUEST asks and fill *answer, which becomes a failure when it
 * cannot be done.  Progress lines, and the answer of a keyring that does not
 * answer in time, are written to ANSWER_FD.  The deadline runs from here.
 */
void work_do(const struct request *request, int answer_fd,
             struct answer *answer);

#endif
