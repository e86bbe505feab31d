/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/token.h"

#include "common/clock.h"
#include "helper/cache.h"
#include "helper/flight.h"

enum wc_code token_get(struct caller *caller, const struct profile *profile,
                       int64_t min_validity_s, bool refresh,
                       struct record *ret_record, struct wc_error *err)
{
    if (profile_require_client_id(profile, err) != WC_OK)
        return err->code;
    if (profile->min_validity_s >= 0)
        min_validity_s = profile->min_validity_s;
    caller_start(caller, profile->timeout_ms);
    return flight_get(caller, profile, min_validity_s, refresh, ret_record,
                      err);
}

enum wc_code token_drop(const struct profile *profile, const char *token,
                        struct wc_error *err)
{
    auto_cache cache = CACHE_INIT;
    struct request request;

    profile_request(profile, REQUEST_OBTAIN, &request);
    if (cache_open(profile_text(profile, SETTING_CACHE_DIR), &request, false,
                   &cache, err) != WC_OK)
        return err->code;
    cache_drop(&cache, token);
    return WC_OK;
}
