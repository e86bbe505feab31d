/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/flight.h"

#include <unistd.h>

#include "common/answer.h"
#include "common/clock.h"
#include "common/request.h"
#include "helper/cache.h"
#include "helper/cooldown.h"
#include "helper/lock.h"
#include "helper/rejection.h"
#include "helper/renew.h"
#include "helper/worker.h"

/* What a caller takes from the cache. */
struct wish {
    int64_t min_validity_s;
    int64_t renew_at; /* of the profile */
    bool refresh;
    int64_t began_ms;    /* of clock_boot_ms() */
    struct secret asked; /* of request_write_question() */
};

static void warn_no_cache(struct caller *caller, const char *why)
{
    wc_fail(&caller->warning, WC_INTERNAL, "the token is not cached: %s", why);
}

/* Load a record that fulfils WISH. */
static bool load(const struct caller *caller, const struct cache *cache,
                 const struct wish *wish, struct record *ret_record)
{
    auto_record record = RECORD_INIT;
    struct moment now;

    if (!cache_load(cache, &record))
        return false;
    clock_now(&now);
    if (!record_is_fresh(&record, &now, wish->min_validity_s) ||
        (wish->refresh && record.obtained.boot_ms <= wish->began_ms))
        return false;
    if (renew_is_due(&record, wish->renew_at, &now))
        renew_start(caller, cache, &record, &now);
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

/* Whether the endpoint has just failed, for us or for one we waited for. */
static bool is_cooling(const struct cache *cache, const struct wish *wish,
                       struct wc_error *err)
{
    struct cooldown cooldown;
    struct moment now;
    bool shared;

    if (!cooldown_load(cache, secret_bytes(&wish->asked), &cooldown))
        return false;
    clock_now(&now);
    shared = cooldown.failed.boot_ms > wish->began_ms &&
             cooldown.failed.boot_ms <= now.boot_ms;
    if (!shared && (!cooldown_is_in_force(&cooldown, &now) ||
                    /* --refresh asks again, but not against a limit */
                    (wish->refresh && cooldown.error.code != WC_RATE_LIMITED)))
        return false;
    (void)cooldown_fail(&cooldown, &now, err);
    return true;
}

static enum wc_code obtain(struct caller *caller, struct request *request,
                           const struct cache *cache, const struct wish *wish,
                           struct record *ret_record, struct wc_error *err)
{
    auto_answer answer = ANSWER_INIT;

    caller_note(caller, "profile %s: asking for a new token", request->profile);
    if (worker_ask(caller, request, &answer, err) != WC_OK) {
        if (cooldown_is_for(err->code))
            cooldown_store(cache, secret_bytes(&wish->asked), err,
                           answer.retry_after_s);
        return err->code;
    }
    if (answer.kind != ANSWER_RECORD)
        return wc_fail(err, WC_INTERNAL,
                       "the worker gave no token: reinstall walr-cred");
    caller_note(caller,
                "profile %s: a token of %zu bytes for %lld s, after %lld ms",
                request->profile, answer.record.token.len,
                (long long)answer.record.lifetime_s,
                (long long)(clock_boot_ms() - wish->began_ms));
    store(caller, cache, &answer.record);
    cooldown_drop(cache);
    rejection_bind(cache, &answer.record);
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
    enum wc_code code;

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
    if (lock >= 0 && load(caller, cache, wish, ret_record))
        code = WC_OK;
    else if (is_cooling(cache, wish, err))
        code = err->code;
    else
        code = obtain(caller, request, cache, wish, ret_record, err);
    if (lock >= 0)
        (void)close(lock);
    return code;
}

enum wc_code flight_get(struct caller *caller, const struct profile *profile,
                        int64_t min_validity_s, bool refresh,
                        struct record *ret_record, struct wc_error *err)
{
    struct wish wish = { .min_validity_s = min_validity_s,
                         .renew_at = profile->renew_at,
                         .refresh = refresh,
                         .began_ms = clock_boot_ms(),
                         .asked = SECRET_MAX(REQUEST_MAX) };
    auto_cache cache = CACHE_INIT;
    struct request request = { 0 };

    profile_request(profile, REQUEST_OBTAIN, &request);
    request.may_prompt = caller->may_prompt;
    if (cache_open(profile_text(profile, SETTING_CACHE_DIR), &request, true,
                   &cache, err) != WC_OK)
        return err->code;
    if (!refresh && load(caller, &cache, &wish, ret_record)) {
        caller_note(caller, "profile %s: from the cache", request.profile);
        return WC_OK;
    }
    if (!request_write_question(&request, &wish.asked))
        (void)wc_fail(err, WC_INTERNAL, "the request is too long");
    else if (!is_cooling(&cache, &wish, err))
        (void)fly(caller, &request, &cache, &wish, ret_record, err);
    secret_clear(&wish.asked);
    return err->code;
}

/* Whether there still is a record, and it is due: after a logout there is
   nothing to renew. */
static bool is_due(const struct cache *cache, const struct profile *profile)
{
    auto_record record = RECORD_INIT;
    struct moment now;

    clock_now(&now);
    return cache_load(cache, &record) &&
           renew_is_due(&record, profile->renew_at, &now);
}

enum wc_code flight_renew(struct caller *caller, const struct profile *profile,
                          struct wc_error *err)
{
    struct wish wish = { .began_ms = clock_boot_ms(),
                         .asked = SECRET_MAX(REQUEST_MAX) };
    auto_cache cache = CACHE_INIT;
    auto_record record = RECORD_INIT;
    struct request request = { 0 };
    int lock = -1;

    profile_request(profile, REQUEST_OBTAIN, &request);
    if (cache_open(profile_text(profile, SETTING_CACHE_DIR), &request, false,
                   &cache, err) != WC_OK)
        return err->code;
    if (is_due(&cache, profile) &&
        request_write_question(&request, &wish.asked) &&
        lock_take(&cache, caller->deadline_ms, &lock) == LOCK_HELD &&
        is_due(&cache, profile) && !is_cooling(&cache, &wish, err))
        (void)obtain(caller, &request, &cache, &wish, &record, err);
    if (lock >= 0)
        (void)close(lock);
    secret_clear(&wish.asked);
    return err->code;
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
