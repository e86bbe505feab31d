/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/request.h"
#include "helper/cooldown.h"
#include "tests/unit/fixture-flight.h"
#include "tests/unit/suite.h"

/* Promise 3 */
START_TEST(a_token_is_asked_for_once_and_then_cached)
{
    auto_secret first = SECRET_MAX(TOKEN_MAX);

    assert_got(false, "");
    secret_move(&first, &record.token);
    assert_got(false, "");
    ck_assert_str_eq(secret_bytes(&record.token), secret_bytes(&first));
    assert_runs(1);
    assert_lock_is_free();
}
END_TEST

/* clang-format off */
static const struct {
    const char *what;
    int64_t age_s, lifetime_s; /* of the record in the cache */
    bool served;               /* to one who wants 30 s of it */
} ages[] = {
    { "new",                            0,    3600, true  },
    { "31 s left",                      3568, 3600, true  },
    { "29 s left",                      3571, 3600, false },
    { "over",                           3601, 3600, false },
    { "short, more than a tenth left",  80,   100,  true  },
    { "short, less than a tenth left",  91,   100,  false },
    { "from the future",                -60,  3600, false },
};
/* clang-format on */

/* CLK-1, CLK-2, CLK-3 */
START_TEST(a_cached_record_is_served_while_it_is_fresh)
{
    put("cached.token", ages[_i].age_s, ages[_i].lifetime_s);
    assert_got(false, "");
    ck_assert_msg((strcmp(secret_bytes(&record.token), "cached.token") == 0) ==
                      ages[_i].served,
                  "%s", ages[_i].what);
    assert_runs(ages[_i].served ? 0 : 1);
}
END_TEST

/* RSP-4: lifetime 0 is for once. */
START_TEST(a_record_without_a_lifetime_is_given_and_not_kept)
{
    auto_record none = RECORD_INIT;
    auto_cache cache = CACHE_INIT;

    set(SETTING_CLIENT_ID, "record:0");
    assert_got(false, "");
    ck_assert_int_eq(record.lifetime_s, 0);
    open_cache(&cache);
    ck_assert(!cache_load(&cache, &none));
    assert_got(false, "");
    assert_runs(2);
}
END_TEST

/* CLK-3: there is nothing better than what was just obtained. */
START_TEST(a_record_shorter_than_the_wish_is_given)
{
    set(SETTING_CLIENT_ID, "record:1");
    ck_assert_int_eq(flight_get(&caller, &profile, 300, false, &record, &err),
                     WC_OK);
    ck_assert_int_eq(record.lifetime_s, 1);
    assert_runs(1);
}
END_TEST

START_TEST(refresh_passes_by_a_fresh_record_and_replaces_it)
{
    put("cached.token", 0, 3600);
    assert_got(true, "");
    ck_assert_str_ne(secret_bytes(&record.token), "cached.token");
    assert_runs(1);
    assert_got(false, "");
    ck_assert_str_ne(secret_bytes(&record.token), "cached.token");
    assert_runs(1);
}
END_TEST

/* clang-format off */
static const struct {
    int64_t age_s, lifetime_s;
    int runs;
} ahead[] = {
    { 0, 3600, 0 }, { 2800, 3600, 0 }, { 3070, 3600, 1 },
    /* however short its life */
    { 0, 100, 0 },  { 60, 100, 0 },    { 86, 100, 1 },
};
/* clang-format on */

/* design.md 6: from four fifths of its life. */
START_TEST(ahead_a_record_is_replaced_before_it_is_stale)
{
    put("cached.token", ahead[_i].age_s, ahead[_i].lifetime_s);
    ck_assert_int_eq(flight_get_ahead(&caller, &profile, 30, &record, &err),
                     WC_OK);
    assert_runs(ahead[_i].runs);
    ck_assert_int_eq(strcmp(secret_bytes(&record.token), "cached.token") != 0,
                     ahead[_i].runs);
}
END_TEST

/* FS-3 */
START_TEST(without_a_folder_a_token_is_given_with_a_warning)
{
    set(SETTING_CACHE_DIR, folder_file(base, "absent"));
    assert_got(false, "not cached: ");
    assert_got(false, "absent': No such file or directory");
    assert_runs(2);
}
END_TEST

/* LCK-9 */
START_TEST(a_record_that_cannot_be_stored_is_given_with_a_warning)
{
    auto_cache cache = CACHE_INIT;

    open_cache(&cache);
    ck_assert_int_eq(mkdirat(cache.folder, cache.record, 0700), 0);
    assert_got(false, "not cached: cannot replace");
    assert_runs(1);
}
END_TEST

/* LCK-9 */
START_TEST(a_lock_that_cannot_be_made_does_not_stop_us)
{
    auto_cache cache = CACHE_INIT;

    open_cache(&cache);
    ck_assert_int_eq(mkdirat(cache.folder, "default.lock", 0700), 0);
    assert_got(false, "cannot be locked");
    memset(&caller.warning, 0, sizeof(caller.warning));
    assert_got(false, "");
    assert_runs(1);
}
END_TEST

