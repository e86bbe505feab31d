/* SPDX-License-Identifier: MIT */
/*
 * check_fdio.c - the edges: whole reads, whole writes, the two clocks.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/fdio.h"
#include "tests/unit/suite.h"

#define LARGE (256 * 1024) /* more than a pipe holds */

static int ends[2];

static void set_up(void)
{
    ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
}

static void *write_slowly(void *argument)
{
    const char *text = argument;

    for (; *text; text++) {
        if (write(ends[1], text, 1) != 1)
            break;
    }
    (void)close(ends[1]);
    return NULL;
}

/* IN-6: the ceiling is exact, and what is over it is refused, not cut. */
START_TEST(everything_up_to_the_ceiling_is_read_and_no_more)
{
    static const struct {
        size_t max;
        enum fdio result;
    } cases[] = { { 5, FDIO_OK }, { 6, FDIO_OK }, { 4, FDIO_TOO_BIG } };
    struct secret out = SECRET_MAX(cases[_i].max);
    pthread_t writer;
    char text[] = "12345";

    ck_assert_int_eq(pthread_create(&writer, NULL, write_slowly, text), 0);
    ck_assert_int_eq(fdio_read_all(ends[0], &out), cases[_i].result);
    (void)pthread_join(writer, NULL);
    if (cases[_i].result == FDIO_OK)
        ck_assert_str_eq(secret_bytes(&out), "12345");
    secret_clear(&out);
}
END_TEST

START_TEST(a_file_that_ends_early_is_an_error)
{
    auto_secret out = SECRET_MAX(64);

    ck_assert_int_eq(write(ends[1], "123", 3), 3);
    (void)close(ends[1]);
    ck_assert_int_eq(fdio_read_sized(ends[0], 4, &out), FDIO_ERROR);
    ck_assert_uint_eq(out.len, 0);
    ck_assert_int_eq(fdio_read_sized(ends[0], 65, &out), FDIO_TOO_BIG);
}
END_TEST

START_TEST(a_descriptor_that_is_none_is_an_error)
{
    auto_secret out = SECRET_MAX(64);

    ck_assert_int_eq(fdio_read_all(-1, &out), FDIO_ERROR);
    ck_assert_int_eq(errno, EBADF);
    ck_assert_int_eq(fdio_write_all(-1, "x", 1), FDIO_ERROR);
}
END_TEST

static void on_alarm(int number)
{
    (void)number;
}

static void *read_everything(void *argument)
{
    struct secret *out = argument;

    ck_assert_int_eq(fdio_read_all(ends[0], out), FDIO_OK);
    return NULL;
}

/* T33: a storm of signals changes nothing. */
START_TEST(a_large_write_is_whole_in_a_storm_of_signals)
{
    static char bytes[LARGE];
    const struct itimerval storm = { { 0, 1000 }, { 0, 1000 } };
    const struct itimerval calm = { { 0, 0 }, { 0, 0 } };
    struct sigaction action = { .sa_handler = on_alarm };
    auto_secret out = SECRET_MAX(LARGE);
    pthread_t reader;

    memset(bytes, 'x', sizeof(bytes));
    ck_assert_int_eq(sigaction(SIGALRM, &action, NULL), 0);
    ck_assert_int_eq(setitimer(ITIMER_REAL, &storm, NULL), 0);
    ck_assert_int_eq(pthread_create(&reader, NULL, read_everything, &out), 0);
    ck_assert_int_eq(fdio_write_all(ends[1], bytes, sizeof(bytes)), FDIO_OK);
    (void)close(ends[1]);
    (void)pthread_join(reader, NULL);
    ck_assert_int_eq(setitimer(ITIMER_REAL, &calm, NULL), 0);
    ck_assert_uint_eq(out.len, LARGE);
}
END_TEST

/* PRC-2: what else uses the pipe may have made it so, as ssh and node do. */
START_TEST(a_pipe_that_does_not_block_is_waited_for)
{
    static char bytes[LARGE];
    auto_secret out = SECRET_MAX(LARGE);
    pthread_t reader;

    memset(bytes, 'x', sizeof(bytes));
    ck_assert_int_eq(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    ck_assert_int_eq(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    ck_assert_int_eq(pthread_create(&reader, NULL, read_everything, &out), 0);
    ck_assert_int_eq(fdio_write_all(ends[1], bytes, sizeof(bytes)), FDIO_OK);
    (void)close(ends[1]);
    (void)pthread_join(reader, NULL);
    ck_assert_uint_eq(out.len, LARGE);
}
END_TEST

/* PRC-3 */
START_TEST(closed_standard_descriptors_are_filled_and_told)
{
    ck_assert_int_eq(fdio_fill_standard(), 0);
    (void)close(STDIN_FILENO);
    (void)close(STDERR_FILENO);
    ck_assert_int_eq(fdio_fill_standard(), 1 << 0 | 1 << 2);
    ck_assert_int_ge(fcntl(STDIN_FILENO, F_GETFD), 0);
    ck_assert_int_ge(fcntl(STDERR_FILENO, F_GETFD), 0);
    ck_assert_int_eq(fdio_fill_standard(), 0);
}
END_TEST

/* CLK-1 */
START_TEST(now_is_two_clocks_and_the_boot_they_belong_to)
{
    struct moment first, second;

    clock_now(&first);
    clock_now(&second);
    ck_assert_int_ge(second.boot_ms, first.boot_ms);
    ck_assert_int_le(second.boot_ms - first.boot_ms, 10000);
    ck_assert_int_gt(first.wall_s, 1700000000);
    ck_assert_str_eq(first.boot_id, second.boot_id);
    ck_assert(first.boot_id[0] == '\0' ||
              strlen(first.boot_id) == BOOT_ID_TEXT - 1);
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, set_up, NULL);
    tcase_add_loop_test(tc, everything_up_to_the_ceiling_is_read_and_no_more, 0,
                        3);
    tcase_add_test(tc, a_file_that_ends_early_is_an_error);
    tcase_add_test(tc, a_descriptor_that_is_none_is_an_error);
    tcase_add_test(tc, a_large_write_is_whole_in_a_storm_of_signals);
    tcase_add_test(tc, a_pipe_that_does_not_block_is_waited_for);
    tcase_add_test(tc, closed_standard_descriptors_are_filled_and_told);
    tcase_add_test(tc, now_is_two_clocks_and_the_boot_they_belong_to);
}

int main(void)
{
    return run_suite("fdio", fill);
}
