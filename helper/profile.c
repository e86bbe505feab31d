/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/profile.h"

#include <stdlib.h>
#include <string.h>

#include "common/number.h"
#include "common/text.h"
#include "helper/profile-resolve.h"
#include "helper/secret-source.h"

#define ENV_PROFILE       "WALR_PROFILE"
#define ENV_CLIENT_ID     "WALR_CLIENT_ID"
#define ENV_CLIENT_SECRET "WALR_CLIENT_SECRET"

/* What holds for every profile, and what makes one a Walr profile. */
/* clang-format off */
static const struct built_in {
    enum setting setting;
    const char *walr, *other; /* NULL: none */
} built_in[] = {
    { SETTING_TOKEN_URL,               WALR_TOKEN_URL, NULL },
    { SETTING_AUDIENCE,                WALR_AUDIENCE,  NULL },
    { SETTING_REQUEST,                 "json",         "form" },
    { SETTING_CLIENT_AUTH,             "post",         "post" },
    { SETTING_SECRET,                  "keyring",      "keyring" },
    { SETTING_RENEW_AT,                "80%",          "80%" },
    { SETTING_DEFAULT_LIFETIME,        "5m",           "5m" },
    { SETTING_TIMEOUT,                 "9s",           "9s" },
    { SETTING_PROXY,                   "env",          "env" },
    { SETTING_ALLOW_INSECURE_LOOPBACK, "no",           "no" },
    { SETTING_ALLOW_PLAIN_SESSION,     "no",           "no" },
};
/* clang-format on */

static const char *environment(const char *name)
{
    const char *value = secure_getenv(name);

    return value && value[0] != '\0' ? value : NULL;
}

const char *profile_selected(void)
{
    const char *name = environment(ENV_PROFILE);

    return name ? name : PROFILE_DEFAULT;
}

bool profile_is_selected(const char *name)
{
    return strcmp(name, profile_selected()) == 0;
}

static void set(struct profile *profile, enum setting setting, const char *text,
                enum origin origin)
{
    profile->values[setting] =
        (struct profile_value){ .text = text, .origin = origin };
}

/* A field of the same name is replaced. */
static bool set_param(struct profile *profile, const char *name,
                      const char *value)
{
    size_t i = 0;

    while (i < profile->n_params && strcmp(profile->params[i].name, name) != 0)
        i++;
    if (i == REQUEST_PARAMS_MAX)
        return false;
    profile->params[i] = (struct request_param){ .name = name, .value = value };
    profile->n_params += i == profile->n_params;
    return true;
}

static enum wc_code too_many_params(const struct profile *profile,
                                    struct wc_error *err)
{
    return wc_fail(err, WC_USAGE, "profile '%s' has more than %d extra fields",
                   profile->name, REQUEST_PARAMS_MAX);
}

static enum wc_code take_file(struct profile *profile, struct wc_error *err)
{
    for (size_t i = 0; i < profile->config.n_entries; i++) {
        const struct config_entry *entry = &profile->config.entries[i];

        if (strcmp(entry->profile, profile->name) != 0)
            continue;
        if (!entry->param)
            set(profile, entry->setting, entry->value, ORIGIN_FILE);
        else if (!set_param(profile, entry->param, entry->value))
            return too_many_params(profile, err);
    }
    return WC_OK;
}

/*
 * The client in the environment is that of the SELECTED profile: its secret
 * must not go to the endpoint of another one, unless that says so itself.
 */
static enum wc_code take_environment(struct profile *profile, bool selected,
                                     struct wc_error *err)
{
    const char *id = environment(ENV_CLIENT_ID);
    const char *secret = environment(ENV_CLIENT_SECRET);
    const char *source = profile_text(profile, SETTING_SECRET);
    bool asked_for = source && strcmp(source, "environment") == 0;

    if (!id || (!selected && !asked_for))
        return WC_OK;
    if (setting_check(SETTING_CLIENT_ID, id, err) != WC_OK)
        return wc_context(err, ENV_CLIENT_ID);
    set(profile, SETTING_CLIENT_ID, id, ORIGIN_ENVIRONMENT);
    if (secret)
        set(profile, SETTING_SECRET, "environment", ORIGIN_ENVIRONMENT);
    return WC_OK;
}

static enum wc_code take_options(struct profile *profile,
                                 const struct profile_options *options,
                                 struct wc_error *err)
{
    for (size_t i = 0; i < SETTINGS; i++) {
        if (options->values[i])
            set(profile, (enum setting)i, options->values[i], ORIGIN_OPTION);
    }
    for (size_t i = 0; i < options->n_params; i++) {
        if (!set_param(profile, options->params[i].name,
                       options->params[i].value))
            return too_many_params(profile, err);
    }
    return WC_OK;
}

static void fill_built_in(struct profile *profile)
{
    bool walr = !profile_text(profile, SETTING_TOKEN_URL);

    for (size_t i = 0; i < sizeof(built_in) / sizeof(built_in[0]); i++) {
        const struct built_in *row = &built_in[i];
        const char *text = walr ? row->walr : row->other;

        if (text && !profile_text(profile, row->setting))
            set(profile, row->setting, text, ORIGIN_BUILT_IN);
    }
}

/* The token may go to the audience's host, where the profile names none. */
static enum wc_code fill_hosts(struct profile *profile, struct wc_error *err)
{
    const char *audience = profile_text(profile, SETTING_AUDIENCE);
    char text[HOSTS_TEXT];
    struct host_port host;

