/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/token.h"

#include <string.h>

#include "common/clock.h"
#include "helper/cache.h"
#include "helper/flight.h"
#include "helper/rejection.h"

#define YOUNG_S 60 /* see token_reject_old() */

/* What the profile says, or DEFAULT_S. */
static int64_t min_validity(const struct profile *profile, int64_t default_s)
{
    return profile->min_validity_s >= 0 ? profile->min_validity_s : default_s;
}

enum wc_code token_get(struct caller *caller, const struct profile *profile,
                       int64_t min_validity_s, bool refresh,
                       struct record *ret_record, struct wc_error *err)
{
    if (profile_require_client_id(profile, err) != WC_OK)
        return err->code;
    caller_start(caller, profile->timeout_ms);
    return flight_get(caller, profile, min_validity(profile, min_validity_s),
                      refresh, ret_record, err);
}

enum wc_code token_get_ahead(struct caller *caller,
                             const struct profile *profile,
                             int64_t min_validity_s, struct record *ret_record,
                             struct wc_error *err)
{
    if (profile_require_client_id(profile, err) != WC_OK)
        return err->code;
    caller_start(caller, profile->timeout_ms);
    return flight_get_ahead(caller, profile,
                            min_validity(profile, min_validity_s), ret_record,
                            err);
}

bool token_peek(const struct profile *profile, int64_t min_validity_s,
                struct record *ret_record)
{
    auto_cache cache = CACHE_INIT;
    struct wc_error ignored = { 0 };
    struct request request;
    struct moment now;

    profile_request(profile, REQUEST_OBTAIN, &request);
    if (cache_open(profile_text(profile, SETTING_CACHE_DIR), &request, false,
                   &cache, &ignored) != WC_OK ||
        !cache_load(&cache, ret_record))
        return false;
    clock_now(&now);
    return record_is_fresh(ret_record, &now,
                           min_validity(profile, min_validity_s));
}

/* What is to become of the cached token when TOKEN was refused. */
static enum token_fate reject(const struct cache *cache, const char *token)
{
    auto_record record = RECORD_INIT;
    struct moment now;

    if (!cache_load(cache, &record) ||
        (token && strcmp(token, secret_bytes(&record.token)) != 0))
        return TOKEN_OTHER;
    clock_now(&now);
    if (rejection_protects(cache, &record, &now))
        return TOKEN_KEPT;
    if (!cache_drop(cache, token))
        return TOKEN_OTHER;
    rejection_note(cache);
    return TOKEN_DROPPED;
}

enum wc_code token_reject(const struct profile *profile, const char *token,
                          enum token_fate *ret_fate, struct wc_error *err)
{
    auto_cache cache = CACHE_INIT;
    struct request request;

    profile_request(profile, REQUEST_OBTAIN, &request);
    if (cache_open(profile_text(profile, SETTING_CACHE_DIR), &request, false,
                   &cache, err) != WC_OK)
        return err->code;
    *ret_fate = reject(&cache, token);
    return WC_OK;
}

const char *token_hash(const struct record *record, char text[static HASH_TEXT])
{
    return hash_format(
        hash_bytes(secret_bytes(&record->token), record->token.len), text);
}

enum wc_code token_reject_old(const struct profile *profile, const char *hash,
                              struct wc_error *err)
{
    auto_record record = RECORD_INIT;
    char cached[HASH_TEXT];
    enum token_fate fate;
    struct moment now;

    if (!token_peek(profile, 0, &record) ||
        (hash && strcmp(token_hash(&record, cached), hash) != 0))
        return WC_OK;
    clock_now(&now);
    if (record_age_s(&record, &now) < YOUNG_S)
        return WC_OK;
    return token_reject(profile, secret_bytes(&record.token), &fate, err);
}
