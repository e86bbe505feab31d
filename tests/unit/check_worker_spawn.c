/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/fixture-worker.h"
#include "tests/unit/suite.h"

/* The log without its first line, the process id. */
static char *facts(void)
{
    char *log = folder_read(base, LOG);
    char *rest = strchr(log, '\n');

    ck_assert_ptr_nonnull(rest);
    memmove(log, rest + 1, strlen(rest));
    return log;
}

/* PRC-4, PRC-5, LCK-7, A7: nothing of the caller's is open in the worker. */
START_TEST(the_worker_has_two_pipes_and_dev_null)
{
    char *text;
    int fds[2];

    ck_assert_int_eq(pipe(fds), 0); /* not close-on-exec */
    ck_assert_int_ge(dup2(fds[0], 9), 0);
    ck_assert_int_eq(ask("descriptors"), WC_OK);
    text = facts();
    ck_assert_str_eq(text, "0 pipe\n1 pipe\n2 /dev/null\n");
    free(text);
}
END_TEST

/* PRC-4 */
START_TEST(a_stream_is_handed_on_as_descriptor_3)
{
    int fds[2];
    char *text;

    request.source = REQUEST_STREAM;
    ck_assert_int_eq(pipe(fds), 0);
    ck_assert_int_eq(dup2(fds[0], STDIN_FILENO), STDIN_FILENO);
    ck_assert_int_eq(write(fds[1], "hush", 4), 4);
    (void)close(fds[0]);
    (void)close(fds[1]);
    /* Let a pipe of the worker's be born as 3, where the stream goes. */
    (void)close(3);
    ck_assert_int_eq(ask("stream"), WC_OK);
    text = facts();
    ck_assert_str_eq(text, "hush\n");
    free(text);
}
END_TEST

/* A39, PRC-6: an ignored SIGCHLD or blocked SIGALRM is not handed on, does not
   hide the worker's end and is put back. */
START_TEST(signals_are_at_their_defaults_in_the_worker)
{
    struct sigaction ignore = { .sa_handler = SIG_IGN }, after;
    sigset_t all;
    char *text;

    ck_assert_int_eq(sigaction(SIGCHLD, &ignore, NULL), 0);
    ck_assert_int_eq(sigaction(SIGXFSZ, &ignore, NULL), 0);
    (void)sigfillset(&all);
    ck_assert_int_eq(sigprocmask(SIG_BLOCK, &all, NULL), 0);
    ck_assert_int_eq(ask("signals"), WC_OK);
    text = facts();
    ck_assert_str_eq(text, "SigBlk: 0\n"
                           "SigIgn: 0\n"
                           "group: front's\n");
    free(text);
    memset(&err, 0, sizeof(err));
    ck_assert_int_eq(ask("signal:6"), WC_INTERNAL);
    assert_text("SIGABRT");
    ck_assert_int_eq(sigaction(SIGCHLD, NULL, &after), 0);
    ck_assert(after.sa_handler == SIG_IGN);
    ck_assert_int_eq(sigaction(SIGPIPE, NULL, &after), 0);
    ck_assert(after.sa_handler == SIG_DFL);
}
END_TEST

/* PRC-11 */
START_TEST(the_worker_has_the_allow_listed_environment)
{
    char *text;

    ck_assert_int_eq(clearenv(), 0);
    ck_assert_int_eq(setenv("HOME", "/users/u", 1), 0);
    ck_assert_int_eq(setenv("G_MESSAGES_DEBUG", "all", 1), 0);
    ck_assert_int_eq(setenv("WALR_CLIENT_SECRET", "hush", 1), 0);
    ck_assert_int_eq(setenv("https_proxy", "http://p.test", 1), 0);
    request.proxy = "none";
    ck_assert_int_eq(ask("environment"), WC_OK);
    text = facts();
    ck_assert_str_eq(text, "HOME=/users/u\nLANG=C.UTF-8\n");
    free(text);
}
END_TEST

/* A hundred runs, failed ones too, leave no descriptor behind. */
START_TEST(no_descriptor_is_leaked)
{
    static const char *const modes[] = { "record", "signal:6",
                                         "text:", "failure:7", "flood" };
    int before = dup(0), after;

    ck_assert_int_ge(before, 0);
    (void)close(before);
    for (int i = 0; i < 50; i++) {
        memset(&err, 0, sizeof(err));
        (void)ask(modes[i % 5]);
    }
    caller.worker = "/nonexistent";
    (void)ask("record");
    after = dup(0);
    ck_assert_int_eq(after, before);
    (void)close(after);
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, worker_setup, worker_teardown);
    tcase_add_test(tc, the_worker_has_two_pipes_and_dev_null);
    tcase_add_test(tc, a_stream_is_handed_on_as_descriptor_3);
    tcase_add_test(tc, signals_are_at_their_defaults_in_the_worker);
    tcase_add_test(tc, the_worker_has_the_allow_listed_environment);
    tcase_add_test(tc, no_descriptor_is_leaked);
}

int main(void)
{
    return run_suite("worker_spawn", fill);
}