    if (profile_text(profile, SETTING_HOSTS) || !audience ||
        !hosts_parse_url(audience, &host))
        return WC_OK;
    profile->audience_host = strdup(hosts_format(&host, text));
    if (!profile->audience_host)
        return wc_no_memory(err);
    set(profile, SETTING_HOSTS, profile->audience_host, ORIGIN_BUILT_IN);
    return WC_OK;
}

/* The setting's TIME in seconds; its text has passed setting_check(). */
static int64_t seconds(const struct profile *profile, enum setting setting,
                       int64_t absent)
{
    const char *text = profile_text(profile, setting);

    if (text)
        (void)number_parse_time(text, 0, INT64_MAX / 4000, &absent);
    return absent;
}

static enum request_source source_of(const char *secret)
{
    if (secret_source_is(secret))
        return REQUEST_STREAM;
    return strcmp(secret, "environment") == 0 ? REQUEST_ENVIRONMENT
                                              : REQUEST_KEYRING;
}

static enum wc_code read_values(struct profile *profile, struct wc_error *err)
{
    const char *url = profile_text(profile, SETTING_TOKEN_URL);

    profile->min_validity_s = seconds(profile, SETTING_MIN_VALIDITY, -1);
    if (!number_parse_percent(profile_text(profile, SETTING_RENEW_AT), 1, 100,
                              &profile->renew_at))
        profile->renew_at = 0;
    profile->default_lifetime_s = seconds(profile, SETTING_DEFAULT_LIFETIME, 0);
    profile->timeout_ms = seconds(profile, SETTING_TIMEOUT, 0) * 1000;
    profile->source = source_of(profile_text(profile, SETTING_SECRET));
    if (text_begins(url, "http://") &&
        !profile_flag(profile, SETTING_ALLOW_INSECURE_LOOPBACK))
        return wc_fail(err, WC_USAGE,
                       "token-url of profile '%s' is plain http: use https, "
                       "or set allow-insecure-loopback = yes for a test",
                       profile->name);
    return WC_OK;
}

void profile_reset(struct profile *profile)
{
    struct config config = profile->config;

    free(profile->audience_host);
    *profile = (struct profile)PROFILE_INIT;
    profile->config = config;
}

enum wc_code profile_resolve(struct profile *profile, const char *name,
                             const struct profile_options *options,
                             struct wc_error *err)
{
    profile->name = name;
    if (take_file(profile, err) != WC_OK ||
        take_environment(profile, profile_is_selected(name), err) != WC_OK ||
        take_options(profile, options, err) != WC_OK)
        return err->code;
    fill_built_in(profile);
    if (fill_hosts(profile, err) != WC_OK)
        return err->code;
    return read_values(profile, err);
}

bool profile_serves(const struct profile *profile, const struct host_port *host)
{
    const char *hosts = profile_text(profile, SETTING_HOSTS);

    return hosts && hosts_match(hosts, host);
}

enum wc_code profile_require_client_id(const struct profile *profile,
                                       struct wc_error *err)
{
    if (profile_text(profile, SETTING_CLIENT_ID))
        return WC_OK;
    return wc_fail(err, WC_NO_CREDENTIAL,
                   "profile '%s' has no client id: run walr-cred login%s%s",
                   profile->name,
                   profile_is_selected(profile->name) ? "" : " -p ",
                   profile_is_selected(profile->name) ? "" : profile->name);
}

const char *profile_text(const struct profile *profile, enum setting setting)
{
    return profile->values[setting].text;
}

bool profile_flag(const struct profile *profile, enum setting setting)
{
    const char *text = profile_text(profile, setting);

    return text && strcmp(text, "yes") == 0;
}

const char *profile_origin_text(enum origin origin)
{
    static const char *const texts[] = {
        [ORIGIN_NONE] = "absent",   [ORIGIN_BUILT_IN] = "built in",
        [ORIGIN_FILE] = "file",     [ORIGIN_ENVIRONMENT] = "environment",
        [ORIGIN_OPTION] = "option",
    };

    return texts[origin];
}

void profile_request(const struct profile *profile, enum request_action action,
                     struct request *ret)
{
    *ret = (struct request){
        .profile = profile->name,
        .token_url = profile_text(profile, SETTING_TOKEN_URL),
        .client_id = profile_text(profile, SETTING_CLIENT_ID),
        .audience = profile_text(profile, SETTING_AUDIENCE),
        .scope = profile_text(profile, SETTING_SCOPE),
        .resource = profile_text(profile, SETTING_RESOURCE),
        .form = strcmp(profile_text(profile, SETTING_REQUEST), "form") == 0,
        .basic =
            strcmp(profile_text(profile, SETTING_CLIENT_AUTH), "basic") == 0,
        .n_params = profile->n_params,
        .action = action,
        .source = profile->source,
        .secret_from = profile->source == REQUEST_STREAM
                           ? profile_text(profile, SETTING_SECRET)
                           : NULL,
        .ca_file = profile_text(profile, SETTING_CA_FILE),
        .proxy = profile_text(profile, SETTING_PROXY),
        .allow_insecure_loopback =
            profile_flag(profile, SETTING_ALLOW_INSECURE_LOOPBACK),
        .allow_plain_session =
            profile_flag(profile, SETTING_ALLOW_PLAIN_SESSION),
        .default_lifetime_s = profile->default_lifetime_s,
    };
    memcpy(ret->params, profile->params, sizeof(ret->params));
}

void profile_clear(struct profile *profile)
{
    config_clear(&profile->config);
    free(profile->audience_host);
    *profile = (struct profile)PROFILE_INIT;
}
