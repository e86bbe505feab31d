/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "common/number.h"

#include <stddef.h>
#include <string.h>

/* Digits of S up to the first other byte, which *ret_end is left at. */
static bool digits(const char *s, int64_t max, int64_t *ret,
                   const char **ret_end)
{
    int64_t n = 0;
    const char *at = s;

    for (; *at >= '0' && *at <= '9'; at++) {
        int digit = *at - '0';

        if (digit > max || n > (max - digit) / 10)
            return false;
        n = n * 10 + digit;
    }
    if (at == s)
        return false;
    *ret = n;
    *ret_end = at;
    return true;
}

bool number_parse(const char *s, int64_t min, int64_t max, int64_t *ret)
{
    const char *end;
    int64_t n;

    if (!digits(s, max, &n, &end) || *end != '\0' || n < min)
        return false;
    *ret = n;
    return true;
}

bool number_parse_time(const char *s, int64_t min, int64_t max,
                       int64_t *ret_seconds)
{
    const char *end;
    int64_t n, unit;

    if (!digits(s, max, &n, &end))
        return false;
    if (*end == '\0' || strcmp(end, "s") == 0)
        unit = 1;
    else if (strcmp(end, "m") == 0)
        unit = 60;
    else if (strcmp(end, "h") == 0)
        unit = 3600;
    else
        return false;
    if (n > max / unit || n * unit < min)
        return false;
    *ret_seconds = n * unit;
    return true;
}

bool number_parse_percent(const char *s, int64_t min, int64_t max, int64_t *ret)
{
    const char *end;
    int64_t n;

    if (!digits(s, max, &n, &end) || strcmp(end, "%") != 0 || n < min)
        return false;
    *ret = n;
    return true;
}

int64_t number_doubled(int64_t first, int64_t tries, int64_t most)
{
    int64_t n = first;

    while (--tries > 0 && n < most)
        n *= 2;
    return n < most ? n : most;
}

const char *number_format(int64_t n, char text[static NUMBER_TEXT])
{
    char backwards[NUMBER_TEXT];
    size_t len = 0, at = 0;
    uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

    do {
        backwards[len++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (n < 0)
        text[at++] = '-';
    while (len > 0)
        text[at++] = backwards[--len];
    text[at] = '\0';
    return text;
}
