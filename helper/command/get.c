/* SPDX-License-Identifier: MIT */
/*
 * get.c - print a token: profile, flight, format.
 */
#include "config.h"

#include "common/clock.h"
#include "helper/command/command.h"
#include "helper/profile-lookup.h"
#include "helper/token.h"

static enum wc_code load_profile(const struct options *options,
                                 struct profile *profile, struct wc_error *err)
{
    struct host_port question;
    bool known = false;

    if (!options->url)
        return profile_load(options->profile, &options->settings, profile, err);
    if (options->profile)
        return wc_fail(err, WC_USAGE,
                       "--url and --profile both choose the profile: "
                       "give one of them");
    if (!hosts_parse_url(options->url, &question))
        return wc_fail(err, WC_USAGE,
                       "--url wants https://HOST[:PORT][/PATH], not '%s'",
                       options->url);
    if (profile_load_for_host(&question, &options->settings, profile, &known,
                              err) != WC_OK)
        return err->code;
    return WC_OK;
}

enum wc_code command_get(const struct options *options, struct caller *caller,
                         struct secret *out, struct wc_error *err)
{
    auto_profile profile = PROFILE_INIT;
    auto_record record = RECORD_INIT;
    struct moment now;

    if (load_profile(options, &profile, err) != WC_OK ||
        token_get(caller, &profile, TOKEN_MIN_VALIDITY_S, options->refresh,
                  &record, err) != WC_OK)
        return err->code;
    clock_now(&now);
    if (!options->format->write(&record, &now, out))
        return wc_fail(err, WC_INTERNAL, "the token cannot be written as %s",
                       options->format->name);
    return WC_OK;
}
