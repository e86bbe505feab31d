/* SPDX-License-Identifier: MIT */
/*
 * status.c - what is configured, stored and cached; never a secret or token.
 *
 * Collected once, then written as text or as JSON.
 */
#include "config.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "common/number.h"
#include "helper/command/command.h"
#include "helper/profile-lookup.h"
#include "helper/standing.h"

/* A proxy URL may hold a password: what stands before '@' is not shown. */
static const char *shown(enum setting setting, const char *value)
{
    const char *at = setting == SETTING_PROXY ? strrchr(value, '@') : NULL;

    return at ? at + 1 : value;
}

static const char *secret_text(const struct standing *standing)
{
    if (standing->keyring.code != WC_OK)
        return standing->keyring.text;
    if (standing->profile->source == REQUEST_ENVIRONMENT)
        return standing->stored
                   ? "in the environment"
                   : "not in the environment: set WALR_CLIENT_SECRET";
    if (standing->profile->source == REQUEST_STREAM)
        return "there, where 'secret' says";
    if (!standing->stored)
        return "not stored: run walr-cred login";
    return standing->locked ? "stored; the keyring is locked" : "stored";
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

static bool put_params(const struct standing *standing, struct secret *out)
{
    for (size_t i = 0; i < standing->profile->n_params; i++) {
        const struct request_param *param = &standing->profile->params[i];

        if (!secret_add_text(out, PARAM_PREFIX) ||
            !put_setting(out, param->name, param->value, NULL))
            return false;
    }
    return true;
}

static bool put_token(const struct standing *standing, struct secret *out)
{
    char left[NUMBER_TEXT];

    if (standing->token_left_s == 0)
        return put_setting(out, "token", "none cached", NULL);
    number_format(standing->token_left_s, left);
    return secret_add_text(out, "token: cached, valid for ") &&
           secret_add_text(out, left) && secret_add_text(out, " s\n");
}

static bool put_quota(const struct standing *standing, struct secret *out)
{
    char left[NUMBER_TEXT], limit[NUMBER_TEXT], reset[NUMBER_TEXT];

    if (standing->quota.limit == 0)
        return true;
    return secret_add_text(out, "quota: ") &&
           secret_add_text(out, number_format(standing->quota.left, left)) &&
           secret_add_text(out, " of ") &&
           secret_add_text(out, number_format(standing->quota.limit, limit)) &&
           secret_add_text(out, " token requests left, whole again in ") &&
           secret_add_text(out, number_format(standing->reset_s, reset)) &&
           secret_add_text(out, " s\n");
}

static bool put_cooldown(const struct standing *standing, struct secret *out)
{
    char left[NUMBER_TEXT];

    if (standing->cooling_s == 0)
        return true;
    number_format(standing->cooling_s, left);
    return secret_add_text(out, "endpoint: not asked again for ") &&
           secret_add_text(out, left) && secret_add_text(out, " s: ") &&
           secret_add_text(out, standing->cooldown.text) &&
           secret_add(out, "\n", 1);
}

static bool write_text(const struct standing *standing, struct secret *out)
{
    const struct profile *profile = standing->profile;
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
    return put_params(standing, out) &&
           put_setting(out, "client secret", secret_text(standing), NULL) &&
           put_token(standing, out) && put_quota(standing, out) &&
           put_cooldown(standing, out);
}

static bool add_settings(const struct standing *standing, cJSON *root)
{
    cJSON *object = cJSON_AddObjectToObject(root, "settings");

    for (size_t i = 0; object && i < SETTINGS; i++) {
        const struct profile_value *value = &standing->profile->values[i];
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

static bool add_params(const struct standing *standing, cJSON *root)
{
    cJSON *object = cJSON_AddObjectToObject(root, "params");

    for (size_t i = 0; object && i < standing->profile->n_params; i++) {
        if (!cJSON_AddStringToObject(object, standing->profile->params[i].name,
                                     standing->profile->params[i].value))
            return false;
    }
    return object != NULL;
}

static bool add_secret(const struct standing *standing, cJSON *root)
{
    cJSON *object = cJSON_AddObjectToObject(root, "client_secret");
    bool known = standing->keyring.code == WC_OK;

    return object &&
           (known
                ? cJSON_AddBoolToObject(object, "stored", standing->stored) &&
                      cJSON_AddBoolToObject(object, "locked", standing->locked)
                : cJSON_AddStringToObject(object, "error",
                                          standing->keyring.text) &&
                      cJSON_AddNumberToObject(object, "code",
                                              standing->keyring.code));
}

static bool add_token(const struct standing *standing, cJSON *root)
{
    cJSON *object = cJSON_AddObjectToObject(root, "token");
    bool cached = standing->token_left_s > 0;

    return object && cJSON_AddBoolToObject(object, "cached", cached) &&
           (!cached ||
            (cJSON_AddNumberToObject(object, "expires_in",
                                     (double)standing->token_left_s) &&
             cJSON_AddNumberToObject(object, "expires_at",
                                     (double)standing->expires_at)));
}

static bool add_quota(const struct standing *standing, cJSON *root)
{
    cJSON *object;

    if (standing->quota.limit == 0)
        return true;
    object = cJSON_AddObjectToObject(root, "quota");
    return object &&
           cJSON_AddNumberToObject(object, "limit",
                                   (double)standing->quota.limit) &&
           cJSON_AddNumberToObject(object, "left",
                                   (double)standing->quota.left) &&
           cJSON_AddNumberToObject(object, "reset", (double)standing->reset_s);
}

static bool add_cooldown(const struct standing *standing, cJSON *root)
{
    cJSON *object;

    if (standing->cooling_s == 0)
        return true;
    object = cJSON_AddObjectToObject(root, "cooldown");
    return object &&
           cJSON_AddNumberToObject(object, "code", standing->cooldown.code) &&
           cJSON_AddStringToObject(object, "error", standing->cooldown.text) &&
           cJSON_AddNumberToObject(object, "left", (double)standing->cooling_s);
}

static bool write_json(const struct standing *standing, struct secret *out)
{
    cJSON *root = cJSON_CreateObject();
    const char *path = standing->profile->config.path;
    char *text = NULL;
    bool done = false;

    if (root &&
        cJSON_AddStringToObject(root, "profile", standing->profile->name) &&
        (!path || cJSON_AddStringToObject(root, "config", path)) &&
        add_settings(standing, root) && add_params(standing, root) &&
        add_secret(standing, root) && add_token(standing, root) &&
        add_quota(standing, root) && add_cooldown(standing, root))
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
    auto_profile profile = PROFILE_INIT;
    struct standing standing = { .profile = &profile };

    if (profile_load(options->profile, &options->settings, &profile, err) !=
            WC_OK ||
        standing_look_at_cache(&standing, err) != WC_OK)
        return err->code;
    standing_look_at_secret(&standing, caller);
    if (!(options->json ? write_json(&standing, out)
                        : write_text(&standing, out)))
        return wc_fail(err, WC_INTERNAL, "the status is too large");
    return WC_OK;
}
