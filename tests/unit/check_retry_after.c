/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "obtain/retry-after.h"
#include "tests/unit/suite.h"

#define NOW_S 784111777 /* Sun, 06 Nov 1994 08:49:37 GMT (RFC 9110 5.6.7) */

/* clang-format off */
static const struct {
    const char *value;
    int64_t seconds;
} cases[] = {
    { "0", 1 }, { "1", 1 }, { "120", 120 }, { "007", 7 }, { "86400", 86400 }, { "86401", 86400 },
    { "1000000000", 86400 }, { "99999999999999999999", 86400 },
    { "Sun, 06 Nov 1994 08:49:37 GMT", 1 },
    { "Sun, 06 Nov 1994 08:49:38 GMT", 1 },
    { "Sun, 06 Nov 1994 09:49:37 GMT", 3600 },
    { "Mon, 07 Nov 1994 08:49:37 GMT", 86400 },
    { "Fri, 31 Dec 9999 23:59:59 GMT", 86400 },
    { "Sun, 06 Nov 1994 08:49:36 GMT", 1 },
    { "Thu, 01 Jan 1970 00:00:00 GMT", 1 },
    /* obsolete forms and garbage */
    { "Sunday, 06-Nov-94 09:49:37 GMT", 0 }, { "Sun Nov  6 09:49:37 1994", 0 },
    { "Sun, 06 Nov 1994 09:49:37 UTC", 0 }, { "Sun, 06 Nov 1994 09:49:37 +0000", 0 },
    { "Sun, 06 Foo 1994 09:49:37 GMT", 0 }, { "Sun, 99 Nov 1994 09:49:37 GMT", 0 },
    { "Sun, 06 Nov 1994 25:49:37 GMT", 0 }, { "Sun, 06 Nov 1994 09:61:37 GMT", 0 },
    { "Sun, 06 Nov 1994 09:49:37 GMT ", 0 }, { " 120", 0 }, { "120 ", 0 }, { "120s", 0 }, { "1.5", 0 },
    { "-1", 0 }, { "+1", 0 }, { "soon", 0 }, { "", 0 },
};
/* clang-format on */

/* ERR-3, T20; "at once" is 1 s (LCK-2) */
START_TEST(seconds_or_an_http_date_and_nothing_else)
{
    ck_assert_msg(retry_after_s(cases[_i].value, NOW_S) == cases[_i].seconds,
                  "'%s' is %lld", cases[_i].value,
                  (long long)retry_after_s(cases[_i].value, NOW_S));
}
END_TEST

static void fill(TCase *tc)
{
    add_cases(tc, seconds_or_an_http_date_and_nothing_else, cases);
}

int main(void)
{
    return run_suite("retry_after", fill);
}
