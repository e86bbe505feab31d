/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/flight.h"

#include <unistd.h>

#include "common/answer.h"
#include "common/clock.h"
#include "common/request.h"
#include "helper/cache.h"
#include "helper/cooldown.h"
#include "helper/ledger.h"
#include "helper/lock.h"
#include "helper/rejection.h"
#include "helper/renew.h"
#include "helper/worker.h"

/* One call: who asks, for what, and where it is kept.  Start with FLIGHT_INIT,
   end with flight_end(). */
struct flight {
    struct caller *caller;
    struct request request;
    struct cache cache;
    struct secret asked; /* of request_write_question() */
    int64_t min_validity_s;
    int64_t renew_at; /* of the profile */
    bool refresh, ahead;
    int64_t renews_ms;         /* obtained.boot_ms of what is renewed; or 0 */
    int64_t began_ms;          /* of clock_boot_ms() */
    struct ledger_entry entry; /* of the request, if one was made */
};

/* What a logout leaves of its time for the keyring, which comes next. */
#define KEYRING_MS 3000

#define FLIGHT_INIT                                           \
    {                                                         \
        .cache = CACHE_INIT, .asked = SECRET_MAX(REQUEST_MAX) \
    }

static enum wc_code flight_begin(struct flight *flight, struct caller *caller,
                                 const struct profile *profile, bool create,
                                 struct wc_error *err)
{
    flight->caller = caller;
    flight->began_ms = clock_boot_ms();
    flight->renew_at = profile->renew_at;
    profile_request(profile, REQUEST_OBTAIN, &flight->request);
    return cache_open(profile_text(profile, SETTING_CACHE_DIR),
                      &flight->request, create, &flight->cache, err);
}

/* The lock is free and the answer known: nobody waits for the ledger. */
static void flight_end(struct flight *flight)
{
    ledger_write(&flight->entry);
    cache_close(&flight->cache);
    secret_clear(&flight->asked);
}

#define auto_flight __attribute__((cleanup(flight_end))) struct flight

static void warn_no_cache(struct caller *caller, const char *why)
{
    wc_fail(&caller->warning, WC_INTERNAL, "the token is not cached: %s", why);
}

/* Load a record that will do. */
static bool load(const struct flight *flight, struct record *ret_record)
{
    auto_record record = RECORD_INIT;
    struct moment now;

    if (!cache_load(&flight->cache, &record))
        return false;
    clock_now(&now);
    if (!record_is_fresh(&record, &now, flight->min_validity_s) ||
        (flight->refresh && record.obtained.boot_ms <= flight->began_ms) ||
        (flight->ahead && renew_in_s(&record, flight->renew_at, &now) == 0))
        return false;
    if (renew_is_due(&record, flight->renew_at, &now))
        renew_start(flight->caller, &flight->cache, &record, &now);
    record_clear(ret_record);
    *ret_record = record;
    record = (struct record)RECORD_INIT;
    return true;
}

/* Whether a renewal is still of use: a logout or login that could not wait for
   it (it was stopped, say) has removed or replaced what was to be renewed. */
static bool is_wanted(const struct flight *flight)
{
    auto_record record = RECORD_INIT;

    if (flight->renews_ms == 0)
        return true;
    return cache_load(&flight->cache, &record)
               ? record.obtained.boot_ms == flight->renews_ms
               : rejection_is_pending(&flight->cache);
}

static void store(const struct flight *flight, const struct record *record)
{
    struct wc_error why = { 0 };

    if (record->lifetime_s > 0 && is_wanted(flight) &&
        !cache_store(&flight->cache, record, &why))
        warn_no_cache(flight->caller, why.text);
}

/* Whether the endpoint has just failed, for us or for one we waited for. */
static bool is_cooling(const struct flight *flight, struct wc_error *err)
{
    struct cooldown cooldown;
    struct moment now;
    bool shared;

    if (!cooldown_load(&flight->cache, secret_bytes(&flight->asked), &cooldown))
        return false;
    clock_now(&now);
    shared = cooldown.failed.boot_ms > flight->began_ms &&
             cooldown.failed.boot_ms <= now.boot_ms;
    if (!shared &&
        (!cooldown_is_in_force(&cooldown, &now) ||
         /* --refresh asks again, but not against a limit */
         (flight->refresh && cooldown.error.code != WC_RATE_LIMITED)))
        return false;
    (void)cooldown_fail(&cooldown, &now, err);
    return true;
}

/* Why what is cached, if anything is, will not do. */
static enum ledger_why find_why(const struct flight *flight)
{
    auto_record record = RECORD_INIT;
    struct moment now;

    if (flight->refresh)
        return LEDGER_FORCED;
    if (!cache_load(&flight->cache, &record))
        return rejection_is_pending(&flight->cache) ? LEDGER_REJECTED
                                                    : LEDGER_COLD;
    clock_now(&now);
    return record_is_fresh(&record, &now, flight->min_validity_s)
               ? LEDGER_RENEWAL
               : LEDGER_EXPIRED;
}

/* Ask the worker, for the ledger too. */
static enum wc_code ask(struct flight *flight, struct answer *ret_answer,
                        struct wc_error *err)
{
    struct caller *caller = flight->caller;
    enum wc_code code;

