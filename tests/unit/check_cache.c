/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/fixture-cache.h"
#include "tests/unit/suite.h"

START_TEST(what_is_stored_is_loaded)
{
    auto_record record = RECORD_INIT, loaded = RECORD_INIT;

    make_record("some.token", &record);
    ck_assert(cache_store(&cache, &record, &why));
    ck_assert(cache_load(&cache, &loaded));
    ck_assert_str_eq(secret_bytes(&loaded.token), "some.token");
    ck_assert_int_eq(loaded.lifetime_s, record.lifetime_s);
    ck_assert_int_eq(loaded.obtained.wall_s, record.obtained.wall_s);
    ck_assert_int_eq(loaded.obtained.boot_ms, record.obtained.boot_ms);
    ck_assert_str_eq(loaded.obtained.boot_id, record.obtained.boot_id);
}
END_TEST

/* LCK-4, LCK-5 */
START_TEST(a_new_record_replaces_the_old_file_and_leaves_no_other)
{
    struct stat first, second;

    store("first");
    ck_assert_int_eq(stat(record_path(), &first), 0);
    store("second");
    ck_assert_int_eq(stat(record_path(), &second), 0);
    assert_loads_from(&cache, "second");
    ck_assert_uint_ne(first.st_ino, second.st_ino);
    assert_holds_the_record_only();
}
END_TEST

START_TEST(a_record_is_named_after_profile_and_hash)
{
    ck_assert_uint_eq(strlen(cache.record),
                      strlen("default-0123456789abcdef.record"));
    ck_assert_int_eq(strncmp(cache.record, "default-", 8), 0);
    ck_assert_uint_eq(strspn(cache.record + 8, "0123456789abcdef"), 16);
    ck_assert_str_eq(cache.record + 24, ".record");
}
END_TEST

/* FS-5, T23 */
START_TEST(folder_and_record_are_private_whatever_the_umask)
{
    static const mode_t umasks[] = { 0000, 0777 };
    struct stat st;

    cache_teardown();
    (void)umask(umasks[_i]);
    cache_setup();
    store("some.token");
    ck_assert_int_eq(stat(record_path(), &st), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0600);
    ck_assert_int_eq(stat(folder, &st), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0700);
}
END_TEST

/* OPS-1 */
START_TEST(a_record_is_used_for_exactly_its_request)
{
    struct request others[] = { asked, asked, asked, asked,
                                asked, asked, asked, asked };

    others[0].token_url = "https://identity.test/oauth/token/";
    others[1].client_id = "some-client2";
    others[2].audience = NULL;
    others[3].scope = "read";
    others[4].form = true;
    others[5].basic = true;
    others[6].params[0] = (struct request_param){ "organization", "x" };
    others[6].n_params = 1;
    others[7].profile = "default-2";
    store("some.token");
    for (size_t i = 0; i < N_ELEMENTS(others); i++) {
        struct cache other = CACHE_INIT;
        auto_record record = RECORD_INIT;

        open_as(&others[i], &other);
        ck_assert_str_ne(other.record, cache.record);
        ck_assert(!cache_load(&other, &record));
        /* Nor if the hashes were equal. */
        memcpy(other.record, cache.record, sizeof(other.record));
        ck_assert(!cache_load(&other, &record));
        cache_close(&other);
    }
    assert_loads_from(&cache, "some.token");
}
END_TEST

/* What is not part of the identity does not cost a request. */
START_TEST(another_proxy_or_deadline_finds_the_same_record)
{
    struct request other = asked;
    struct cache same = CACHE_INIT;

    other.proxy = "none";
    other.deadline_ms = 17;
    other.action = REQUEST_LOGIN;
    store("some.token");
    open_as(&other, &same);
    assert_loads_from(&same, "some.token");
    cache_close(&same);
}
END_TEST

