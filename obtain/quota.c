/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "obtain/quota.h"

#include <stdbool.h>
#include <string.h>

#include "common/answer.h"
#include "common/number.h"

#define COUNT_MAX 1000000000000L /* requests; more is garbage */
#define RESET_MAX 31622400       /* seconds, a year; later is garbage */
#define DIGITS    20

/* Read the LEN bytes at TEXT as a number from 0 to MAX. */
static bool read_number(const char *text, size_t len, int64_t max, int64_t *ret)
{
    char digits[DIGITS + 1] = "";

    if (len > DIGITS)
        return false;
    memcpy(digits, text, len);
    return number_parse(digits, 0, max, ret);
}

/* Read "b=NAME;q=QUOTA;r=REMAINING;t=SECONDS", in any order, LEN bytes. */
static bool read_bucket(const char *text, size_t len, struct quota *ret)
{
    const char *end = text + len;
    struct quota quota = { -1, -1, -1 };

    while (text < end) {
        const char *part_end = memchr(text, ';', (size_t)(end - text));

        if (!part_end)
            part_end = end;
        text += strspn(text, " \t");
        if (part_end - text >= 2 && text[1] == '=') {
            const char *value = text + 2;
            size_t n = (size_t)(part_end - value);
            bool good = true;

            if (text[0] == 'q')
                good = read_number(value, n, COUNT_MAX, &quota.limit);
            else if (text[0] == 'r')
                good = read_number(value, n, COUNT_MAX, &quota.left);
            else if (text[0] == 't')
                good = read_number(value, n, RESET_MAX, &quota.reset_s);
            if (!good)
                return false;
        }
        text = part_end + 1;
    }
    if (quota.limit <= 0 || quota.left < 0 || quota.reset_s < 0)
        return false;
    *ret = quota;
    return true;
}

/* Keep in *tightest what leaves least. */
static void tighten(struct quota *tightest, const struct quota *quota)
{
    if (tightest->limit == 0 || quota->left < tightest->left ||
        (quota->left == tightest->left && quota->reset_s > tightest->reset_s))
        *tightest = *quota;
}

static void read_buckets(const char *text, struct quota *tightest)
{
    while (*text) {
        size_t len = strcspn(text, ",");
        struct quota quota;

        if (read_bucket(text, len, &quota))
            tighten(tightest, &quota);
        text += len + (text[len] == ',');
    }
}

static void read_rate(const struct quota_fields *fields, int64_t now_s,
                      struct quota *tightest)
{
    struct quota quota;
    int64_t reset;

    if (!number_parse(fields->limit, 1, COUNT_MAX, &quota.limit) ||
        !number_parse(fields->remaining, 0, COUNT_MAX, &quota.left) ||
        !number_parse(fields->reset, 0, INT64_MAX / 2, &reset))
        return;
    quota.reset_s = reset > now_s ? reset - now_s : 0;
    if (quota.reset_s <= RESET_MAX)
        tighten(tightest, &quota);
}

struct quota quota_read(const struct quota_fields *fields, int64_t now_s)
{
    struct quota tightest = { 0 };

    read_buckets(fields->client, &tightest);
    read_buckets(fields->organization, &tightest);
    read_rate(fields, now_s, &tightest);
    return tightest;
}

int64_t quota_wait_s(const struct quota *quota)
{
    if (quota->limit == 0 || quota->left > 0)
        return 0;
    return quota->reset_s < ANSWER_RETRY_MAX ? quota->reset_s
                                             : ANSWER_RETRY_MAX;
}
