/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/fixture-flight.h"
#include "tests/unit/suite.h"

#define CALLERS_MAX 1000 /* of LCK-1 */
#define CALLERS     200  /* unless WALR_TEST_CALLERS says otherwise */

static pid_t children[CALLERS_MAX];

/* Start N callers that write their token, or their error, into a pipe. */
static int start_callers(int n, bool refresh)
{
    int fds[2];

    ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
    for (int i = 0; i < n; i++) {
        children[i] = fork();
        ck_assert_int_ge(children[i], 0);
        if (children[i] == 0) {
            char line[64] = "";

            if (held >= 0)
                (void)close(held);
            caller_start(&caller, 20000);
            (void)snprintf(line, sizeof(line), "%.60s\n",
                           get(refresh) == WC_OK ? record.token.bytes
                                                 : err.text);
            _exit(write(fds[1], line, strlen(line)) < 0);
        }
    }
    (void)close(fds[1]);
    return fds[0];
}

/* All N end well and have the same token. */
static void assert_all_equal(int fd, int n)
{
    FILE *lines = fdopen(fd, "r");
    char first[64] = "", line[64];
    int got = 0;

    ck_assert_ptr_nonnull(lines);
    while (fgets(line, sizeof(line), lines)) {
        if (got++ == 0)
            memcpy(first, line, sizeof(first));
        ck_assert_str_eq(line, first);
    }
    (void)fclose(lines);
    ck_assert_int_eq(got, n);
    ck_assert_int_eq(strncmp(first, "token-", 6), 0);
    for (int i = 0; i < n; i++) {
        int status = -1;

        ck_assert_int_eq(waitpid(children[i], &status, 0), children[i]);
        ck_assert_int_eq(status, 0);
    }
}

/* LCK-1, T29 */
START_TEST(any_number_of_cold_callers_make_one_request)
{
    const char *wanted = getenv("WALR_TEST_CALLERS");
    int n = wanted ? (int)strtol(wanted, NULL, 10) : CALLERS;

    ck_assert_int_le(n, CALLERS_MAX);
    assert_all_equal(start_callers(n, false), n);
    assert_runs(1);
}
END_TEST

/* How many processes wait for a flock of INODE. */
static int count_waiters(ino_t inode)
{
    FILE *locks = fopen("/proc/locks", "re");
    char line[256], tail[32];
    int waiters = 0;

    ck_assert_ptr_nonnull(locks);
    (void)snprintf(tail, sizeof(tail), ":%lu 0 EOF", (unsigned long)inode);
    while (fgets(line, sizeof(line), locks))
        waiters += strstr(line, "-> FLOCK") && strstr(line, tail);
    (void)fclose(locks);
    return waiters;
}

/* OPS-3: both saw the same 401; the second takes what the first obtained. */
START_TEST(refreshers_that_began_together_make_one_request)
{
    struct stat st;
    int fd;

    put("rejected.token", 0, 3600);
    hold_lock();
    ck_assert_int_eq(fstat(held, &st), 0);
    fd = start_callers(5, true);
    while (count_waiters(st.st_ino) < 5)
        (void)poll(NULL, 0, 2);
    free_lock();
    assert_all_equal(fd, 5);
    assert_runs(1);
}
END_TEST

/* LCK-6 */
START_TEST(a_lock_that_is_held_all_the_time_is_a_deadline_and_no_request)
{
    hold_lock();
    caller_start(&caller, 300);
    ck_assert_int_eq(get(false), WC_DEADLINE);
    ck_assert_msg(strstr(err.text, "another walr-cred") != NULL, "%s",
                  err.text);
    ck_assert_int_eq(strncmp(err.text, "no token within 0.3 s: ", 23), 0);
    assert_runs(0);
    free_lock();
}
END_TEST

/* LCK-6, PRC-9: who has a fresh token needs no lock. */
START_TEST(a_held_lock_delays_nobody_who_has_a_fresh_record)
{
    hold_lock();
    put("cached.token", 0, 3600);
    caller_start(&caller, 0);
    assert_got(false, "");
    ck_assert_str_eq(secret_bytes(&record.token), "cached.token");
    free_lock();
}
END_TEST

/* A stopped holder cannot keep a logout from happening. */
START_TEST(replacing_does_not_wait_beyond_the_deadline)
{
    auto_cache cache = CACHE_INIT;

    hold_lock();
    put("old.token", 0, 3600);
    caller_start(&caller, 200);
    ck_assert_int_eq(flight_replace(&caller, &profile, NULL, &err), WC_OK);
    open_cache(&cache);
    ck_assert(!cache_load(&cache, &record));
    free_lock();
}
END_TEST

static void fill(TCase *tc)
{
    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, flight_setup, flight_teardown);
    tcase_add_test(tc, any_number_of_cold_callers_make_one_request);
    tcase_add_test(tc, refreshers_that_began_together_make_one_request);
    tcase_add_test(
        tc, a_lock_that_is_held_all_the_time_is_a_deadline_and_no_request);
    tcase_add_test(tc, a_held_lock_delays_nobody_who_has_a_fresh_record);
    tcase_add_test(tc, replacing_does_not_wait_beyond_the_deadline);
}

int main(void)
{
    return run_suite("flight_together", fill);
}