/* LCK-5 */
START_TEST(a_later_writer_removes_leftovers_and_nothing_else)
{
    static const char *const keep[] = {
        ".default-0123456789abcdef.record.12",
        ".default-0123456789abcdef.record.12-",
        ".default-0123456789abcdef.record.12-34x",
        ".default-0123456789abcde.record.12-34",
        ".default-0123456789abcdefa.record.12-34",
        ".default-0123456789ABCDEF.record.12-34",
        ".other-0123456789abcdef.record.12-34",
        ".default-2-0123456789abcdef.record.12-34",
        ".default.0123456789abcdef.record.12-34",
        "default-0123456789abcdef.record.12-34",
        "default-0123456789abcdef.record",
        "default.lock",
        "something else",
    };

    for (size_t i = 0; i < N_ELEMENTS(keep); i++)
        folder_write(folder, keep[i], "x", 1, 0600);
    folder_write(folder, ".default-0123456789abcdef.record.12-34", "x", 1,
                 0600);
    folder_write(folder, ".default-fedcba9876543210.record.1-2", "x", 1, 0600);
    store("some.token");
    ck_assert_int_eq(access(folder_file(folder, ".default-0123456789abcdef"
                                                ".record.12-34"),
                            F_OK),
                     -1);
    ck_assert_int_eq(
        access(folder_file(folder, ".default-fedcba9876543210.record.1-2"),
               F_OK),
        -1);
    for (size_t i = 0; i < N_ELEMENTS(keep); i++)
        ck_assert_msg(access(folder_file(folder, keep[i]), F_OK) == 0,
                      "%s was removed", keep[i]);
}
END_TEST

/* OPS-7, KR-8: tokens go, and what is remembered; locks stay, others' files
   stay. */
START_TEST(dropping_a_profile_removes_its_records_and_nothing_else)
{
    const char *const beside[] = { cache.cooldown, cache.renewal,
                                   cache.rejection };
    struct request other = asked, longer = asked;
    struct cache other_cache = CACHE_INIT, longer_cache = CACHE_INIT;

    other.client_id = "another-client";
    longer.profile = "default-0123456789abcdef";
    open_as(&other, &other_cache);
    open_as(&longer, &longer_cache);
    store("some.token");
    ck_assert(store_in(&other_cache, "other.token"));
    ck_assert(store_in(&longer_cache, "longer.token"));
    for (size_t i = 0; i < N_ELEMENTS(beside); i++)
        folder_write(folder, beside[i], "x", 1, 0600);
    folder_write(folder, "default.lock", "", 0, 0600);
    folder_write(folder, ".default-0123456789abcdef.record.1-2", "x", 1, 0600);
    folder_write(folder, "default-0123456789abcdef.recorder", "x", 1, 0600);
    cache_drop_profile(&cache);
    assert_no_record();
    ck_assert_int_eq(access(folder_file(folder, other_cache.record), F_OK), -1);
    assert_loads_from(&longer_cache, "longer.token");
    ck_assert_int_eq(unlink(folder_file(folder, longer_cache.record)), 0);
    assert_holds("default-0123456789abcdef.recorder default.lock ");
    cache_close(&other_cache);
    cache_close(&longer_cache);
}
END_TEST

/* HOST-7 */
START_TEST(a_record_is_dropped_only_by_its_own_token)
{
    store("some.token");
    ck_assert(!cache_drop(&cache, "some.toke"));
    ck_assert(!cache_drop(&cache, "some.token2"));
    ck_assert(!cache_drop(&cache, ""));
    assert_loads_from(&cache, "some.token");
    ck_assert(cache_drop(&cache, "some.token"));
    assert_no_record();
    assert_holds("");
    ck_assert(!cache_drop(&cache, "some.token"));
}
END_TEST

START_TEST(a_record_is_dropped_whatever_it_is_by_no_token)
{
    folder_write(folder, cache.record, "garbage", 7, 0644);
    ck_assert(cache_drop(&cache, NULL));
    assert_holds("");
}
END_TEST

/* LCK-9, A9: a limit on files kills nobody, and the old record lives. */
START_TEST(a_limit_on_file_size_is_a_reason_and_no_signal)
{
    auto_record record = RECORD_INIT;
    struct rlimit limit;
    bool stored;

    make_record("another.token", &record);
    store("some.token");
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = 0;
    /* Nothing of check's in between: it writes to a file itself. */
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
        ck_abort_msg("setrlimit");
    stored = cache_store(&cache, &record, &why);
    limit.rlim_cur = limit.rlim_max;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert(!stored);
    ck_assert_msg(strstr(why.text, "File too large") != NULL, "%s", why.text);
    assert_loads_from(&cache, "some.token");
    assert_holds_the_record_only();
}
END_TEST