/* ERR-1 */
/* LCK-2: of the endpoint; what concerns this caller only is no news. */
START_TEST(a_failure_of_the_endpoint_is_remembered_and_others_are_not)
{
    static const int codes[] = { 3, 4, 5, 6, 7, 8, 9 };

    for (size_t i = 0; i < N_ELEMENTS(codes); i++) {
        char client_id[16];

        (void)snprintf(client_id, sizeof(client_id), "failure:%d", codes[i]);
        set(SETTING_CLIENT_ID, client_id);
        (void)unlink(folder_file(base, "log"));
        for (int call = 0; call < 2; call++) {
            memset(&err, 0, sizeof(err));
            ck_assert_int_eq(get(false), codes[i]);
        }
        assert_runs(codes[i] < 6 ? 2 : 1);
        /* --refresh asks again, but not against a limit */
        memset(&err, 0, sizeof(err));
        ck_assert_int_eq(get(true), codes[i]);
        assert_runs(codes[i] < 6 ? 3 : codes[i] == 8 ? 1 : 2);
    }
}
END_TEST

/* CLK-2, LCK-2: of another boot, with a disk as the cache; nobody can have
   waited for it. */
START_TEST(a_failure_of_a_later_time_is_not_shared)
{
    const struct wc_error refused = { WC_REFUSED, "it said no" };
    auto_secret question = SECRET_MAX(REQUEST_MAX);
    auto_cache cache = CACHE_INIT;
    struct request request = { 0 };
    char text[1024], *stored, *digits;

    open_cache(&cache);
    profile_request(&profile, REQUEST_OBTAIN, &request);
    ck_assert(request_write_question(&request, &question));
    cooldown_store(&cache, secret_bytes(&question), &refused, 0);
    stored = folder_read(folder_file(base, "walr-cred"), cache.cooldown);
    digits = strstr(stored, "failed-boot-ms=");
    ck_assert_ptr_nonnull(digits);
    digits += strlen("failed-boot-ms=");
    (void)snprintf(text, sizeof(text), "%.*s9%s", (int)(digits - stored),
                   stored, digits);
    folder_write(folder_file(base, "walr-cred"), cache.cooldown, text,
                 strlen(text), 0600);
    free(stored);
    assert_got(false, "");
    assert_runs(1);
}
END_TEST

START_TEST(a_failure_is_passed_on_and_nothing_is_cached)
{
    set(SETTING_CLIENT_ID, "failure:6");
    ck_assert_int_eq(get(false), WC_REFUSED);
    ck_assert_str_eq(err.text, "the endpoint said no: ask a person");
    ck_assert_ptr_null(record.token.bytes);
    assert_lock_is_free();
    memset(&err, 0, sizeof(err));
    ck_assert_int_eq(get(false), WC_REFUSED);
    assert_runs(1);
}
END_TEST

START_TEST(done_is_no_token)
{
    set(SETTING_CLIENT_ID, "done");
    ck_assert_int_eq(get(false), WC_INTERNAL);
    ck_assert_msg(strstr(err.text, "no token") != NULL, "%s", err.text);
}
END_TEST

/* KR-8: login stores what it verified with. */
START_TEST(replacing_drops_the_profiles_records_and_stores_one)
{
    auto_record fresh = RECORD_INIT;

    put("of.another.client", 0, 3600);
    set(SETTING_CLIENT_ID, "record:60");
    put("old.token", 0, 3600);
    clock_now(&fresh.obtained);
    fresh.lifetime_s = 3600;
    ck_assert(secret_add_text(&fresh.token, "new.token"));
    ck_assert_int_eq(flight_replace(&caller, &profile, &fresh, &err), WC_OK);
    ck_assert_str_eq(caller.warning.text, "");
    assert_got(false, "");
    ck_assert_str_eq(secret_bytes(&record.token), "new.token");
    set(SETTING_CLIENT_ID, "record");
    assert_got(false, "");
    ck_assert_str_ne(secret_bytes(&record.token), "of.another.client");
    assert_runs(1);
}
END_TEST

/* OPS-7 */
START_TEST(replacing_by_nothing_leaves_no_record)
{
    char *list;

    put("old.token", 0, 3600);
    assert_lock_is_free();
    ck_assert_int_eq(flight_replace(&caller, &profile, NULL, &err), WC_OK);
    list = folder_list(folder_file(base, "walr-cred"));
    ck_assert_str_eq(list, "default.lock ");
    free(list);
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, flight_setup, flight_teardown);
    tcase_add_test(tc, a_token_is_asked_for_once_and_then_cached);
    add_cases(tc, a_cached_record_is_served_while_it_is_fresh, ages);
    tcase_add_test(tc, a_record_without_a_lifetime_is_given_and_not_kept);
    tcase_add_test(tc, a_record_shorter_than_the_wish_is_given);
    tcase_add_test(tc, refresh_passes_by_a_fresh_record_and_replaces_it);
    add_cases(tc, ahead_a_record_is_replaced_before_it_is_stale, ahead);
    tcase_add_test(tc, without_a_folder_a_token_is_given_with_a_warning);
    tcase_add_test(tc, a_record_that_cannot_be_stored_is_given_with_a_warning);
    tcase_add_test(tc, a_lock_that_cannot_be_made_does_not_stop_us);
    tcase_add_test(tc,
                   a_failure_of_the_endpoint_is_remembered_and_others_are_not);
    tcase_add_test(tc, a_failure_of_a_later_time_is_not_shared);
    tcase_add_test(tc, a_failure_is_passed_on_and_nothing_is_cached);
    tcase_add_test(tc, done_is_no_token);
    tcase_add_test(tc, replacing_drops_the_profiles_records_and_stores_one);
    tcase_add_test(tc, replacing_by_nothing_leaves_no_record);
}

int main(void)
{
    return run_suite("flight", fill);
}
