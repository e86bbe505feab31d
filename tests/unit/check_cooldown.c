/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/cooldown.h"
#include "tests/unit/fixture-cache.h"
#include "tests/unit/suite.h"

#define ASKED "walr-cred-request=1\nprofile=default\n"
#define OTHER "walr-cred-request=1\nprofile=another\n" /* as long */

static void fail_now(enum wc_code code, int64_t retry_after_s,
                     struct cooldown *ret)
{
    struct wc_error error = { .code = code, .text = "it said no" };

    cooldown_store(&cache, ASKED, &error, retry_after_s);
    ck_assert(cooldown_load(&cache, ASKED, ret));
}

/* LCK-2 */
START_TEST(only_what_the_endpoint_did_is_remembered)
{
    for (int code = 0; code <= WC_CODE_MAX; code++)
        ck_assert_int_eq(cooldown_is_for((enum wc_code)code),
                         code >= 6 && code <= 9);
}
END_TEST

/* OPS-1: for exactly the same question. */
START_TEST(what_was_remembered_is_read_back)
{
    struct cooldown cooldown = { .wait_s = 0 };

    fail_now(WC_REFUSED, 0, &cooldown);
    ck_assert_int_eq(cooldown.error.code, WC_REFUSED);
    ck_assert_str_eq(cooldown.error.text, "it said no");
    ck_assert_int_eq(cooldown.wait_s, 60);
    ck_assert_int_eq(cooldown.tries, 1);
    ck_assert(!cooldown_load(&cache, OTHER, &cooldown));
    ck_assert(!cooldown_load(&cache, ASKED "x=y\n", &cooldown));
    ck_assert(!cooldown_load(&cache, "", &cooldown));
    cooldown_drop(&cache);
    ck_assert(!cooldown_load(&cache, ASKED, &cooldown));
}
END_TEST

/* LCK-2: 2 s doubling to 60 s; a limit as told, at most a day. */
START_TEST(an_endpoint_that_is_away_is_asked_less_and_less)
{
    static const int64_t waits[] = { 2, 4, 8, 16, 32, 60, 60 };

    for (size_t i = 0; i < N_ELEMENTS(waits); i++) {
        struct cooldown cooldown = { .wait_s = 0 };

        fail_now(i % 2 ? WC_MALFORMED : WC_UNREACHABLE, 0, &cooldown);
        ck_assert_int_eq(cooldown.wait_s, waits[i]);
        ck_assert_int_eq(cooldown.tries, (int64_t)i + 1);
    }
}
END_TEST

/* A failure of AGE_S ago that was the TRIES-th in a row, to wait WAIT_S for. */
static void put(int64_t age_s, int64_t tries, int64_t wait_s)
{
    struct cooldown cooldown = { .wait_s = 0 };
    char text[1024], *stored, *changed;
    int head;

    fail_now(WC_UNREACHABLE, 0, &cooldown);
    stored = folder_read(folder, cache.cooldown);
    changed = strstr(stored, "failed-at=");
    ck_assert_ptr_nonnull(changed);
    head = (int)(changed - stored);
    (void)snprintf(text, sizeof(text),
                   "%.*sfailed-at=%lld\nfailed-boot-ms=%lld\nboot-id=%s\n"
                   "wait=%lld\ntries=%lld\ncode=7\nmessage=no\n",
                   head, stored, (long long)(cooldown.failed.wall_s - age_s),
                   (long long)(cooldown.failed.boot_ms - age_s * 1000),
                   cooldown.failed.boot_id, (long long)wait_s,
                   (long long)tries);
    folder_write(folder, cache.cooldown, text, strlen(text), 0600);
    free(stored);
}

/* clang-format off */
static const struct {
    int64_t age_s, tries, wait_s; /* of the failure before */
    int64_t next_tries, next_wait_s;
} rows[] = {
    { 10, 3,  8,  4,  16 },
    /* long after the last one: another outage */
    { 33, 3,  8,  1,  2 },
    /* however long it takes, it is not asked more often again */
    { 10, 29, 60, 30, 60 },
    { 10, 30, 60, 30, 60 },
};
/* clang-format on */

/* LCK-2 */
START_TEST(failures_are_counted_as_long_as_they_are_in_a_row)
{
    struct cooldown cooldown = { .wait_s = 0 };

    put(rows[_i].age_s, rows[_i].tries, rows[_i].wait_s);
    fail_now(WC_UNREACHABLE, 0, &cooldown);
    ck_assert_int_eq(cooldown.tries, rows[_i].next_tries);
    ck_assert_int_eq(cooldown.wait_s, rows[_i].next_wait_s);
}
END_TEST

START_TEST(a_limit_lasts_as_long_as_told)
{
    struct cooldown cooldown = { .wait_s = 0 };

    fail_now(WC_RATE_LIMITED, 120, &cooldown);
    ck_assert_int_eq(cooldown.wait_s, 120);
    fail_now(WC_RATE_LIMITED, 86400, &cooldown);
    ck_assert_int_eq(cooldown.wait_s, 86400);
    fail_now(WC_RATE_LIMITED, 0, &cooldown);
    ck_assert_int_eq(cooldown.wait_s, 60);
}
END_TEST

