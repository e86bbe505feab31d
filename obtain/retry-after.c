/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "obtain/retry-after.h"

#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "common/answer.h"
#include "common/number.h"

/* "Sun, 06 Nov 1994 08:49:37 GMT": digits stand where a 0 is. */
static const char shape[] = "AAA, 00 AAA 0000 00:00:00 GMT";

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

static bool has_shape(const char *value)
{
    if (strlen(value) != strlen(shape))
        return false;
    for (size_t i = 0; shape[i] != '\0'; i++) {
        bool digit = value[i] >= '0' && value[i] <= '9';

        if (shape[i] == '0' ? !digit : shape[i] != 'A' && value[i] != shape[i])
            return false;
    }
    /* "GMT" holds no 'A'; weekday and month are looked up or not needed. */
    return true;
}

static int digits(const char *at, int n)
{
    int value = 0;

    while (n-- > 0)
        value = value * 10 + (*at++ - '0');
    return value;
}

/* The month 0 to 11 at AT, or -1. */
static int month_of(const char *at)
{
    for (int i = 0; i < 12; i++) {
        if (memcmp(months + (size_t)i * 3, at, 3) == 0)
            return i;
    }
    return -1;
}

static bool parse_date(const char *value, int64_t *ret_s)
{
    struct tm tm = { 0 };

    if (!has_shape(value))
        return false;
    tm.tm_mday = digits(value + 5, 2);
    tm.tm_mon = month_of(value + 8);
    tm.tm_year = digits(value + 12, 4) - 1900;
    tm.tm_hour = digits(value + 17, 2);
    tm.tm_min = digits(value + 20, 2);
    tm.tm_sec = digits(value + 23, 2);
    if (tm.tm_mon < 0 || tm.tm_mday < 1 || tm.tm_mday > 31 || tm.tm_hour > 23 ||
        tm.tm_min > 59 || tm.tm_sec > 60)
        return false;
    *ret_s = timegm(&tm);
    return true;
}

int64_t retry_after_s(const char *value, int64_t now_s)
{
    int64_t seconds;

    if (strspn(value, "0123456789") == strlen(value) && value[0] != '\0') {
        if (!number_parse(value, 0, INT64_MAX / 2, &seconds))
            seconds = ANSWER_RETRY_MAX;
    } else if (parse_date(value, &seconds)) {
        seconds -= now_s;
    } else {
        return 0;
    }
    if (seconds < 1)
        return 1;
    return seconds < ANSWER_RETRY_MAX ? seconds : ANSWER_RETRY_MAX;
}
