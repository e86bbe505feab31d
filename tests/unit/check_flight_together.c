/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
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

/* All N have the same line, which starts with SAID. */
static void assert_all_equal(int fd, int n, const char *said)
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
    ck_assert_msg(strncmp(first, said, strlen(said)) == 0, "%s", first);
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
    assert_all_equal(start_callers(n, false), n, "token-");
    assert_runs(1);
}
END_TEST

/* Five that want a new token have begun before the first of them asks. */
static void refresh_together(const char *said)
{
    int fd;

    hold_lock();
    fd = start_callers(5, true);
    await_waiters(5);
    free_lock();
    assert_all_equal(fd, 5, said);
    assert_runs(1);
}

/* OPS-3: both saw the same 401; the second takes what the first obtained. */
START_TEST(refreshers_that_began_together_make_one_request)
{
    put("rejected.token", 0, 3600);
    refresh_together("token-");
}
END_TEST

/* LCK-2: --refresh asks in spite of what is remembered, but not again for what
   became of the request it waited for. */
START_TEST(refreshers_that_began_together_share_a_failure)
{
    set(SETTING_CLIENT_ID, "failure:7");
    refresh_together("the endpoint said no");
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

/* LCK-2, OPS-4: nor does it delay who is told what is remembered. */
START_TEST(a_held_lock_delays_nobody_while_a_failure_is_remembered)
{
    set(SETTING_CLIENT_ID, "failure:6");
    ck_assert_int_eq(get(false), WC_REFUSED);
    memset(&err, 0, sizeof(err));
    hold_lock();
    caller_start(&caller, 0);
    ck_assert_int_eq(get(false), WC_REFUSED);
    assert_runs(1);
    free_lock();
}
END_TEST

/* KR-8, OPS-7: a token that was being asked for is removed, too. */
START_TEST(replacing_waits_for_the_request_that_is_on_its_way)
{
    auto_cache cache = CACHE_INIT;
    int status = -1;
    pid_t pid;

    hold_lock();
    pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        (void)close(held);
        _exit(flight_replace(&caller, &profile, NULL, &err) != WC_OK);
    }
    await_waiters(1);
    put("late.token", 0, 3600);
    free_lock();
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_int_eq(status, 0);
    open_cache(&cache);
    ck_assert(!cache_load(&cache, &record));
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
    tcase_add_checked_fixture(tc, flight_setup, flight_teardown);
    tcase_add_test(tc, any_number_of_cold_callers_make_one_request);
    tcase_add_test(tc, refreshers_that_began_together_make_one_request);
    tcase_add_test(tc, refreshers_that_began_together_share_a_failure);
    tcase_add_test(
        tc, a_lock_that_is_held_all_the_time_is_a_deadline_and_no_request);
    tcase_add_test(tc, a_held_lock_delays_nobody_who_has_a_fresh_record);
    tcase_add_test(tc, a_held_lock_delays_nobody_while_a_failure_is_remembered);
    tcase_add_test(tc, replacing_waits_for_the_request_that_is_on_its_way);
    tcase_add_test(tc, replacing_does_not_wait_beyond_the_deadline);
}

int main(void)
{
    return run_suite("flight_together", fill);
}
