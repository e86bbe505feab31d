/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/fixture-cache.h"
#include "tests/unit/suite.h"

#define SOMEBODY 65534 /* not us: nobody on every system */

/* Replaces the good record by something else. */
static void replace(int (*make)(const char *good, const char *path))
{
    const char *good = folder_file(base, "good");

    ck_assert_int_eq(rename(record_path(), good), 0);
    ck_assert_int_eq(make(good, record_path()), 0);
}

static int make_symlink(const char *good, const char *path)
{
    return symlink(good, path);
}

static int make_dangling(const char *good, const char *path)
{
    return unlink(good) == 0 ? symlink(good, path) : -1;
}

static int make_hardlink(const char *good, const char *path)
{
    return link(good, path);
}

static int make_fifo(const char *good, const char *path)
{
    (void)good;
    return mkfifo(path, 0600);
}

static int make_folder(const char *good, const char *path)
{
    (void)good;
    return mkdir(path, 0700);
}

static int make_world_readable(const char *good, const char *path)
{
    return chmod(good, 0644) == 0 ? rename(good, path) : -1;
}

static int make_group_writable(const char *good, const char *path)
{
    return chmod(good, 0620) == 0 ? rename(good, path) : -1;
}

static int make_other_owned(const char *good, const char *path)
{
    /* Only root can give a file away; others make it unreadable. */
    if (geteuid() == 0 ? chown(good, SOMEBODY, SOMEBODY) : chmod(good, 0))
        return -1;
    return rename(good, path);
}

static int make_empty(const char *good, const char *path)
{
    return truncate(good, 0) == 0 ? rename(good, path) : -1;
}

static int make_huge(const char *good, const char *path)
{
    return truncate(good, 33 * 1024) == 0 ? rename(good, path) : -1;
}

static int make_endless(const char *good, const char *path)
{
    return truncate(good, 1LL << 40) == 0 ? rename(good, path) : -1;
}

/* clang-format off */
static int (*const bad_files[])(const char *good, const char *path) = {
    make_symlink, make_dangling, make_hardlink, make_fifo,
    make_world_readable, make_group_writable, make_other_owned, make_empty,
    make_huge, make_endless,
};
/* clang-format on */

/* FS-4, A10: never followed, never waited for, and gone with the next store. */
START_TEST(a_file_that_is_not_ours_alone_is_no_record_and_is_replaced)
{
    store("some.token");
    replace(bad_files[_i]);
    assert_no_record();
    store("another.token");
    assert_loads_from(&cache, "another.token");
}
END_TEST

/* FS-4, LCK-9: the one thing that cannot be replaced is reported. */
START_TEST(a_folder_in_the_records_place_is_no_record_and_one_reason)
{
    store("some.token");
    replace(make_folder);
    assert_no_record();
    ck_assert(!store_in(&cache, "another.token"));
    ck_assert_msg(strstr(why.text, "cannot replace") != NULL, "%s", why.text);
    ck_assert_int_eq(rmdir(record_path()), 0);
    assert_holds("");
}
END_TEST

/* LCK-4, T25 */
START_TEST(a_record_cut_at_any_length_is_no_record)
{
    struct stat st;
    char *text;

    store("some.token");
    ck_assert_int_eq(stat(record_path(), &st), 0);
    text = folder_read(folder, cache.record);
    for (off_t len = 0; len < st.st_size; len++) {
        folder_write(folder, cache.record, text, (size_t)len, 0600);
        assert_no_record();
    }
    folder_write(folder, cache.record, text, (size_t)st.st_size, 0600);
    assert_loads_from(&cache, "some.token");
    free(text);
}
END_TEST

/* T26 */
START_TEST(a_record_with_any_bit_flipped_is_no_record)
{
    struct stat st;
    char *text;

    store("some.token");
    ck_assert_int_eq(stat(record_path(), &st), 0);
    text = folder_read(folder, cache.record);
    for (off_t bit = 0; bit < st.st_size * 8; bit++) {
        char mask = (char)(1 << bit % 8);

        text[bit / 8] = (char)(text[bit / 8] ^ mask);
        folder_write(folder, cache.record, text, (size_t)st.st_size, 0600);
        assert_no_record();
        text[bit / 8] = (char)(text[bit / 8] ^ mask);
    }
    free(text);
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, cache_setup, cache_teardown);
    add_cases(tc, a_file_that_is_not_ours_alone_is_no_record_and_is_replaced,
              bad_files);
    tcase_add_test(tc,
                   a_folder_in_the_records_place_is_no_record_and_one_reason);
    tcase_add_test(tc, a_record_cut_at_any_length_is_no_record);
    tcase_add_test(tc, a_record_with_any_bit_flipped_is_no_record);
}

int main(void)
{
    return run_suite("cache_damage", fill);
}
