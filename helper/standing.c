/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/standing.h"

#include <stdlib.h>

#include "common/answer.h"
#include "common/clock.h"
#include "common/request.h"
#include "helper/cache.h"
#include "helper/cooldown.h"
#include "helper/secret-source.h"
#include "helper/worker.h"

void standing_look_at_secret(struct standing *standing, struct caller *caller)
{
    const struct profile *profile = standing->profile;
    auto_answer answer = ANSWER_INIT;
    struct request request;

    if (profile->source == REQUEST_ENVIRONMENT) {
        const char *value = secure_getenv("WALR_CLIENT_SECRET");

        standing->stored = value && value[0] != '\0';
        return;
    }
    if (profile->source == REQUEST_STREAM) {
        standing->stored =
            secret_source_look(profile_text(profile, SETTING_SECRET),
                               &standing->keyring) == WC_OK;
        return;
    }
    if (!profile_text(profile, SETTING_CLIENT_ID))
        return;
    profile_request(profile, REQUEST_LOOK, &request);
    caller_start(caller, profile->timeout_ms);
    if (worker_ask(caller, &request, &answer, &standing->keyring) == WC_OK) {
        standing->stored = answer.stored;
        standing->locked = answer.locked;
    }
}

/* What is remembered of the endpoint's last failure. */
static void look_at_cooldown(const struct cache *cache,
                             const struct request *request,
                             const struct moment *now,
                             struct standing *standing)
{
    auto_secret asked = SECRET_MAX(REQUEST_MAX);
    struct cooldown cooldown;

    if (!request_write_question(request, &asked) ||
        !cooldown_load(cache, asked.bytes, &cooldown) ||
        !cooldown_is_in_force(&cooldown, now))
        return;
    standing->cooling_s = cooldown_left_s(&cooldown, now);
    standing->cooldown = cooldown.error;
}

/* A quota whose time is over says nothing any more. */
static void look_at_quota(const struct record *record, const struct moment *now,
                          struct standing *standing)
{
    int64_t age = now->wall_s - record->obtained.wall_s;

    if (age < 0 || age >= record->quota.reset_s)
        return;
    standing->quota = record->quota;
    standing->reset_s = record->quota.reset_s - age;
}

enum wc_code standing_look_at_cache(struct standing *standing,
                                    struct wc_error *err)
{
    const struct profile *profile = standing->profile;
    auto_cache cache = CACHE_INIT;
    auto_record record = RECORD_INIT;
    struct request request;
    struct moment now;

    profile_request(profile, REQUEST_OBTAIN, &request);
    if (cache_open(profile_text(profile, SETTING_CACHE_DIR), &request, false,
                   &cache, err) != WC_OK)
        return err->code;
    clock_now(&now);
    if (cache_load(&cache, &record)) {
        standing->token_left_s = record_remaining_s(&record, &now);
        look_at_quota(&record, &now, standing);
    }
    standing->expires_at = now.wall_s + standing->token_left_s;
    look_at_cooldown(&cache, &request, &now, standing);
    return WC_OK;
}
