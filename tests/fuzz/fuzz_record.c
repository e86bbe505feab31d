/* SPDX-License-Identifier: MIT */
/*
 * fuzz_record.c - a record, as it is, and again with the check line that its
 * other bytes would need (IN-2, FS-4, FS-8, CLK-4).
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "common/hash.h"
#include "common/record.h"
#include "tests/fuzz/fuzz.h"

#define IDENTITY "profile=default\nrequest=json\n"

static bool equal(const struct record *a, const struct record *b)
{
    return a->lifetime_s == b->lifetime_s &&
           memcmp(&a->obtained, &b->obtained, sizeof(a->obtained)) == 0 &&
           memcmp(&a->quota, &b->quota, sizeof(a->quota)) == 0 &&
           strcmp(secret_bytes(&a->token), secret_bytes(&b->token)) == 0;
}

/* What the writer writes the reader reads back. */
static void check(const struct record *record)
{
    auto_secret text = SECRET_MAX(RECORD_MAX);
    auto_record again = RECORD_INIT;
    const struct moment now = { .wall_s = INT64_MAX / 4,
                                .boot_ms = INT64_MAX / 4 };

    MUST(text_is_token(secret_bytes(&record->token), record->token.len));
    MUST(record->lifetime_s >= 0 && record->lifetime_s <= RECORD_LIFETIME_MAX);
    MUST(record_remaining_s(record, &now) <= record->lifetime_s);
    MUST(record_remaining_s(record, &record->obtained) == record->lifetime_s);
    MUST(record_write(record, IDENTITY, &text));
    MUST(record_parse(&text, IDENTITY, &again) && equal(record, &again));
}

static void read_record(struct secret *text)
{
    auto_record record = RECORD_INIT;
    bool good;

    MUST(secret_add_text(&record.token, "untouched"));
    good = record_parse(text, IDENTITY, &record);
    if (good)
        check(&record);
    else
        MUST(strcmp(secret_bytes(&record.token), "untouched") == 0);
    fuzz_outcome(good ? "record" : "none", "");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    auto_secret text = SECRET_MAX(RECORD_MAX);
    auto_secret mended = SECRET_MAX(RECORD_MAX);
    const char *end = size > 0 ? memrchr(data, '\n', size - 1) : NULL;
    size_t body = end ? (size_t)(end + 1 - (const char *)data) : 0;
    char check_text[HASH_TEXT];

    if (!secret_add(&text, data, size) || !secret_add(&mended, data, body) ||
        !secret_add_text(&mended, "check=") ||
        !secret_add_text(&mended,
                         hash_format(hash_bytes(data, body), check_text)) ||
        !secret_add_text(&mended, "\n"))
        return 0;
    read_record(&mended);
    if (text.len == mended.len && memcmp(text.bytes, mended.bytes, size) == 0)
        return 0;
    read_record(&text);
    return 0;
}
