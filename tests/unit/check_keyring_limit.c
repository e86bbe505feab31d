/* SPDX-License-Identifier: MIT */
/* check_keyring_limit.c - an end for calls that hang (limit.h). */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/answer.h"
#include "common/clock.h"
#include "common/fdio.h"
#include "keyring/limit.h"
#include "tests/unit/suite.h"

/* Run CHILD with a pipe; return its wait status and what it wrote. */
static int run(void (*child)(int fd), struct secret *ret_text)
{
    int ends[2], status;
    pid_t pid;

    ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
    pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        child(ends[1]);
        _exit(99);
    }
    (void)close(ends[1]);
    ck_assert_int_eq(fdio_read_all(ends[0], ret_text), FDIO_OK);
    (void)close(ends[0]);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    return status;
}

static void begin(int fd, int64_t ms, enum wc_code code, const char *text)
{
    struct wc_error err = { .code = WC_OK };

    if (limit_begin(fd, ms, code, text, &err) != WC_OK)
        _exit(98);
}

static void hang(int fd)
{
    sigset_t alarm_only;

    /* An inherited mask must not stop it. */
    (void)sigemptyset(&alarm_only);
    (void)sigaddset(&alarm_only, SIGALRM);
    (void)sigprocmask(SIG_BLOCK, &alarm_only, NULL);
    begin(fd, 20, WC_LOCKED, "nobody came");
    for (;;)
        (void)pause();
}

/* KR-2 */
START_TEST(a_call_that_hangs_ends_with_the_prepared_failure)
{
    struct secret text = SECRET_MAX(ANSWER_MAX);
    struct answer answer = ANSWER_INIT;
    int64_t started = clock_boot_ms();
    int status = run(hang, &text);

    ck_assert_int_ge(clock_boot_ms() - started, 20);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), WC_LOCKED);
    ck_assert(answer_parse(&text, "", &answer));
    ck_assert_int_eq(answer.kind, ANSWER_FAILURE);
    ck_assert_int_eq(answer.error.code, WC_LOCKED);
    ck_assert_str_eq(answer.error.text, "nobody came");
    secret_clear(&text);
}
END_TEST

/* Waits past the first two limits, not past the third. */
static void end_and_begin(int fd)
{
    int64_t until_ms;

    begin(fd, 300, WC_NO_KEYRING, "ended");
    limit_end();
    begin(fd, 300, WC_NO_KEYRING, "replaced");
    begin(fd, 60000, WC_NO_KEYRING, "too early");
    until_ms = clock_boot_ms() + 400;
    while (clock_boot_ms() < until_ms)
        continue;
    limit_end();
    limit_end();
    _exit(0);
}

/* KR-2 */
START_TEST(an_ended_or_replaced_limit_is_silent)
{
    struct secret text = SECRET_MAX(ANSWER_MAX);
    int status = run(end_and_begin, &text);

    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 0);
    ck_assert_uint_eq(text.len, 0);
    secret_clear(&text);
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_test(tc, a_call_that_hangs_ends_with_the_prepared_failure);
    tcase_add_test(tc, an_ended_or_replaced_limit_is_silent);
}

int main(void)
{
    return run_suite("keyring_limit", fill);
}
