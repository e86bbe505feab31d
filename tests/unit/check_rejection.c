/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/rejection.h"
#include "tests/unit/fixture-cache.h"
#include "tests/unit/suite.h"

#define BOOT_MS 5000000

static const struct moment now = { .wall_s = 1000, .boot_ms = BOOT_MS };

/* A token of an hour that was obtained AGE_S ago. */
static struct record obtained(int64_t age_s)
{
    return (struct record){
        .obtained = { .wall_s = now.wall_s - age_s,
                      .boot_ms = now.boot_ms - age_s * 1000 },
        .lifetime_s = 3600,
    };
}

/* OPS-3, HOST-7 */
START_TEST(the_token_that_replaced_a_refused_one_is_protected)
{
    struct record record = obtained(10);

    ck_assert(!rejection_protects(&cache, &record, &now));
    rejection_note(&cache);
    ck_assert(rejection_is_pending(&cache));
    ck_assert(!rejection_protects(&cache, &record, &now));
    rejection_bind(&cache, &record);
    ck_assert(!rejection_is_pending(&cache));
    ck_assert(rejection_protects(&cache, &record, &now));
}
END_TEST

/* OPS-3, HOST-7: for 5 minutes. */
START_TEST(it_is_protected_for_a_while_only)
{
    static const struct {
        int64_t age_s;
        bool protects;
    } ages[] = { { 0, true }, { 299, true }, { 300, false }, { 301, false } };

    for (size_t i = 0; i < N_ELEMENTS(ages); i++) {
        struct record record = obtained(ages[i].age_s);

        rejection_note(&cache);
        rejection_bind(&cache, &record);
        ck_assert_int_eq(rejection_protects(&cache, &record, &now),
                         ages[i].protects);
    }
}
END_TEST

/* HOST-7: nobody has refused what an ordinary token was obtained in place of.
 */
START_TEST(the_token_after_that_is_as_any_other)
{
    struct record first = obtained(100), second = obtained(10);

    rejection_note(&cache);
    rejection_bind(&cache, &first);
    rejection_bind(&cache, &second);
    ck_assert(!rejection_protects(&cache, &first, &now));
    ck_assert(!rejection_protects(&cache, &second, &now));
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, cache_setup, cache_teardown);
    tcase_add_test(tc, the_token_that_replaced_a_refused_one_is_protected);
    tcase_add_test(tc, it_is_protected_for_a_while_only);
    tcase_add_test(tc, the_token_after_that_is_as_any_other);
}

int main(void)
{
    return run_suite("rejection", fill);
}
