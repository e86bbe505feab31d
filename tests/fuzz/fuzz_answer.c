/* SPDX-License-Identifier: MIT */
/* fuzz_answer.c - what the worker says, on its pipe. */
#include "config.h"

#include <string.h>

#include "common/answer.h"
#include "tests/fuzz/fuzz.h"

#define IDENTITY "profile=default\nrequest=json\n"

static void check(const struct answer *answer)
{
    auto_secret text = SECRET_MAX(ANSWER_MAX);
    auto_answer again = ANSWER_INIT;

    MUST(answer_write(answer, IDENTITY, &text));
    MUST(answer_parse(&text, IDENTITY, &again));
    MUST(answer->kind == again.kind);
    MUST(answer->error.code == again.error.code);
    MUST(strcmp(answer->error.text, again.error.text) == 0);
    MUST(fuzz_is_printable(answer->error.text));
    MUST(answer->retry_after_s == again.retry_after_s);
    MUST(answer->retry_after_s >= 0 &&
         answer->retry_after_s <= ANSWER_RETRY_MAX);
    MUST(answer->stored == again.stored && answer->locked == again.locked);
    MUST(answer->kind != ANSWER_FAILURE || answer->error.code != WC_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const words[] = { "record", "failure", "done" };
    auto_secret text = SECRET_MAX(ANSWER_MAX);
    auto_answer answer = ANSWER_INIT;

    if (!secret_add(&text, data, size))
        return 0;
    answer.retry_after_s = -1;
    if (answer_parse(&text, IDENTITY, &answer)) {
        check(&answer);
        fuzz_outcome(words[answer.kind], answer.error.text);
    } else {
        MUST(answer.retry_after_s == -1);
        fuzz_outcome("none", "");
    }
    return 0;
}
