/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "common/answer.h"

#include <string.h>

#include "common/lines.h"
#include "common/number.h"

#define FAILURE_HEAD "walr-cred-failure"
#define DONE_HEAD    "walr-cred-done"
#define FORM         "1"

static const char *yes_no(bool yes)
{
    return yes ? "yes" : "no";
}

bool answer_write(const struct answer *answer, const char *identity,
                  struct secret *out)
{
    switch (answer->kind) {
    case ANSWER_RECORD:
        return record_write(&answer->record, identity, out);
    case ANSWER_FAILURE:
        return lines_put(out, FAILURE_HEAD, FORM) &&
               lines_put_number(out, "code", answer->error.code) &&
               lines_put_number(out, "retry-after", answer->retry_after_s) &&
               lines_put(out, "message", answer->error.text);
    case ANSWER_DONE:
        return lines_put(out, DONE_HEAD, FORM) &&
               lines_put(out, "stored", yes_no(answer->stored)) &&
               lines_put(out, "locked", yes_no(answer->locked));
    }
    return false;
}

/* Remove the progress lines in front of the answer. */
static void drop_progress(struct secret *text)
{
    static const char *const progress[] = { ANSWER_PROMPT_OPEN,
                                            ANSWER_PROMPT_CLOSED,
                                            ANSWER_ASKED };
    size_t at = 0;

    for (size_t i = 0; i < sizeof(progress) / sizeof(progress[0]);) {
        size_t len = strlen(progress[i]);

        if (text->len - at >= len &&
            memcmp(text->bytes + at, progress[i], len) == 0) {
            at += len;
            i = 0;
        } else {
            i++;
        }
    }
    if (at > 0) {
        memmove(text->bytes, text->bytes + at, text->len - at);
        secret_cut(text, text->len - at);
    }
}

static bool parse_failure(struct lines *lines, struct answer *answer)
{
    const char *code = lines_take(lines, "code");
    const char *retry_after = lines_take(lines, "retry-after");
    const char *message = lines_take(lines, "message");
    int64_t number;

    if (!code || !retry_after || !message || lines_next(lines) ||
        !number_parse(code, 1, WC_CODE_MAX, &number) ||
        !number_parse(retry_after, 0, ANSWER_RETRY_MAX, &answer->retry_after_s))
        return false;
    answer->kind = ANSWER_FAILURE;
    wc_fail(&answer->error, (enum wc_code)number, "%s", message);
    return true;
}

static bool take_flag(struct lines *lines, const char *key, bool *ret)
{
    const char *value = lines_take(lines, key);

    if (!value || (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0))
        return false;
    *ret = strcmp(value, "yes") == 0;
    return true;
}

static bool parse_done(struct lines *lines, struct answer *answer)
{
    answer->kind = ANSWER_DONE;
    return take_flag(lines, "stored", &answer->stored) &&
           take_flag(lines, "locked", &answer->locked) && !lines_next(lines);
}

bool answer_parse(struct secret *text, const char *identity, struct answer *ret)
{
    struct answer answer = ANSWER_INIT;
    struct lines lines;
    char *line;
    const char *form;
    bool failure;

    if (text->len == 0)
        return false;
    drop_progress(text);
    if (record_parse(text, identity, &answer.record)) {
        answer.kind = ANSWER_RECORD;
    } else {
        if (!lines_open(&lines, text->bytes, text->len))
            return false;
        line = lines_next(&lines);
        form = line ? lines_split(line) : NULL;
        if (!form || strcmp(form, FORM) != 0)
            return false;
        failure = strcmp(line, FAILURE_HEAD) == 0;
        if (!(failure ? parse_failure(&lines, &answer)
                      : strcmp(line, DONE_HEAD) == 0 &&
                            parse_done(&lines, &answer)))
            return false;
    }
    answer_clear(ret);
    *ret = answer;
    return true;
}

void answer_clear(struct answer *answer)
{
    record_clear(&answer->record);
}
