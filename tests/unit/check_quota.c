/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <string.h>

#include "common/answer.h"
#include "obtain/quota.h"
#include "tests/unit/suite.h"

#define NOW_S 1700000000

/* clang-format off */
static const struct {
    struct quota_fields fields;
    struct quota quota;
} cases[] = {
    { { .client = "" }, { 0, 0, 0 } },
    { { .client = "b=per_hour;q=100;r=90;t=3600" }, { 100, 90, 3600 } },
    /* the fewest left; of several the last reset */
    { { .client = "b=per_hour;q=100;r=90;t=3600,b=per_day;q=1000;r=50;t=86400" }, { 1000, 50, 86400 } },
    { { .client = "b=per_hour;q=100;r=0;t=60,b=per_day;q=1000;r=0;t=86400" }, { 1000, 0, 86400 } },
    { { .client = "b=per_day;q=1000;r=0;t=86400,b=per_hour;q=100;r=0;t=60" }, { 1000, 0, 86400 } },
    { { .client = "b=per_hour;q=100;r=9;t=60", .organization = "b=per_hour;q=50;r=8;t=60" }, { 50, 8, 60 } },
    { { .organization = "t=60;r=8;q=50;b=per_hour" }, { 50, 8, 60 } },
    { { .client = "b=per_hour; q=100; r=9; t=60 , b=x" }, { 0, 0, 0 } },
    { { .client = "b=per_hour; q=100; r=9; t=60,x" }, { 100, 9, 60 } },
    { { .client = "b=per_hour;q=100;r=9;t=60;new=1" }, { 100, 9, 60 } },
    /* a bucket that cannot be read is none, the others are */
    { { .client = "b=per_hour;q=100;r=-1;t=60,b=per_day;q=10;r=5;t=6" }, { 10, 5, 6 } },
    { { .client = "b=per_hour;q=100;r=9" }, { 0, 0, 0 } },
    { { .client = "b=per_hour;q=0;r=0;t=9" }, { 0, 0, 0 } },
    { { .client = "q=1e3;r=1;t=1" }, { 0, 0, 0 } },
    { { .client = "q=99999999999999999999999999999;r=1;t=1" }, { 0, 0, 0 } },
    { { .client = "q=1;r=1;t=99999999999" }, { 0, 0, 0 } },
    { { .client = ",,;;=;q=;r=;t=" }, { 0, 0, 0 } },
    /* X-RateLimit: the reset is a time, not a duration */
    { { .limit = "10", .remaining = "3", .reset = "1700000030" }, { 10, 3, 30 } },
    { { .limit = "10", .remaining = "3", .reset = "1600000000" }, { 10, 3, 0 } },
    { { .limit = "10", .remaining = "3" }, { 0, 0, 0 } },
    { { .limit = "10", .remaining = "many", .reset = "1700000030" }, { 0, 0, 0 } },
    { { .limit = "10", .remaining = "3", .reset = "9999999999999" }, { 0, 0, 0 } },
    { { .client = "q=100;r=9;t=60", .limit = "10", .remaining = "3", .reset = "1700000030" }, { 10, 3, 30 } },
};
static const struct {
    struct quota quota;
    int64_t wait_s;
} waits[] = {
    { { 0, 0, 0 }, 0 }, { { 10, 1, 60 }, 0 }, { { 10, 0, 60 }, 60 }, { { 10, 0, 0 }, 0 },
    { { 10, 0, 999999 }, ANSWER_RETRY_MAX },
};
/* clang-format on */

/* LCK-2, OPS-5 */
START_TEST(the_tightest_bucket_counts_and_garbage_does_not)
{
    struct quota quota = quota_read(&cases[_i].fields, NOW_S);

    ck_assert_int_eq(quota.limit, cases[_i].quota.limit);
    ck_assert_int_eq(quota.left, cases[_i].quota.left);
    ck_assert_int_eq(quota.reset_s, cases[_i].quota.reset_s);
}
END_TEST

START_TEST(an_empty_bucket_is_waited_for_and_no_other)
{
    ck_assert_int_eq(quota_wait_s(&waits[_i].quota), waits[_i].wait_s);
}
END_TEST

static void fill(TCase *tc)
{
    add_cases(tc, the_tightest_bucket_counts_and_garbage_does_not, cases);
    add_cases(tc, an_empty_bucket_is_waited_for_and_no_other, waits);
}

int main(void)
{
    return run_suite("quota", fill);
}
