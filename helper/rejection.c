/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/rejection.h"

#include <string.h>

#include "common/lines.h"
#include "common/number.h"

#define HEAD     "walr-cred-rejection"
#define FORM     "1"
#define OBTAINED "obtained-boot-ms"
#define TEXT_MAX 256
#define TIME_MAX (INT64_MAX / 4)
#define PENDING  0 /* nothing has been obtained since */

/* The moment the file names: of the record obtained since, or PENDING. */
static bool load(const struct cache *cache, int64_t *ret_boot_ms)
{
    auto_secret text = SECRET_MAX(TEXT_MAX);
    struct lines lines;
    const char *value;

    if (!cache_read_file(cache, cache->rejection, &text) ||
        !lines_open(&lines, text.bytes, text.len))
        return false;
    value = lines_take(&lines, HEAD);
    if (!value || strcmp(value, FORM) != 0)
        return false;
    value = lines_take(&lines, OBTAINED);
    return value && !lines_next(&lines) &&
           number_parse(value, 0, TIME_MAX, ret_boot_ms);
}

static void store(const struct cache *cache, int64_t boot_ms)
{
    auto_secret text = SECRET_MAX(TEXT_MAX);
    struct wc_error ignored = { 0 };

    if (lines_put(&text, HEAD, FORM) &&
        lines_put_number(&text, OBTAINED, boot_ms))
        (void)cache_write_file(cache, cache->rejection, &text, &ignored);
}

void rejection_note(const struct cache *cache)
{
    store(cache, PENDING);
}

bool rejection_is_pending(const struct cache *cache)
{
    int64_t boot_ms;

    return load(cache, &boot_ms) && boot_ms == PENDING;
}

void rejection_bind(const struct cache *cache, const struct record *record)
{
    int64_t boot_ms;

    if (!load(cache, &boot_ms))
        return;
    if (boot_ms == PENDING)
        store(cache, record->obtained.boot_ms);
    else
        cache_remove_file(cache, cache->rejection);
}

bool rejection_protects(const struct cache *cache, const struct record *record,
                        const struct moment *now)
{
    int64_t boot_ms;

    return load(cache, &boot_ms) && boot_ms == record->obtained.boot_ms &&
           record_age_s(record, now) < REJECTION_KEEP_S;
}
