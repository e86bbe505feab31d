/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "common/clock.h"
#include "tests/unit/fixture-worker.h"
#include "tests/unit/suite.h"

START_TEST(a_record_is_given_back)
{
    ck_assert_int_eq(ask("record:3600"), WC_OK);
    ck_assert_int_eq(answer.kind, ANSWER_RECORD);
    ck_assert_int_eq(answer.record.lifetime_s, 3600);
    ck_assert_int_eq(strncmp(secret_bytes(&answer.record.token), "token-", 6),
                     0);
    ck_assert_str_eq(err.text, "");
    assert_nobody_left();
}
END_TEST

START_TEST(done_is_given_back)
{
    ck_assert_int_eq(ask("done"), WC_OK);
    ck_assert_int_eq(answer.kind, ANSWER_DONE);
    ck_assert(answer.stored);
    ck_assert(!answer.locked);
}
END_TEST

/* ERR-1: each code of the worker's becomes ours, with its line. */
START_TEST(a_failure_keeps_its_code_line_and_time)
{
    char mode[32];

    (void)snprintf(mode, sizeof(mode), "failure:%d", _i);
    ck_assert_int_eq(ask(mode), _i);
    ck_assert_int_eq(err.code, _i);
    ck_assert_str_eq(err.text, "the endpoint said no: ask a person");
    ck_assert_int_eq(answer.kind, ANSWER_FAILURE);
    ck_assert_int_eq(answer.retry_after_s, 17);
    assert_nobody_left();
}
END_TEST

/* clang-format off */
static const struct {
    const char *mode;
    const char *text;
} broken[] = {
    { "text:",                           "without a whole answer" },
    { "text:hello",                      "without a whole answer" },
    { "text:walr-cred-failure=1",        "without a whole answer" },
    { "failure:0",                       "without a whole answer" },
    { "failure:12",                      "without a whole answer" },
    { "failure-cut",                     "without a whole answer" },
    { "other-identity",                  "without a whole answer" },
    { "signal:6",                        "signal 6 (SIGABRT)" },
    { "signal:31",                          "signal 31 (SIGSYS)" },
    { "signal:9",                        "signal 9 (SIGKILL)" },
    { "record-then-signal",              "signal 6 (SIGABRT)" },
    { "flood",                           "more than 33792 bytes" },
};
/* clang-format on */

/* ERR-4 */
START_TEST(anything_but_a_whole_answer_is_one_internal_error)
{
    ck_assert_int_eq(ask(broken[_i].mode), WC_INTERNAL);
    assert_text(broken[_i].text);
    ck_assert_ptr_null(strchr(err.text, '\n'));
    ck_assert_ptr_null(answer.record.token.bytes);
    assert_nobody_left();
}
END_TEST

/* LCK-4, ERR-4: 200 bytes are less than a record and more than its identity. */
START_TEST(an_answer_cut_anywhere_is_no_answer)
{
    for (int len = 0; len <= 200; len += 7) {
        char mode[32];

        memset(&err, 0, sizeof(err));
        (void)snprintf(mode, sizeof(mode), "cut:%d", len);
        ck_assert_int_eq(ask(mode), WC_INTERNAL);
        assert_text("without a whole answer");
    }
    memset(&err, 0, sizeof(err));
    ck_assert_int_eq(ask("cut:100000"), WC_INTERNAL); /* all but its last LF */
}
END_TEST

START_TEST(a_worker_that_is_not_there_is_named)
{
    caller.worker = "/nonexistent/walr-cred-obtain";
    ck_assert_int_eq(ask("record"), WC_INTERNAL);
    ck_assert_str_eq(err.text, "cannot run /nonexistent/walr-cred-obtain: No "
                               "such file or directory: reinstall walr-cred");
    memset(&err, 0, sizeof(err));
    folder_write(base, "plain", "#!/bin/false\n", 13, 0600);
    caller.worker = folder_file(base, "plain");
    ck_assert_int_eq(ask("record"), WC_INTERNAL);
    assert_text("Permission denied: reinstall walr-cred");
}
END_TEST

/* NET-6, promise 2 */
START_TEST(a_worker_that_hangs_is_killed_at_the_deadline)
{
    static const char *const hangs[] = { "hang", "deaf-hang" };
    int64_t before = clock_boot_ms(), took;

    caller_start(&caller, 300);
    ck_assert_int_eq(ask(hangs[_i]), WC_DEADLINE);
    took = clock_boot_ms() - before;
    ck_assert_int_ge(took, 300);
    ck_assert_int_lt(took, 3000);
    assert_text("no token within 0.3 s: ");
    assert_nobody_left();
}
END_TEST

START_TEST(a_caller_without_time_starts_no_worker)
{
    char *log;

    caller_start(&caller, 0);
    ck_assert_int_eq(ask("record"), WC_DEADLINE);
    assert_text("no token within 0 s: ");
    log = folder_read(base, LOG);
    ck_assert_str_eq(log, "");
    free(log);
}
END_TEST

/* A metered request is not thrown away because its worker cannot end. */
START_TEST(a_whole_answer_counts_though_its_worker_hangs)
{
    static const char *const hangs[] = { "record-then-hang",
                                         "record-close-hang" };
    int64_t before = clock_boot_ms();

    caller_start(&caller, 1500);
    ck_assert_int_eq(ask(hangs[_i]), WC_OK);
    ck_assert_int_eq(answer.kind, ANSWER_RECORD);
    ck_assert_int_lt(clock_boot_ms() - before, 4000);
    assert_nobody_left();
}
END_TEST

