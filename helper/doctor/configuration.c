/* SPDX-License-Identifier: MIT */
/*
 * configuration.c - config file, profile, environment: what is asked for.
 */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/cleanup.h"
#include "common/trusted-file.h"
#include "helper/config-file.h"
#include "helper/doctor/doctor.h"
#include "helper/profile-lookup.h"

#define NAMES_TEXT 256

void doctor_check_config(struct doctor *doctor)
{
    auto_config config = CONFIG_INIT;
    struct wc_error err = { 0 };

    if (config_read(&config, &err) != WC_OK) {
        doctor_fail(doctor, &err);
        return;
    }
    doctor->has_config = true;
    if (!config.path)
        doctor_warn(doctor, "there is no home for one: set HOME");
    else if (!config.exists)
        doctor_ok(doctor, "'%s' is not there; for Walr none is needed",
                  config.path);
    else
        doctor_ok(doctor, "'%s', %zu profile%s", config.path, config.n_profiles,
                  config.n_profiles == 1 ? "" : "s");
}

void doctor_check_profile(struct doctor *doctor)
{
    struct wc_error err = { 0 };

    if (!doctor->has_config)
        return;
    if (profile_load(doctor->options->profile, &doctor->options->settings,
                     &doctor->profile, &err) != WC_OK) {
        doctor_fail(doctor, &err);
        return;
    }
    doctor->has_profile = true;
    doctor->standing.profile = &doctor->profile;
    doctor_ok(doctor, "'%s', for tokens of %s", doctor->profile.name,
              profile_text(&doctor->profile, SETTING_TOKEN_URL));
}

static bool is_set(const char *name)
{
    const char *value = secure_getenv(name);

    return value && value[0] != '\0';
}

/* Names only: a proxy may hold a password, too. */
void doctor_check_environment(struct doctor *doctor)
{
    static const char *const names[] = {
        "WALR_PROFILE", "WALR_CLIENT_ID", "WALR_CLIENT_SECRET",
        "https_proxy",  "HTTPS_PROXY",    "all_proxy",
        "ALL_PROXY",    "no_proxy",       "NO_PROXY",
    };
    bool id = is_set("WALR_CLIENT_ID"), secret = is_set("WALR_CLIENT_SECRET");
    char text[NAMES_TEXT] = "";

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        size_t used = strlen(text);

        if (is_set(names[i]))
            (void)snprintf(text + used, sizeof(text) - used, " %s", names[i]);
    }
    if (secret && !id)
        doctor_warn(doctor, "WALR_CLIENT_SECRET is not used without "
                            "WALR_CLIENT_ID: set both");
    else if (id && !secret)
        doctor_warn(doctor, "WALR_CLIENT_ID is set without WALR_CLIENT_SECRET, "
                            "which is then looked for elsewhere");
    else if (text[0] != '\0')
        doctor_ok(doctor, "set, and used:%s", text);
    else
        doctor_ok(doctor, "no variable of ours and no proxy is set");
}

void doctor_check_client_id(struct doctor *doctor)
{
    const struct profile_value *id = &doctor->profile.values[SETTING_CLIENT_ID];
    struct wc_error err = { 0 };

    if (!doctor->has_profile)
        return;
    if (profile_require_client_id(&doctor->profile, &err) != WC_OK)
        doctor_fail(doctor, &err);
    else
        doctor_ok(doctor, "'%s' (%s)", id->text,
                  profile_origin_text(id->origin));
}

void doctor_check_ca_file(struct doctor *doctor)
{
    const char *path = profile_text(&doctor->profile, SETTING_CA_FILE);
    struct wc_error err = { 0 };
    struct stat st;
    auto_fd fd = -1;

    if (!doctor->has_profile || !path)
        return;
    fd = trusted_file_open(path);
    if (fd < 0)
        (void)wc_fail(&err, WC_USAGE, "cannot open ca-file '%s': %s", path,
                      strerror(errno));
    else
        (void)!trusted_file_check(fd, "ca-file", path, &st, &err);
    if (err.code != WC_OK)
        doctor_fail(doctor, &err);
    else
        doctor_ok(doctor, "'%s'", path);
}
