/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "common/record.h"

#include <string.h>

#include "common/hash.h"
#include "common/lines.h"
#include "common/number.h"
#include "common/text.h"

#define RECORD_HEAD    "walr-cred-record=1\n"
#define RECORD_CHECK   "check="
#define CHECK_LINE_LEN (sizeof(RECORD_CHECK) - 1 + HASH_TEXT - 1 + 1)

/* No clock is believed beyond this: sums stay far from overflow (CLK-4). */
#define TIME_MAX (INT64_MAX / 4)

bool record_write(const struct record *record, const char *identity,
                  struct secret *out)
{
    char check[HASH_TEXT];
    size_t before = out->len;

    return secret_add_text(out, RECORD_HEAD) &&
           secret_add_text(out, identity) &&
           lines_put_number(out, "obtained-at", record->obtained.wall_s) &&
           lines_put_number(out, "obtained-boot-ms",
                            record->obtained.boot_ms) &&
           lines_put(out, "boot-id", record->obtained.boot_id) &&
           lines_put_number(out, "lifetime", record->lifetime_s) &&
           lines_put_number(out, "quota-limit", record->quota.limit) &&
           lines_put_number(out, "quota-left", record->quota.left) &&
           lines_put_number(out, "quota-reset", record->quota.reset_s) &&
           lines_put(out, "access-token", secret_bytes(&record->token)) &&
           lines_put(out, "check",
                     hash_format(hash_bytes(secret_bytes(out) + before,
                                            out->len - before),
                                 check));
}

/* Whether TEXT ends in a check line that fits all before it; cuts it off. */
static bool take_check(struct secret *text)
{
    char check[HASH_TEXT];
    size_t body;
    const char *line;

    if (text->len <= CHECK_LINE_LEN)
        return false;
    body = text->len - CHECK_LINE_LEN;
    line = secret_bytes(text) + body;
    hash_format(hash_bytes(secret_bytes(text), body), check);
    if (line[-1] != '\n' ||
        memcmp(line, RECORD_CHECK, sizeof(RECORD_CHECK) - 1) != 0 ||
        memcmp(line + sizeof(RECORD_CHECK) - 1, check, HASH_TEXT - 1) != 0 ||
        line[CHECK_LINE_LEN - 1] != '\n')
        return false;
    secret_cut(text, body);
    return true;
}

/* Whether PREFIX stands at *at; moves *at behind it. */
static bool take_prefix(char **at, const char *end, const char *prefix)
{
    size_t len = strlen(prefix);

    if ((size_t)(end - *at) < len || memcmp(*at, prefix, len) != 0)
        return false;
    *at += len;
    return true;
}

static bool take_number(struct lines *lines, const char *key, int64_t max,
                        int64_t *ret)
{
    const char *value = lines_take(lines, key);

    return value && number_parse(value, 0, max, ret);
}

static bool take_boot_id(struct lines *lines, struct moment *ret)
{
    const char *value = lines_take(lines, "boot-id");

    if (!value || strlen(value) >= sizeof(ret->boot_id) ||
        text_has_control(value, strlen(value)))
        return false;
    memset(ret->boot_id, 0, sizeof(ret->boot_id));
    memcpy(ret->boot_id, value, strlen(value));
    return true;
}

static bool take_quota(struct lines *lines, struct quota *ret)
{
    return take_number(lines, "quota-limit", TIME_MAX, &ret->limit) &&
           take_number(lines, "quota-left", TIME_MAX, &ret->left) &&
           take_number(lines, "quota-reset", TIME_MAX, &ret->reset_s);
}

bool record_parse(struct secret *text, const char *identity, struct record *ret)
{
    struct record record = RECORD_INIT;
    struct lines lines;
    const char *token;
    const char *end;
    char *at = text->bytes;

    if (!take_check(text))
        return false;
    end = at + text->len;
    if (!take_prefix(&at, end, RECORD_HEAD) ||
        !take_prefix(&at, end, identity) ||
        !lines_open(&lines, at, (size_t)(end - at)) ||
        !take_number(&lines, "obtained-at", TIME_MAX,
                     &record.obtained.wall_s) ||
        !take_number(&lines, "obtained-boot-ms", TIME_MAX,
                     &record.obtained.boot_ms) ||
        !take_boot_id(&lines, &record.obtained) ||
        !take_number(&lines, "lifetime", RECORD_LIFETIME_MAX,
                     &record.lifetime_s) ||
        !take_quota(&lines, &record.quota))
        return false;
    token = lines_take(&lines, "access-token");
    if (!token || lines_next(&lines) || !text_is_token(token, strlen(token)) ||
        !secret_add_text(&record.token, token))
        return false;
    record_clear(ret);
    *ret = record;
    return true;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Milliseconds that remain, 0 where nothing does: a token of a second has some
   at every moment of it. */
static int64_t remaining_ms(const struct record *record,
                            const struct moment *now)
{
    int64_t by_wall_s, by_boot_ms;

    if (strcmp(record->obtained.boot_id, now->boot_id) != 0 ||
        now->wall_s < record->obtained.wall_s ||
        now->boot_ms < record->obtained.boot_ms)
        return 0;
    by_wall_s = record->lifetime_s - (now->wall_s - record->obtained.wall_s);
    by_boot_ms =
        record->lifetime_s * 1000 - (now->boot_ms - record->obtained.boot_ms);
    if (by_wall_s <= 0 || by_boot_ms <= 0)
        return 0;
    return smaller(by_wall_s * 1000, by_boot_ms);
}

int64_t record_remaining_s(const struct record *record,
                           const struct moment *now)
{
    return remaining_ms(record, now) / 1000;
}

int64_t record_age_s(const struct record *record, const struct moment *now)
{
    return record->lifetime_s - record_remaining_s(record, now);
}

int64_t record_fresh_for_s(const struct record *record,
                           const struct moment *now, int64_t min_validity_s)
{
    int64_t fresh_ms =
        remaining_ms(record, now) -
        smaller(min_validity_s * 1000, record->lifetime_s * 1000 / 10);

    return fresh_ms > 0 ? (fresh_ms + 999) / 1000 : fresh_ms / 1000;
}

bool record_is_fresh(const struct record *record, const struct moment *now,
                     int64_t min_validity_s)
{
    return record_fresh_for_s(record, now, min_validity_s) > 0;
}

bool record_is_last(const struct record *record, const struct moment *now)
{
    return record->quota.limit > 0 && record->quota.left <= 1 &&
           now->wall_s - record->obtained.wall_s < record->quota.reset_s;
}

void record_clear(struct record *record)
{
    secret_clear(&record->token);
}
