/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/profile-lookup.h"

#include <string.h>

#include "helper/profile-resolve.h"

static bool is_known(const struct profile *profile, const char *name)
{
    if (strcmp(name, PROFILE_DEFAULT) == 0)
        return true;
    for (size_t i = 0; i < profile->config.n_profiles; i++) {
        if (strcmp(profile->config.profiles[i], name) == 0)
            return true;
    }
    return false;
}

static void hand_over(struct profile *from, struct profile *to)
{
    profile_clear(to);
    *to = *from;
    *from = (struct profile)PROFILE_INIT;
}

enum wc_code profile_load(const char *name,
                          const struct profile_options *options,
                          struct profile *ret_profile, struct wc_error *err)
{
    auto_profile profile = PROFILE_INIT;

    if (!name)
        name = profile_selected();
    if (!config_is_profile_name(name))
        return wc_fail(err, WC_USAGE,
                       "'%s' is no profile name: use [a-z0-9][a-z0-9._-]{0,39}",
                       name);
    if (config_read(&profile.config, err) != WC_OK)
        return err->code;
    if (!options->create && !is_known(&profile, name))
        return wc_fail(err, WC_NO_CREDENTIAL,
                       "no profile '%s': run walr-cred login -p %s", name,
                       name);
    if (profile_resolve(&profile, name, options, err) != WC_OK)
        return err->code;
    hand_over(&profile, ret_profile);
    return WC_OK;
}

/* The profile I of the file, `default` behind them if it has no section. */
static const char *candidate(const struct profile *profile, size_t i)
{
    const struct config *config = &profile->config;

    if (i < config->n_profiles)
        return config->profiles[i];
    for (size_t k = 0; k < config->n_profiles; k++) {
        if (strcmp(config->profiles[k], PROFILE_DEFAULT) == 0)
            return NULL;
    }
    return i == config->n_profiles ? PROFILE_DEFAULT : NULL;
}

enum wc_code profile_load_nth(size_t i, const struct profile_options *options,
                              struct profile *ret_profile, bool *ret_end,
                              struct wc_error *err)
{
    auto_profile profile = PROFILE_INIT;
    const char *name;

    *ret_end = true;
    if (config_read(&profile.config, err) != WC_OK)
        return err->code;
    name = candidate(&profile, i);
    if (!name)
        return WC_OK;
    *ret_end = false;
    if (profile_resolve(&profile, name, options, err) != WC_OK)
        return err->code;
    hand_over(&profile, ret_profile);
    return WC_OK;
}

enum wc_code profile_load_for_host(const struct host_port *question,
                                   const struct profile_options *options,
                                   struct profile *ret_profile, bool *ret_known,
                                   struct wc_error *err)
{
    auto_profile profile = PROFILE_INIT;
    const char *found = NULL, *name;

    *ret_known = true; /* unless we know better below */
    if (config_read(&profile.config, err) != WC_OK)
        return err->code;
    for (size_t i = 0; (name = candidate(&profile, i)) != NULL; i++) {
        struct wc_error one = { 0 };
        bool wrong;

        profile_reset(&profile);
        wrong = profile_resolve(&profile, name, options, &one) != WC_OK;
        /* A profile that is wrong is in nobody's way but its own hosts'. */
        if (!profile_serves(&profile, question))
            continue;
        if (wrong)
            return wc_fail(err, one.code, "%s", one.text);
        if (found)
            return wc_fail(err, WC_NO_CREDENTIAL,
                           "profiles '%s' and '%s' both serve %s:%u: choose "
                           "one with -p, or take it out of hosts",
                           found, name, question->host,
                           (unsigned)question->port);
        found = name;
    }
    *ret_known = found != NULL;
    if (!found)
        return wc_fail(err, WC_NO_CREDENTIAL,
                       "no profile serves %s:%u: add it to hosts of the "
                       "profile whose token may go there",
                       question->host, (unsigned)question->port);
    profile_reset(&profile);
    if (profile_resolve(&profile, found, options, err) != WC_OK)
        return err->code;
    hand_over(&profile, ret_profile);
    return WC_OK;
}
