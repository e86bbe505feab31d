/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/watch/schedule.h"
#include "tests/unit/suite.h"

#define WALL_S  1700000000
#define BOOT_MS 5000000

static struct moment later(int64_t wall_s, int64_t boot_ms)
{
    return (struct moment){ .wall_s = WALL_S + wall_s,
                            .boot_ms = BOOT_MS + boot_ms,
                            .boot_id = "b" };
}

/* clang-format off */
static const struct {
    int64_t lifetime_s, age_s, min_validity_s, renew_at;
    struct quota quota;
    int64_t next_s;
} fresh[] = {
    /* once a minute, for what others do to the file and the cache */
    { 3600, 0,    30, 80, { 0 }, 60 },
    { 3600, 2800, 30, 80, { 0 }, 60 },
    /* four fifths of its life, whatever its life */
    { 10,   0,    30, 80, { 0 }, 8 },
    { 10,   5,    30, 80, { 0 }, 3 },
    { 10,   0,    30, 50, { 0 }, 5 },
    { 5,    1,    30, 80, { 0 }, 3 },
    /* never: until it is stale, which is a tenth of its life at most */
    { 100,  60,   30, 0,  { 0 }, 30 },
    { 100,  60,   5,  0,  { 0 }, 35 },
    /* so is the last request that the issuer leaves */
    { 19,   10,   30, 80, { 10, 1, 999 }, 8 },
    { 19,   10,   30, 80, { 10, 2, 999 }, 5 },
    /* no busy loop, with whatever the endpoint gives */
    { 1,    0,    30, 80, { 0 }, 1 },
    { 2,    1,    30, 80, { 0 }, 1 },
    { 10,   10,   30, 80, { 0 }, 1 },
    { 10,   999,  30, 80, { 0 }, 1 },
    { 0,    0,    30, 80, { 0 }, 60 },
};
/* clang-format on */

/* design.md 6, CLK-3, OPS-5 */
START_TEST(the_next_look_is_when_the_token_is_due_or_in_a_minute)
{
    struct keep keep = {
        .written = true,
        .held = { .obtained = later(0, 0),
                  .lifetime_s = fresh[_i].lifetime_s,
                  .quota = fresh[_i].quota },
        .min_validity_s = fresh[_i].min_validity_s,
        .renew_at = fresh[_i].renew_at,
    };
    struct moment now = later(fresh[_i].age_s, fresh[_i].age_s * 1000);

    ck_assert_int_eq(schedule_next_s(&keep, &now), fresh[_i].next_s);
}
END_TEST

/* clang-format off */
static const struct {
    int64_t wall_s, boot_ms, next_s; /* since 10 s were obtained */
} jumps[] = {
    { 3600, 1000, 1 }, { -3600, 1000, 1 }, { 1, 3600000, 1 }, { 5, 1000, 3 },
};
/* clang-format on */

/* CLK-1, CLK-2: whichever clock says so. */
START_TEST(a_clock_that_jumped_is_a_reason_to_look_at_once)
{
    struct keep keep = {
        .held = { .obtained = later(0, 0), .lifetime_s = 10 },
        .renew_at = 80,
    };
    struct moment now = later(jumps[_i].wall_s, jumps[_i].boot_ms);

    ck_assert_int_eq(schedule_next_s(&keep, &now), jumps[_i].next_s);
}
END_TEST

/* clang-format off */
static const struct {
    int64_t retry_ms, next_s; /* from now on */
} waits[] = {
    { 2000, 2 }, { 1001, 2 }, { 1000, 1 }, { 1, 1 }, { 0, 1 }, { -5000, 1 },
    { 60000, 60 }, { 300000, 60 },
};
/* clang-format on */

START_TEST(while_it_fails_the_next_look_is_the_next_try_or_in_a_minute)
{
    struct moment now = later(0, 0);
    struct keep keep = {
        .failure = { .code = WC_UNREACHABLE },
        .held = { .obtained = later(0, 0), .lifetime_s = 10 },
        .renew_at = 80,
        .retry_ms = now.boot_ms + waits[_i].retry_ms,
    };

    ck_assert_int_eq(schedule_next_s(&keep, &now), waits[_i].next_s);
}
END_TEST

/* clang-format off */
static const struct {
    enum wc_code code;
    int64_t failures, retry_s;
} tries[] = {
    { WC_UNREACHABLE, 1, 2 },  { WC_UNREACHABLE, 2, 4 },  { WC_UNREACHABLE, 3, 8 },
    { WC_UNREACHABLE, 5, 32 }, { WC_UNREACHABLE, 6, 60 }, { WC_UNREACHABLE, INT64_MAX, 60 },
    { WC_LOCKED, 1, 2 },       { WC_OUTPUT, 9, 60 },      { WC_RATE_LIMITED, 9, 60 },
    /* a person must act */
    { WC_REFUSED, 1, 300 },    { WC_REFUSED, 9, 300 },
};
/* clang-format on */

/* LCK-2, PRC-8 */
START_TEST(tries_are_farther_and_farther_apart)
{
    ck_assert_int_eq(schedule_retry_s(tries[_i].code, tries[_i].failures),
                     tries[_i].retry_s);
}
END_TEST

static void fill(TCase *tc)
{
    add_cases(tc, the_next_look_is_when_the_token_is_due_or_in_a_minute, fresh);
    add_cases(tc, a_clock_that_jumped_is_a_reason_to_look_at_once, jumps);
    add_cases(tc, while_it_fails_the_next_look_is_the_next_try_or_in_a_minute,
              waits);
    add_cases(tc, tries_are_farther_and_farther_apart, tries);
}

int main(void)
{
    return run_suite("schedule", fill);
}