/* A6: end of file never comes. */
START_TEST(a_process_that_keeps_the_pipe_open_delays_nobody)
{
    char *log, *second;
    int64_t before = clock_boot_ms();

    ck_assert_int_eq(ask("grandchild"), WC_OK);
    ck_assert_int_eq(answer.kind, ANSWER_RECORD);
    ck_assert_int_lt(clock_boot_ms() - before, 4000);
    log = folder_read(base, LOG);
    second = strchr(log, '\n');
    ck_assert_ptr_nonnull(second);
    ck_assert_int_eq(kill((pid_t)strtol(second, NULL, 10), SIGKILL), 0);
    free(log);
}
END_TEST

/* KR-2: the person may think longer than the caller wanted to wait. */
START_TEST(the_clock_stands_still_while_a_prompt_is_open)
{
    int64_t deadline_ms;

    request.may_prompt = true;
    caller_start(&caller, 1500);
    deadline_ms = caller.deadline_ms;
    ck_assert_int_eq(ask("prompt:2000"), WC_OK);
    ck_assert_int_eq(answer.kind, ANSWER_RECORD);
    ck_assert_int_ge(caller.deadline_ms, deadline_ms + 1900);
    ck_assert_int_lt(caller.deadline_ms, deadline_ms + 4000);
}
END_TEST

/* KR-2 */
START_TEST(the_clock_stands_still_for_the_prompts_limit_only)
{
    int64_t before = clock_boot_ms(), took;

    request.may_prompt = true;
    caller_start(&caller, 300);
    ck_assert_int_eq(caller.prompt_limit_ms, 120000);
    caller.prompt_limit_ms = 400;
    ck_assert_int_eq(ask("prompt-then-hang"), WC_DEADLINE);
    took = clock_boot_ms() - before;
    ck_assert_int_ge(took, 700);
    ck_assert_int_lt(took, 4000);
    assert_nobody_left();
}
END_TEST

/* KR-3 */
START_TEST(a_prompt_that_is_not_permitted_stops_no_clock)
{
    int64_t before = clock_boot_ms();

    caller_start(&caller, 300);
    ck_assert_int_eq(ask("prompt-then-hang"), WC_DEADLINE);
    ck_assert_int_lt(clock_boot_ms() - before, 4000);
}
END_TEST

/* A request larger than a pipe, to a worker that reads none of it. */
static void make_large(char *value, size_t size)
{
    memset(value, 'v', size - 1);
    request.params[0] = (struct request_param){ "large", value };
    request.n_params = 1;
}

START_TEST(a_large_request_arrives_whole)
{
    static char value[30000];
    const char *token_url = log_path;

    /* Four of them: the record repeats them, so it is not asked for. */
    make_large(value, sizeof(value));
    for (size_t i = 1; i < 4; i++)
        request.params[i] = request.params[0];
    request.n_params = 4;
    request.token_url = token_url;
    ck_assert_int_eq(ask("done"), WC_OK);
}
END_TEST

/* PRC-2: writing to it is no signal, and it may still say why. */
START_TEST(a_worker_that_closes_its_stdin_is_heard)
{
    static char value[120000];

    make_large(value, sizeof(value));
    ck_assert_int_eq(ask("deaf:7"), WC_UNREACHABLE);
    ck_assert_str_eq(err.text, "the endpoint said no: ask a person");
}
END_TEST

/* Deaf and hanging, with more to read than the pipe holds. */
START_TEST(a_request_that_nobody_reads_ends_at_the_deadline)
{
    static char value[120000];

    make_large(value, sizeof(value));
    caller_start(&caller, 300);
    ck_assert_int_eq(ask("deaf-hang"), WC_DEADLINE);
    assert_nobody_left();
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, worker_setup, worker_teardown);
    tcase_add_test(tc, a_record_is_given_back);
    tcase_add_test(tc, done_is_given_back);
    tcase_add_loop_test(tc, a_failure_keeps_its_code_line_and_time, 1,
                        WC_CODE_MAX + 1);
    add_cases(tc, anything_but_a_whole_answer_is_one_internal_error, broken);
    tcase_add_test(tc, an_answer_cut_anywhere_is_no_answer);
    tcase_add_test(tc, a_worker_that_is_not_there_is_named);
    tcase_add_loop_test(tc, a_worker_that_hangs_is_killed_at_the_deadline, 0,
                        2);
    tcase_add_test(tc, a_caller_without_time_starts_no_worker);
    tcase_add_loop_test(tc, a_whole_answer_counts_though_its_worker_hangs, 0,
                        2);
    tcase_add_test(tc, a_process_that_keeps_the_pipe_open_delays_nobody);
    tcase_add_test(tc, the_clock_stands_still_while_a_prompt_is_open);
    tcase_add_test(tc, the_clock_stands_still_for_the_prompts_limit_only);
    tcase_add_test(tc, a_prompt_that_is_not_permitted_stops_no_clock);
    tcase_add_test(tc, a_large_request_arrives_whole);
    tcase_add_test(tc, a_worker_that_closes_its_stdin_is_heard);
    tcase_add_test(tc, a_request_that_nobody_reads_ends_at_the_deadline);
}

int main(void)
{
    return run_suite("worker", fill);
}
