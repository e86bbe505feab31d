/* SPDX-License-Identifier: MIT */
/*
 * status.c - what is configured, stored and cached; never a secret or token.
 *
 * Collected once, then written as text or as JSON.
 */
#include "config.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/number.h"
#include "helper/cache.h"
#include "helper/command/command.h"
#include "helper/cooldown.h"
#include "helper/profile-lookup.h"
#include "helper/token.h"
#include "helper/worker.h"

struct state {
    struct profile profile;
    struct wc_error keyring; /* why the keyring could not tell; code WC_OK: it
                                did */
    bool stored, locked;
    int64_t token_left_s; /* 0: no fresh token is cached */
    int64_t expires_at;   /* seconds since the epoch */
    struct quota quota;   /* as the issuer said with the cached token */
    int64_t reset_s;      /* from now until it is whole again */
    int64_t cooling_s;    /* until the endpoint is asked again; 0: at once */
    struct wc_error cooldown;
};

static void look_at_keyring(struct caller *caller, struct state *state)
{
    struct answer answer = ANSWER_INIT;
    struct request request;

    if (state->profile.source == REQUEST_ENVIRONMENT) {
        state->stored = secure_getenv("WALR_CLIENT_SECRET") != NULL;
        return;
    }
    if (!profile_text(&state->profile, SETTING_CLIENT_ID))
        return;
    profile_request(&state->profile, REQUEST_LOOK, &request);
    caller_start(caller, state->profile.timeout_ms);
    if (worker_ask(caller, &request, &answer, &state->keyring) == WC_OK) {
        state->stored = answer.stored;
        state->locked = answer.locked;
    }
    answer_clear(&answer);
}

/* What is remembered of the endpoint's last failure. */
static void look_at_cooldown(const struct cache *cache,
                             const struct request *request,
                             const struct moment *now, struct state *state)
{
    auto_secret asked = SECRET_MAX(REQUEST_MAX);
    struct cooldown cooldown;

    if (!request_write_question(request, &asked) ||
        !cooldown_load(cache, asked.bytes, &cooldown) ||
        !cooldown_is_in_force(&cooldown, now))
        return;
    state->cooling_s = cooldown_left_s(&cooldown, now);
    state->cooldown = cooldown.error;
}

/* A quota whose time is over says nothing any more. */
static void look_at_quota(const struct record *record, const struct moment *now,
                          struct state *state)
{
    int64_t age = now->wall_s - record->obtained.wall_s;

    if (age < 0 || age >= record->quota.reset_s)
        return;
    state->quota = record->quota;
    state->reset_s = record->quota.reset_s - age;
}

static enum wc_code look_at_cache(struct state *state, struct wc_error *err)
{
    auto_cache cache = CACHE_INIT;
    auto_record record = RECORD_INIT;
    struct request request;
    struct moment now;

    profile_request(&state->profile, REQUEST_OBTAIN, &request);
    if (cache_open(profile_text(&state->profile, SETTING_CACHE_DIR), &request,
                   false, &cache, err) != WC_OK)
        return err->code;
    clock_now(&now);
    if (cache_load(&cache, &record)) {
        state->token_left_s = record_remaining_s(&record, &now);
        look_at_quota(&record, &now, state);
    }
    state->expires_at = now.wall_s + state->token_left_s;
    look_at_cooldown(&cache, &request, &now, state);
    return WC_OK;
}

/* A proxy URL may hold a password: what stands before '@' is not shown. */
static const char *shown(enum setting setting, const char *value)
{
    const char *at = setting == SETTING_PROXY ? strrchr(value, '@') : NULL;

    return at ? at + 1 : value;
}

static const char *secret_text(const struct state *state)
{
    if (state->keyring.code != WC_OK)
        return state->keyring.text;
    if (state->profile.source == REQUEST_ENVIRONMENT)
        return state->stored ? "in the environment"
                             : "not in the environment: set WALR_CLIENT_SECRET";
    if (!state->stored)
        return "not stored: run walr-cred login";
    return state->locked ? "stored; the keyring is locked" : "stored";
}

static bool put_setting(struct secret *out, const char *key, const char *value,
                        const char *origin)
{
    return secret_add_text(out, key) && secret_add_text(out, ": ") &&
           secret_add_text(out, value) &&
           (!origin ||
            (secret_add_text(out, " (") && secret_add_text(out, origin) &&
             secret_add_text(out, ")"))) &&
           secret_add_text(out, "\n");
}

static bool put_params(const struct state *state, struct secret *out)
{
    for (size_t i = 0; i < state->profile.n_params; i++) {
        const struct request_param *param = &state->profile.params[i];

        if (!secret_add_text(out, PARAM_PREFIX) ||
            !put_setting(out, param->name, param->value, NULL))
            return false;
    }
    return true;
}

static bool put_token(const struct state *state, struct secret *out)
{
    char left[NUMBER_TEXT];

    if (state->token_left_s == 0)
        return put_setting(out, "token", "none cached", NULL);
    number_format(state->token_left_s, left);
    return secret_add_text(out, "token: cached, valid for ") &&
           secret_add_text(out, left) && secret_add_text(out, " s\n");
}

static bool put_quota(const struct state *state, struct secret *out)
{
    char left[NUMBER_TEXT], limit[NUMBER_TEXT], reset[NUMBER_TEXT];

    if (state->quota.limit == 0)
        return true;
    return secret_add_text(out, "quota: ") &&
           secret_add_text(out, number_format(state->quota.left, left)) &&
           secret_add_text(out, " of ") &&
           secret_add_text(out, number_format(state->quota.limit, limit)) &&
           secret_add_text(out, " token requests left, whole again in ") &&
           secret_add_text(out, number_format(state->reset_s, reset)) &&
           secret_add_text(out, " s\n");
}