/* LCK-9 */
START_TEST(no_descriptor_left_is_a_reason)
{
    struct rlimit none;

    store("some.token");
    ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &none), 0);
    none.rlim_cur = 0;
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
    ck_assert(!store_in(&cache, "another.token"));
    assert_no_record();
    none.rlim_cur = none.rlim_max;
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
    ck_assert_msg(strstr(why.text, "Too many open files") != NULL, "%s",
                  why.text);
    assert_loads_from(&cache, "some.token");
}
END_TEST

/* LCK-8 */
START_TEST(a_folder_that_vanished_is_a_reason)
{
    store("some.token");
    folder_remove(folder);
    assert_no_record();
    ck_assert(!cache_drop(&cache, "some.token"));
    cache_drop_profile(&cache);
    ck_assert(!store_in(&cache, "another.token"));
    ck_assert_msg(strstr(why.text, "No such file") != NULL, "%s", why.text);
}
END_TEST

START_TEST(without_a_folder_nothing_is_loaded_stored_or_dropped)
{
    struct cache none = CACHE_INIT;
    auto_record record = RECORD_INIT;

    (void)snprintf(none.why, sizeof(none.why), "no place");
    ck_assert(!cache_load(&none, &record));
    ck_assert(!store_in(&none, "some.token"));
    ck_assert_str_eq(why.text, "no place");
    ck_assert(!cache_drop(&none, NULL));
    cache_drop_profile(&none);
}
END_TEST

/* FS-4: nothing is stored that could not be loaded. */
START_TEST(a_record_beyond_32_kib_is_not_stored)
{
    static char value[20 * 1024];
    struct request large = asked;
    struct cache in = CACHE_INIT;
    static char token[TOKEN_MAX + 1];

    memset(value, 'v', sizeof(value) - 1);
    memset(token, 't', TOKEN_MAX);
    store(token);
    assert_loads_from(&cache, token);
    large.params[0] = (struct request_param){ "large", value };
    large.n_params = 1;
    open_as(&large, &in);
    ck_assert(!store_in(&in, token));
    ck_assert_msg(strstr(why.text, "32768") != NULL, "%s", why.text);
    cache_close(&in);
}
END_TEST

/* IN-7 */
START_TEST(a_profile_that_is_no_file_name_is_refused)
{
    static char long_name[PROFILE_NAME_MAX + 2];
    static const char *const names[] = {
        "", ".", "..", "a/b", "../x", long_name
    };
    struct request bad = asked;
    struct wc_error err = { 0 };

    memset(long_name, 'a', sizeof(long_name) - 1);
    bad.profile = names[_i];
    ck_assert_int_eq(cache_open(NULL, &bad, true, &cache, &err), WC_INTERNAL);
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, cache_setup, cache_teardown);
    tcase_add_test(tc, what_is_stored_is_loaded);
    tcase_add_test(tc, a_new_record_replaces_the_old_file_and_leaves_no_other);
    tcase_add_test(tc, a_record_is_named_after_profile_and_hash);
    tcase_add_loop_test(tc, folder_and_record_are_private_whatever_the_umask, 0,
                        2);
    tcase_add_test(tc, a_record_is_used_for_exactly_its_request);
    tcase_add_test(tc, another_proxy_or_deadline_finds_the_same_record);
    tcase_add_test(tc, a_later_writer_removes_leftovers_and_nothing_else);
    tcase_add_test(tc, dropping_a_profile_removes_its_records_and_nothing_else);
    tcase_add_test(tc, a_record_is_dropped_only_by_its_own_token);
    tcase_add_test(tc, a_record_is_dropped_whatever_it_is_by_no_token);
    tcase_add_test(tc, a_limit_on_file_size_is_a_reason_and_no_signal);
    tcase_add_test(tc, no_descriptor_left_is_a_reason);
    tcase_add_test(tc, a_folder_that_vanished_is_a_reason);
    tcase_add_test(tc, without_a_folder_nothing_is_loaded_stored_or_dropped);
    tcase_add_test(tc, a_record_beyond_32_kib_is_not_stored);
    tcase_add_loop_test(tc, a_profile_that_is_no_file_name_is_refused, 0, 6);
}

int main(void)
{
    return run_suite("cache", fill);
}
