/* SPDX-License-Identifier: MIT */
/*
 * answer.h - what the worker says: a record, a failure, or done.
 *
 * The worker's stdout is, in this order: any number of the progress lines
 * below, then one of
 *   a record (record.h);
 *   walr-cred-failure=1, code=N, retry-after=SECONDS, message=TEXT;
 *   walr-cred-done=1, stored=yes|no, locked=yes|no.
 * The exit status repeats the code of a failure, but the text decides.
 */
#ifndef COMMON_ANSWER_H
#define COMMON_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "common/error.h"
#include "common/record.h"
#include "common/secret.h"

/* Bytes of a whole answer, progress lines included. */
#define ANSWER_MAX (RECORD_MAX + 1024)

/* A person is being asked: the caller's clock stops, and goes on. */
#define ANSWER_PROMPT_OPEN   "prompt=open\n"
#define ANSWER_PROMPT_CLOSED "prompt=closed\n"

/* The token endpoint is asked next, whatever comes of it. */
#define ANSWER_ASKED "asked=endpoint\n"

/* The clock stops for this long at most, for each prompt (NET-6). */
#define ANSWER_PROMPT_LIMIT_MS 120000

#define ANSWER_RETRY_MAX 86400 /* seconds; longer is cut to it */

enum answer_kind {
    ANSWER_RECORD,
    ANSWER_FAILURE,
    ANSWER_DONE
};

/* Zero-initialise with ANSWER_INIT; free with answer_clear(). */
struct answer {
    enum answer_kind kind;
    struct record record;  /* of ANSWER_RECORD */
    struct wc_error error; /* of ANSWER_FAILURE */
    int64_t retry_after_s; /* of ANSWER_FAILURE; 0: the endpoint did not say */
    bool stored, locked;   /* of ANSWER_DONE */
    bool asked; /* the endpoint was, says a progress line: worker_ask() */
};

#define ANSWER_INIT           \
    {                         \
        .record = RECORD_INIT \
    }

/* Append ANSWER; IDENTITY is the request's.  False when OUT is full. */
bool answer_write(const struct answer *answer, const char *identity,
                  struct secret *out) __attribute__((warn_unused_result));

/*
 * Read the answer in TEXT, cut in place, its progress lines skipped.  False,
 * with *ret untouched, unless it is complete and a record is of IDENTITY.
 */
bool answer_parse(struct secret *text, const char *identity, struct answer *ret)
    __attribute__((warn_unused_result));

void answer_clear(struct answer *answer);

#define auto_answer __attribute__((cleanup(answer_clear))) struct answer

#endif
