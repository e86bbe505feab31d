/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "tests/unit/fixture-worker.h"
#include "tests/unit/suite.h"

static int master = -1; /* the other side of the front's terminal */
static FILE *notes;     /* what the fake worker notes, as it notes it */

static void setup(void)
{
    int fd;

    worker_setup();
    ck_assert_int_eq(mkfifo(log_path, 0600), 0);
    fd = open(log_path, O_RDWR | O_CLOEXEC);
    notes = fdopen(fd, "r");
    ck_assert_ptr_nonnull(notes);
    master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    ck_assert_int_ge(master, 0);
    ck_assert_int_eq(grantpt(master), 0);
    ck_assert_int_eq(unlockpt(master), 0);
}

static void teardown(void)
{
    (void)fclose(notes);
    (void)close(master);
    worker_teardown();
}

static bool has_echo(void)
{
    struct termios modes;

    ck_assert_int_eq(tcgetattr(master, &modes), 0);
    return (modes.c_lflag & ECHO) != 0;
}

/* A front whose terminal is ours, and that asks the worker for CLIENT_ID. */
static pid_t start_front(const char *client_id)
{
    char name[64];
    pid_t pid;

    ck_assert_int_eq(ptsname_r(master, name, sizeof(name)), 0);
    pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid > 0)
        return pid;
    (void)setsid();
    if (open(name, O_RDWR | O_CLOEXEC) < 0) /* becomes the terminal */
        _exit(99);
    request.source = REQUEST_TERMINAL;
    _exit(ask(client_id));
}

/* Read what the worker notes until the echo is off; returns its process id. */
static pid_t wait_for_no_echo(void)
{
    char line[64];
    long pid;

    ck_assert_ptr_nonnull(fgets(line, sizeof(line), notes));
    pid = strtol(line, NULL, 10);
    ck_assert_int_gt(pid, 0);
    ck_assert_ptr_nonnull(fgets(line, sizeof(line), notes));
    ck_assert_str_eq(line, "no echo\n");
    return (pid_t)pid;
}

static int wait_for(pid_t pid)
{
    int status = -1;

    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    return status;
}

/* PRC-13 */
START_TEST(the_echo_is_back_when_the_worker_was_killed)
{
    int status;

    ck_assert(has_echo());
    status = wait_for(start_front("no-echo:9"));
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), WC_INTERNAL);
    ck_assert(has_echo());
}
END_TEST

/* PRC-13, NET-6 */
START_TEST(the_echo_is_back_when_time_is_over)
{
    int status;
    pid_t front;

    caller_start(&caller, 400);
    front = start_front("no-echo");
    (void)wait_for_no_echo();
    status = wait_for(front);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), WC_DEADLINE);
    ck_assert(has_echo());
}
END_TEST

static const int deadly[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

/* PRC-13, T31: by the same signal, with the terminal as it was. */
START_TEST(the_echo_is_back_when_a_signal_ends_us)
{
    pid_t front = start_front("no-echo");
    pid_t worker = wait_for_no_echo();
    int status;

    ck_assert(!has_echo());
    ck_assert_int_eq(kill(front, deadly[_i]), 0);
    status = wait_for(front);
    ck_assert(has_echo());
    (void)kill(worker, SIGKILL); /* the real one dies with its front */
    ck_assert(WIFSIGNALED(status));
    ck_assert_int_eq(WTERMSIG(status), deadly[_i]);
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, the_echo_is_back_when_the_worker_was_killed);
    tcase_add_test(tc, the_echo_is_back_when_time_is_over);
    add_cases(tc, the_echo_is_back_when_a_signal_ends_us, deadly);
}

int main(void)
{
    return run_suite("terminal", fill);
}
