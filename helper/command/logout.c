/* SPDX-License-Identifier: MIT */
/*
 * logout.c - remove the client secret and the cached token of a profile.
 */
#include "config.h"

#include <string.h>

#include "helper/command/command.h"
#include "helper/flight.h"
#include "helper/profile-lookup.h"
#include "helper/token.h"
#include "helper/worker.h"

/* The token goes first: it must not outlive a keyring that cannot be asked. */
static enum wc_code log_out(struct caller *caller, struct profile *profile,
                            struct wc_error *err)
{
    auto_answer answer = ANSWER_INIT;
    struct request request;

    caller_start(caller, profile->timeout_ms);
    if (flight_replace(caller, profile, NULL, err) != WC_OK)
        return err->code;
    if (profile->source != REQUEST_KEYRING ||
        !profile_text(profile, SETTING_CLIENT_ID)) {
        caller_say(caller, "profile '%s' has no client secret in the keyring",
                   profile->name);
        return WC_OK;
    }
    profile_request(profile, REQUEST_LOGOUT, &request);
    request.may_prompt = caller->may_prompt;
    if (worker_ask(caller, &request, &answer, err) != WC_OK)
        return wc_context(err, "profile '%s'", profile->name);
    caller_say(caller,
               answer.stored
                   ? "the client secret of profile '%s' is removed"
                   : "profile '%s' has no client secret in the keyring",
               profile->name);
    return WC_OK;
}

static enum wc_code log_out_name(const struct options *options,
                                 struct caller *caller, const char *name,
                                 struct wc_error *err)
{
    auto_profile profile = PROFILE_INIT;

    if (profile_load(name, &options->settings, &profile, err) != WC_OK)
        return err->code;
    return log_out(caller, &profile, err);
}

/* Every section of the file, and `default`, which needs none. */
static enum wc_code log_out_all(const struct options *options,
                                struct caller *caller, struct wc_error *err)
{
    auto_config config = CONFIG_INIT;
    bool has_default = false;

    if (config_read(&config, err) != WC_OK)
        return err->code;
    for (size_t i = 0; i < config.n_profiles; i++) {
        struct wc_error one = { 0 };

        has_default |= strcmp(config.profiles[i], PROFILE_DEFAULT) == 0;
        if (log_out_name(options, caller, config.profiles[i], &one) != WC_OK)
            (void)wc_fail(err, one.code, "%s", one.text);
    }
    if (!has_default)
        (void)log_out_name(options, caller, PROFILE_DEFAULT, err);
    return err->code;
}

enum wc_code command_logout(const struct options *options,
                            struct caller *caller, struct secret *out,
                            struct wc_error *err)
{
    (void)out;
    if (options->all && options->profile)
        return wc_fail(err, WC_USAGE,
                       "--all means every profile: leave --profile out");
    return options->all ? log_out_all(options, caller, err)
                        : log_out_name(options, caller, options->profile, err);
}