/* LCK-2, OPS-5: RFC 9110 section 10.2.3 lets an endpoint say 0. */
START_TEST(a_limit_that_is_over_at_once_is_believed_less_each_time)
{
    static const int64_t waits[] = { 1, 2, 4, 8, 16, 32, 60, 60 };

    for (size_t i = 0; i < N_ELEMENTS(waits); i++) {
        struct cooldown cooldown = { .wait_s = 0 };

        fail_now(WC_RATE_LIMITED, 1, &cooldown);
        ck_assert_int_eq(cooldown.wait_s, waits[i]);
    }
}
END_TEST

/* RFC 9110 section 10.2.3: with a 503 it says how long the endpoint is away. */
START_TEST(an_endpoint_that_says_for_how_long_it_is_away_is_left_alone)
{
    struct cooldown cooldown = { .wait_s = 0 };

    fail_now(WC_UNREACHABLE, 30, &cooldown);
    ck_assert_int_eq(cooldown.wait_s, 30);
    fail_now(WC_UNREACHABLE, 1, &cooldown);
    ck_assert_int_eq(cooldown.wait_s, 4);
    fail_now(WC_REFUSED, 86400, &cooldown);
    ck_assert_int_eq(cooldown.wait_s, 60);
}
END_TEST

/* clang-format off */
static const struct {
    int64_t wall_s, boot_ms; /* since it failed; 60 s are to be waited */
    const char *boot_id;
    bool in_force;
} clocks[] = {
    { 0, 0, "b", true }, { 59, 59999, "b", true }, { 60, 60000, "b", false }, { 59, 60000, "b", false },
    { 60, 59000, "b", false },
    /* CLK-2: a clock that cannot tell costs a request, never a day of silence */
    { -1, 1000, "b", false }, { 10, -1, "b", false }, { 10, 10000, "other", false }, { 86400, 10, "b", false },
};
/* clang-format on */

START_TEST(it_is_in_force_while_both_clocks_say_so)
{
    const struct cooldown cooldown = {
        .failed = { .wall_s = 1000, .boot_ms = 50000, .boot_id = "b" },
        .wait_s = 60,
    };
    struct moment now = { .wall_s = 1000 + clocks[_i].wall_s,
                          .boot_ms = 50000 + clocks[_i].boot_ms };

    memcpy(now.boot_id, clocks[_i].boot_id, strlen(clocks[_i].boot_id) + 1);
    ck_assert_int_eq(cooldown_is_in_force(&cooldown, &now),
                     clocks[_i].in_force);
}
END_TEST

START_TEST(a_damaged_file_is_no_cooldown)
{
    struct cooldown cooldown = { .wait_s = 0 };
    char *text;

    fail_now(WC_REFUSED, 0, &cooldown);
    text = folder_read(folder, cache.cooldown);
    for (size_t len = 0; len + 1 < strlen(text); len++) {
        /* the message is the last line: cut within it, it is a shorter one */
        if (strstr(text, "message=") && len > strlen(text) - 12)
            break;
        folder_write(folder, cache.cooldown, text, len, 0600);
        ck_assert_msg(!cooldown_load(&cache, ASKED, &cooldown), "%zu", len);
    }
    folder_write(folder, cache.cooldown, text, strlen(text), 0644);
    ck_assert(!cooldown_load(&cache, ASKED, &cooldown));
    folder_write(folder, cache.cooldown, text, strlen(text), 0600);
    ck_assert(cooldown_load(&cache, ASKED, &cooldown));
    free(text);
}
END_TEST

START_TEST(the_line_says_how_old_it_is_and_how_long_it_lasts)
{
    const struct cooldown cooldown = {
        .failed = { .wall_s = 1000, .boot_ms = 50000, .boot_id = "b" },
        .wait_s = 60,
        .error = { WC_REFUSED, "it said no" },
    };
    struct moment now = { .wall_s = 1012, .boot_ms = 62000, .boot_id = "b" };
    struct wc_error err = { 0 };

    ck_assert_int_eq(cooldown_fail(&cooldown, &now, &err), WC_REFUSED);
    ck_assert_str_eq(err.text, "it said no (that was 12 s ago; "
                               "not asking again for 48 s)");
    err = (struct wc_error){ 0 };
    now = cooldown.failed;
    ck_assert_int_eq(cooldown_fail(&cooldown, &now, &err), WC_REFUSED);
    ck_assert_str_eq(err.text, "it said no");
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, cache_setup, cache_teardown);
    tcase_add_test(tc, only_what_the_endpoint_did_is_remembered);
    tcase_add_test(tc, what_was_remembered_is_read_back);
    tcase_add_test(tc, an_endpoint_that_is_away_is_asked_less_and_less);
    add_cases(tc, failures_are_counted_as_long_as_they_are_in_a_row, rows);
    tcase_add_test(tc, a_limit_lasts_as_long_as_told);
    tcase_add_test(tc, a_limit_that_is_over_at_once_is_believed_less_each_time);
    tcase_add_test(tc,
                   an_endpoint_that_says_for_how_long_it_is_away_is_left_alone);
    add_cases(tc, it_is_in_force_while_both_clocks_say_so, clocks);
    tcase_add_test(tc, a_damaged_file_is_no_cooldown);
    tcase_add_test(tc, the_line_says_how_old_it_is_and_how_long_it_lasts);
}

int main(void)
{
    return run_suite("cooldown", fill);
}