    ledger_begin(caller, flight->request.profile, find_why(flight),
                 &flight->entry);
    code = worker_ask(caller, &flight->request, ret_answer, err);
    ledger_end(caller, code, ret_answer, &flight->entry);
    return code;
}

static enum wc_code obtain(struct flight *flight, struct record *ret_record,
                           struct wc_error *err)
{
    auto_answer answer = ANSWER_INIT;
    struct caller *caller = flight->caller;
    struct request *request = &flight->request;

    caller_note(caller, "profile %s: asking for a new token", request->profile);
    if (ask(flight, &answer, err) != WC_OK) {
        if (cooldown_is_for(err->code))
            cooldown_store(&flight->cache, secret_bytes(&flight->asked), err,
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
                (long long)(clock_boot_ms() - flight->began_ms));
    store(flight, &answer.record);
    cooldown_drop(&flight->cache);
    rejection_bind(&flight->cache, &answer.record);
    record_clear(ret_record);
    *ret_record = answer.record;
    answer.record = (struct record)RECORD_INIT;
    return WC_OK;
}

/* Nothing fresh: obtain it, or have somebody else do so. */
static enum wc_code fly(struct flight *flight, struct record *ret_record,
                        struct wc_error *err)
{
    struct caller *caller = flight->caller;
    int lock = -1;
    enum wc_code code;

    switch (lock_take(&flight->cache, caller->deadline_ms, &lock)) {
    case LOCK_TIMEOUT:
        return caller_timed_out(caller,
                                "another walr-cred is asking for this one: "
                                "try again, or end it if it is stopped",
                                err);
    case LOCK_UNUSABLE:
        if (flight->cache.folder < 0)
            warn_no_cache(caller, flight->cache.why);
        else
            wc_fail(&caller->warning, WC_INTERNAL,
                    "profile '%s' cannot be locked: others may ask too",
                    flight->request.profile);
        break;
    case LOCK_HELD:
        break;
    }
    if (lock >= 0 && load(flight, ret_record))
        code = WC_OK;
    else if (is_cooling(flight, err))
        code = err->code;
    else
        code = obtain(flight, ret_record, err);
    if (lock >= 0)
        (void)close(lock);
    return code;
}

/* From the cache, or else by asking. */
static enum wc_code get(struct flight *flight, struct caller *caller,
                        const struct profile *profile,
                        struct record *ret_record, struct wc_error *err)
{
    if (flight_begin(flight, caller, profile, true, err) != WC_OK)
        return err->code;
    flight->request.may_prompt = caller->may_prompt;
    if (!flight->refresh && load(flight, ret_record)) {
        caller_note(caller, "profile %s: from the cache",
                    flight->request.profile);
        return WC_OK;
    }
    if (!request_write_question(&flight->request, &flight->asked))
        return wc_fail(err, WC_INTERNAL, "the request is too long");
    if (is_cooling(flight, err))
        return err->code;
    return fly(flight, ret_record, err);
}

enum wc_code flight_get(struct caller *caller, const struct profile *profile,
                        int64_t min_validity_s, bool refresh,
                        struct record *ret_record, struct wc_error *err)
{
    auto_flight flight = FLIGHT_INIT;

    flight.min_validity_s = min_validity_s;
    flight.refresh = refresh;
    return get(&flight, caller, profile, ret_record, err);
}

enum wc_code flight_get_ahead(struct caller *caller,
                              const struct profile *profile,
                              int64_t min_validity_s, struct record *ret_record,
                              struct wc_error *err)
{
    auto_flight flight = FLIGHT_INIT;

    flight.min_validity_s = min_validity_s;
    flight.ahead = true;
    return get(&flight, caller, profile, ret_record, err);
}

/* Whether there still is a record, and it is due (after a logout there is
   nothing to renew); notes which it is. */
static bool is_due(struct flight *flight)
{
    auto_record record = RECORD_INIT;
    struct moment now;

    clock_now(&now);
    if (!cache_load(&flight->cache, &record) ||
        !renew_is_due(&record, flight->renew_at, &now))
        return false;
    flight->renews_ms = record.obtained.boot_ms;
    return true;
}

enum wc_code flight_renew(struct caller *caller, const struct profile *profile,
                          struct wc_error *err)
{
    auto_flight flight = FLIGHT_INIT;
    auto_record record = RECORD_INIT;
    int lock = -1;

    if (flight_begin(&flight, caller, profile, false, err) != WC_OK)
        return err->code;
    if (is_due(&flight) &&
        request_write_question(&flight.request, &flight.asked) &&
        lock_take(&flight.cache, caller->deadline_ms, &lock) == LOCK_HELD &&
        is_due(&flight) && !is_cooling(&flight, err))
        (void)obtain(&flight, &record, err);
    if (lock >= 0)
        (void)close(lock);
    return err->code;
}

enum wc_code flight_replace(struct caller *caller,
                            const struct profile *profile,
                            const struct record *record, struct wc_error *err)
{
    auto_flight flight = FLIGHT_INIT;
    int lock = -1;

    if (flight_begin(&flight, caller, profile, record != NULL, err) != WC_OK)
        return err->code;
    (void)lock_take(&flight.cache, caller->deadline_ms - KEYRING_MS, &lock);
    cache_drop_profile(&flight.cache);
    if (record)
        store(&flight, record);
    if (lock >= 0)
        (void)close(lock);
    return WC_OK;
}