static bool put_cooldown(const struct state *state, struct secret *out)
{
    char left[NUMBER_TEXT];

    if (state->cooling_s == 0)
        return true;
    number_format(state->cooling_s, left);
    return secret_add_text(out, "endpoint: not asked again for ") &&
           secret_add_text(out, left) && secret_add_text(out, " s: ") &&
           secret_add_text(out, state->cooldown.text) &&
           secret_add(out, "\n", 1);
}

static bool write_text(const struct state *state, struct secret *out)
{
    const struct profile *profile = &state->profile;
    const char *path = profile->config.path;

    if (!put_setting(out, "profile", profile->name, NULL) ||
        !put_setting(out, "config file", path ? path : "none: HOME is not set",
                     path && !profile->config.exists ? "not there" : NULL))
        return false;
    for (size_t i = 0; i < SETTINGS; i++) {
        const struct profile_value *value = &profile->values[i];

        if (value->text && !put_setting(out, settings[i].key,
                                        shown((enum setting)i, value->text),
                                        profile_origin_text(value->origin)))
            return false;
    }
    return put_params(state, out) &&
           put_setting(out, "client secret", secret_text(state), NULL) &&
           put_token(state, out) && put_quota(state, out) &&
           put_cooldown(state, out);
}

static bool add_settings(const struct state *state, cJSON *root)
{
    cJSON *object = cJSON_AddObjectToObject(root, "settings");

    for (size_t i = 0; object && i < SETTINGS; i++) {
        const struct profile_value *value = &state->profile.values[i];
        cJSON *row;

        if (!value->text)
            continue;
        row = cJSON_AddObjectToObject(object, settings[i].key);
        if (!row ||
            !cJSON_AddStringToObject(row, "value",
                                     shown((enum setting)i, value->text)) ||
            !cJSON_AddStringToObject(row, "origin",
                                     profile_origin_text(value->origin)))
            return false;
    }
    return object != NULL;
}

static bool add_params(const struct state *state, cJSON *root)
{
    cJSON *object = cJSON_AddObjectToObject(root, "params");

    for (size_t i = 0; object && i < state->profile.n_params; i++) {
        if (!cJSON_AddStringToObject(object, state->profile.params[i].name,
                                     state->profile.params[i].value))
            return false;
    }
    return object != NULL;
}

static bool add_secret(const struct state *state, cJSON *root)
{
    cJSON *object = cJSON_AddObjectToObject(root, "client_secret");
    bool known = state->keyring.code == WC_OK;

    return object &&
           (known ? cJSON_AddBoolToObject(object, "stored", state->stored) &&
                        cJSON_AddBoolToObject(object, "locked", state->locked)
                  : cJSON_AddStringToObject(object, "error",
                                            state->keyring.text) &&
                        cJSON_AddNumberToObject(object, "code",
                                                state->keyring.code));
}

static bool add_token(const struct state *state, cJSON *root)
{
    cJSON *object = cJSON_AddObjectToObject(root, "token");
    bool cached = state->token_left_s > 0;

    return object && cJSON_AddBoolToObject(object, "cached", cached) &&
           (!cached || (cJSON_AddNumberToObject(object, "expires_in",
                                                (double)state->token_left_s) &&
                        cJSON_AddNumberToObject(object, "expires_at",
                                                (double)state->expires_at)));
}

static bool add_quota(const struct state *state, cJSON *root)
{
    cJSON *object;

    if (state->quota.limit == 0)
        return true;
    object = cJSON_AddObjectToObject(root, "quota");
    return object &&
           cJSON_AddNumberToObject(object, "limit",
                                   (double)state->quota.limit) &&
           cJSON_AddNumberToObject(object, "left", (double)state->quota.left) &&
           cJSON_AddNumberToObject(object, "reset", (double)state->reset_s);
}

static bool add_cooldown(const struct state *state, cJSON *root)
{
    cJSON *object;

    if (state->cooling_s == 0)
        return true;
    object = cJSON_AddObjectToObject(root, "cooldown");
    return object &&
           cJSON_AddNumberToObject(object, "code", state->cooldown.code) &&
           cJSON_AddStringToObject(object, "error", state->cooldown.text) &&
           cJSON_AddNumberToObject(object, "left", (double)state->cooling_s);
}

static bool write_json(const struct state *state, struct secret *out)
{
    cJSON *root = cJSON_CreateObject();
    const char *path = state->profile.config.path;
    char *text = NULL;
    bool done = false;

    if (root && cJSON_AddStringToObject(root, "profile", state->profile.name) &&
        (!path || cJSON_AddStringToObject(root, "config", path)) &&
        add_settings(state, root) && add_params(state, root) &&
        add_secret(state, root) && add_token(state, root) &&
        add_quota(state, root) && add_cooldown(state, root))
        text = cJSON_PrintUnformatted(root);
    if (text)
        done = secret_add_text(out, text) && secret_add(out, "\n", 1);
    cJSON_free(text);
    cJSON_Delete(root);
    return done;
}

enum wc_code command_status(const struct options *options,
                            struct caller *caller, struct secret *out,
                            struct wc_error *err)
{
    struct state state = { .profile = PROFILE_INIT };
    const struct profile_options given = options->settings;

    if (profile_load(options->profile, &given, &state.profile, err) == WC_OK &&
        look_at_cache(&state, err) == WC_OK) {
        look_at_keyring(caller, &state);
        if (!(options->json ? write_json(&state, out)
                            : write_text(&state, out)))
            (void)wc_fail(err, WC_INTERNAL, "the status is too large");
    }
    profile_clear(&state.profile);
    return err->code;
}
