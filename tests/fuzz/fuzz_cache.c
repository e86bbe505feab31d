/* SPDX-License-Identifier: MIT */
/*
 * fuzz_cache.c - the files beside a record: a remembered failure, a renewal
 * that was started, a rejection (LCK-2, PRC-8, OPS-3, CLK-4).
 *
 * The input is read as each of the three.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "common/answer.h"
#include "helper/cooldown.h"
#include "helper/rejection.h"
#include "helper/renew.h"
#include "tests/fuzz/asked.h"
#include "tests/fuzz/fuzz.h"

#define ASKED  "profile=default\n"
#define BOOT   "boot"
#define NOW_MS 100000000

#define RENEWAL_MAX 1024 /* bytes of that file */

static const struct moment now = { .wall_s = 1700000000,
                                   .boot_ms = NOW_MS,
                                   .boot_id = BOOT };

static void check_cooldown(const struct cache *cache)
{
    struct cooldown cooldown = { .wait_s = -1 };
    struct wc_error err = { 0 };
    int64_t left;

    if (!cooldown_load(cache, ASKED, &cooldown)) {
        MUST(cooldown.wait_s == -1);
        return;
    }
    left = cooldown_left_s(&cooldown, &now);
    MUST(cooldown_is_for(cooldown.error.code));
    MUST(left >= 0 && left <= ANSWER_RETRY_MAX);
    MUST((left > 0) == cooldown_is_in_force(&cooldown, &now));
    MUST(cooldown_fail(&cooldown, &now, &err) == cooldown.error.code);
    MUST(fuzz_is_printable(err.text));
    fuzz_outcome_code((int)err.code, err.text);
}

static void read_file(const struct cache *cache, const char *name,
                      struct secret *ret)
{
    secret_clear(ret);
    MUST(cache_read_file(cache, name, ret));
}

/* At most one renewal is started at one moment, whatever stood there. */
static void check_renewal(const struct cache *cache)
{
    auto_secret first = SECRET_MAX(RENEWAL_MAX);
    auto_secret second = SECRET_MAX(RENEWAL_MAX);
    const struct caller caller = { .program = "/nonexistent/walr-cred" };
    const struct record record = { .obtained = { .boot_ms = NOW_MS - 1000 },
                                   .lifetime_s = 3600 };
    const struct moment later = { .wall_s = now.wall_s,
                                  .boot_ms = NOW_MS + 1,
                                  .boot_id = BOOT };

    renew_start(&caller, cache, &record, &now);
    read_file(cache, cache->renewal, &first);
    renew_start(&caller, cache, &record, &later);
    read_file(cache, cache->renewal, &second);
    MUST(strcmp(secret_bytes(&first), secret_bytes(&second)) == 0);
}

static void check_rejection(const struct cache *cache)
{
    struct record record = { .obtained = now, .lifetime_s = 3600 };
    bool protects = rejection_protects(cache, &record, &now);

    if (protects)
        fuzz_outcome("protects", "");
    record.obtained.boot_ms = NOW_MS - 1;
    MUST(!protects || !rejection_protects(cache, &record, &now));
    rejection_bind(cache, &record);
    rejection_note(cache);
    rejection_bind(cache, &record);
    MUST(rejection_protects(cache, &record, &now));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct cache *cache = asked_cache();
    auto_secret text = SECRET_MAX(RECORD_MAX);
    struct wc_error why = { 0 };

    if (!secret_add(&text, data, size))
        return 0;
    fuzz_outcome("none", "");
    MUST(cache_write_file(cache, cache->cooldown, &text, &why) &&
         cache_write_file(cache, cache->rejection, &text, &why));
    check_cooldown(cache);
    check_rejection(cache);
    /* Each starts a process, and fails to: not for every input. */
    if (size > RENEWAL_MAX || strncmp(text.bytes, "walr-cred-renewal", 17) != 0)
        return 0;
    MUST(cache_write_file(cache, cache->renewal, &text, &why));
    check_renewal(cache);
    return 0;
}
