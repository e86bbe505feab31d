/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/flight.h"

#include <unistd.h>

#include "common/answer.h"
#include "common/clock.h"
#include "common/request.h"
#include "helper/cache.h"
#include "helper/lock.h"
#include "helper/worker.h"

/* What a caller takes from the cache. */
struct wish {
    int64_t min_validity_s;
    bool refresh;
    int64_t began_ms; /* of clock_boot_ms() */
};

static void warn_no_cache(struct caller *caller, const char *why)
{
    wc_fail(&caller->warning, WC_INTERNAL, "the token is not cached: %s", why);
}

/* Load a record that fulfils WISH. */
static bool load(const struct cache *cache, const struct wish *wish,
                 struct record *ret_record)
{
    auto_record record = RECORD_INIT;
    struct moment now;

    if (!cache_load(cache, &record))
        return false;
    clock_now(&now);
    if (!record_is_fresh(&record, &now, wish->min_validity_s) ||
        (wish->refresh && record.obtained.boot_ms <= wish->began_ms))
        return false;
    record_clear(ret_record);
    *ret_record = record;
    record = (struct record)RECORD_INIT;
    return true;
}

static void store(struct caller *caller, const struct cache *cache,
                  const struct record *record)
{
    struct wc_error why = { 0 };

    if (record->lifetime_s > 0 && !cache_store(cache, record, &why))
        warn_no_cache(caller, why.text);
}

static enum wc_code obtain(struct caller *caller, struct request *request,
                           const struct cache *cache, struct record *ret_record,
                           struct wc_error *err)
{
    auto_answer answer = ANSWER_INIT;

    caller_note(caller, "profile %s: asking for a new token", request->profile);
    if (worker_ask(caller, request, &answer, err) != WC_OK)
        return err->code;
    if (answer.kind != ANSWER_RECORD)
        return wc_fail(err, WC_INTERNAL,
                       "the worker gave no token: reinstall walr-cred");
    store(caller, cache, &answer.record);
    record_clear(ret_record);
    *ret_record = answer.record;
    answer.record = (struct record)RECORD_INIT;
    return WC_OK;
}

/* Nothing fresh: obtain it, or have somebody else do so. */
static enum wc_code fly(struct caller *caller, struct request *request,
                        const struct cache *cache, const struct wish *wish,
                        struct record *ret_record, struct wc_error *err)
{
    int lock = -1;
    enum wc_code code = WC_OK;

    switch (lock_take(cache, caller->deadline_ms, &lock)) {
    case LOCK_TIMEOUT:
        return caller_timed_out(caller,
                                "another walr-cred is asking for this one: "
                                "try again, or end it if it is stopped",
                                err);
    case LOCK_UNUSABLE:
        if (cache->folder < 0)
            warn_no_cache(caller, cache->why);
        else
            wc_fail(&caller->warning, WC_INTERNAL,
                    "profile '%s' cannot be locked: others may ask too",
                    request->profile);
        break;
    case LOCK_HELD:
        break;
    }
    if (lock < 0 || !load(cache, wish, ret_record))
        code = obtain(caller, request, cache, ret_record, err);
    if (lock >= 0)
        (void)close(lock);
    return code;
}

enum wc_code flight_get(struct caller *caller, const struct profile *profile,
                        int64_t min_validity_s, bool refresh,
                        struct record *ret_record, struct wc_error *err)
{
    struct wish wish = { .min_validity_s = min_validity_s,
                         .refresh = refresh,
                         .began_ms = clock_boot_ms() };
    auto_cache cache = CACHE_INIT;
    struct request request = { 0 };

    profile_request(profile, REQUEST_OBTAIN, &request);
    request.may_prompt = caller->may_prompt;
    if (cache_open(profile_text(profile, SETTING_CACHE_DIR), &request, true,
                   &cache, err) != WC_OK)
        return err->code;
    if (!refresh && load(&cache, &wish, ret_record)) {
        caller_note(caller, "profile %s: from the cache", request.profile);
        return WC_OK;
    }
    return fly(caller, &request, &cache, &wish, ret_record, err);
}

enum wc_code flight_replace(struct caller *caller,
                            const struct profile *profile,
                            const struct record *record, struct wc_error *err)
{
    auto_cache cache = CACHE_INIT;
    struct request request = { 0 };
    int lock = -1;

    profile_request(profile, REQUEST_OBTAIN, &request);
    if (cache_open(profile_text(profile, SETTING_CACHE_DIR), &request,
                   record != NULL, &cache, err) != WC_OK)
        return err->code;
    (void)lock_take(&cache, caller->deadline_ms, &lock);
    cache_drop_profile(&cache);
    if (record)
        store(caller, &cache, record);
    if (lock >= 0)
        (void)close(lock);
    return WC_OK;
}
