/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/request.h"
#include "helper/cooldown.h"
#include "tests/unit/fixture-flight.h"
#include "tests/unit/suite.h"

#define DUE_S 3200 /* age of a token of an hour that is to be renewed */

static enum wc_code renew(void)
{
    return flight_renew(&caller, &profile, &err);
}

static void assert_cached(const char *token, bool same)
{
    auto_cache cache = CACHE_INIT;

    open_cache(&cache);
    ck_assert(cache_load(&cache, &record));
    ck_assert_int_eq(strcmp(secret_bytes(&record.token), token) == 0, same);
}

/* OPS-5 */
START_TEST(a_token_that_is_due_is_replaced_by_one_request)
{
    put("old.token", DUE_S, 3600);
    ck_assert_int_eq(renew(), WC_OK);
    assert_cached("old.token", false);
    ck_assert_int_eq(renew(), WC_OK);
    assert_runs(1);
    assert_lock_is_free();
}
END_TEST

/* OPS-5; after a logout there is nothing to renew. */
START_TEST(without_a_token_that_is_due_no_request_is_made)
{
    ck_assert_int_eq(renew(), WC_OK);
    put("new.token", 0, 3600);
    ck_assert_int_eq(renew(), WC_OK);
    assert_runs(0);
}
END_TEST

/* LCK-1, PRC-8 */
START_TEST(while_somebody_asks_a_renewal_does_not)
{
    put("old.token", DUE_S, 3600);
    hold_lock();
    caller_start(&caller, 200);
    (void)renew();
    free_lock();
    assert_cached("old.token", true);
    assert_runs(0);
}
END_TEST

/* PRC-8: it was waiting for whoever had the same idea. */
START_TEST(a_renewal_that_waited_takes_what_was_obtained_meanwhile)
{
    int status = -1;
    pid_t pid;

    put("old.token", DUE_S, 3600);
    hold_lock();
    pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        (void)close(held);
        _exit(renew() == WC_OK ? 0 : 1);
    }
    await_waiters(1);
    put("new.token", 0, 3600);
    free_lock();
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_int_eq(status, 0);
    assert_cached("new.token", true);
    assert_runs(0);
}
END_TEST

/* LCK-2, OPS-2: nor is an endpoint asked that has just said no. */
START_TEST(while_a_failure_is_remembered_nothing_is_renewed)
{
    const struct wc_error refused = { WC_REFUSED, "it said no" };
    auto_secret asked = SECRET_MAX(REQUEST_MAX);
    auto_cache cache = CACHE_INIT;
    struct request request = { 0 };

    put("old.token", DUE_S, 3600);
    profile_request(&profile, REQUEST_OBTAIN, &request);
    ck_assert(request_write_question(&request, &asked));
    open_cache(&cache);
    cooldown_store(&cache, secret_bytes(&asked), &refused, 0);
    caller_start(&caller, 20000);
    ck_assert_int_eq(renew(), WC_REFUSED);
    assert_cached("old.token", true);
    assert_runs(0);
    cooldown_drop(&cache);
    memset(&err, 0, sizeof(err));
    ck_assert_int_eq(renew(), WC_OK);
    assert_runs(1);
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, flight_setup, flight_teardown);
    tcase_add_test(tc, a_token_that_is_due_is_replaced_by_one_request);
    tcase_add_test(tc, without_a_token_that_is_due_no_request_is_made);
    tcase_add_test(tc, while_somebody_asks_a_renewal_does_not);
    tcase_add_test(tc, a_renewal_that_waited_takes_what_was_obtained_meanwhile);
    tcase_add_test(tc, while_a_failure_is_remembered_nothing_is_renewed);
}

int main(void)
{
    return run_suite("flight_renew", fill);
}
