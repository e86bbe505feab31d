/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "common/secret.h"
#include "tests/unit/suite.h"

/* MEM-3: every block is looked at when free(3) gets it; the linker wraps it. */
#define MARK "s3cret-s3cret"

static const char *watched; /* a block of ours */
static size_t watched_len;
static int freed, left_behind;

void __real_free(void *pointer);
void __wrap_free(void *pointer);

void __wrap_free(void *pointer)
{
    if (pointer && pointer == watched) {
        freed++;
        for (size_t i = 0; i < watched_len; i++)
            left_behind += watched[i] != '\0';
        watched = NULL;
    }
    __real_free(pointer);
}

static void watch(const struct secret *secret)
{
    watched = secret->bytes;
    watched_len = secret->cap;
}

START_TEST(growth_wipes_the_old_block)
{
    auto_secret secret = SECRET_MAX(4096);

    ck_assert(secret_add_text(&secret, MARK));
    for (int i = 0; i < 200; i++) {
        if (!watched)
            watch(&secret);
        ck_assert(secret_add_text(&secret, MARK));
    }
    ck_assert_int_gt(freed, 2);
    ck_assert_int_eq(left_behind, 0);
    ck_assert_uint_eq(secret.len, 201 * strlen(MARK));
    ck_assert(strncmp(secret_bytes(&secret), MARK MARK, 26) == 0);
}
END_TEST

START_TEST(clearing_wipes_every_byte_and_leaves_it_usable)
{
    auto_secret secret = SECRET_MAX(4096);

    ck_assert(secret_add_text(&secret, MARK));
    watch(&secret);
    secret_clear(&secret);
    ck_assert_int_eq(freed, 1);
    ck_assert_int_eq(left_behind, 0);
    ck_assert_str_eq(secret_bytes(&secret), "");
    ck_assert(secret_add_text(&secret, "again"));
    ck_assert_str_eq(secret_bytes(&secret), "again");
}
END_TEST

START_TEST(cutting_wipes_what_is_cut_off)
{
    auto_secret secret = SECRET_MAX(64);

    ck_assert(secret_add_text(&secret, MARK));
    secret_cut(&secret, 2);
    ck_assert_str_eq(secret_bytes(&secret), "s3");
    ck_assert_ptr_null(memmem(secret.bytes, strlen(MARK), "cret", 4));
    secret_cut(&secret, 99);
    ck_assert_uint_eq(secret.len, 2);
}
END_TEST

START_TEST(dropping_moves_the_rest_and_wipes_where_it_was)
{
    auto_secret secret = SECRET_MAX(64);

    ck_assert(secret_add_text(&secret, MARK));
    secret_drop(&secret, 8);
    ck_assert_str_eq(secret_bytes(&secret), "3cret");
    ck_assert_ptr_null(memmem(secret.bytes + 5, strlen(MARK) - 5, "r", 1));
    secret_drop(&secret, 99);
    ck_assert_uint_eq(secret.len, 0);
    secret_clear(&secret);
    secret_drop(&secret, 1);
    ck_assert_str_eq(secret_bytes(&secret), "");
}
END_TEST

START_TEST(the_ceiling_is_never_passed)
{
    auto_secret secret = SECRET_MAX(5);

    ck_assert(secret_add_text(&secret, "12345"));
    ck_assert(!secret_add_text(&secret, "6"));
    ck_assert(secret_add(&secret, "", 0));
    ck_assert_str_eq(secret_bytes(&secret), "12345");
    ck_assert(!secret_reserve(&secret, 1));
    secret_clear(&secret);
    ck_assert(!secret_add_text(&secret, "123456"));
    ck_assert_uint_eq(secret.len, 0);
}
END_TEST

START_TEST(moving_leaves_one_owner)
{
    auto_secret from = SECRET_MAX(64);
    auto_secret to = SECRET_MAX(32);

    ck_assert(secret_add_text(&from, MARK) && secret_add_text(&to, "old"));
    watch(&to);
    secret_move(&to, &from);
    ck_assert_int_eq(left_behind, 0);
    ck_assert_str_eq(secret_bytes(&to), MARK);
    ck_assert_uint_eq(to.max, 32);
    ck_assert_uint_eq(from.len, 0);
    ck_assert_str_eq(secret_bytes(&from), "");
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_test(tc, growth_wipes_the_old_block);
    tcase_add_test(tc, clearing_wipes_every_byte_and_leaves_it_usable);
    tcase_add_test(tc, cutting_wipes_what_is_cut_off);
    tcase_add_test(tc, dropping_moves_the_rest_and_wipes_where_it_was);
    tcase_add_test(tc, the_ceiling_is_never_passed);
    tcase_add_test(tc, moving_leaves_one_owner);
}

int main(void)
{
    return run_suite("secret", fill);
}
