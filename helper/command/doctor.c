/* SPDX-License-Identifier: MIT */
/*
 * doctor.c - what stands between this machine and a token, one line a check.
 *
 * No token request, no prompt, nothing secret.  A FAIL is what `get` would fail
 * with if it had to ask for a token; the exit status is that of the first.
 */
#include "config.h"

#include "helper/doctor/doctor.h"

#include "helper/command/command.h"

/* clang-format off */
/* In the order in which a newcomer meets them. */
static const struct {
    const char *name;
    void (*check)(struct doctor *doctor);
} checks[] = {
    { "program",       doctor_check_program },
    { "names",         doctor_check_names },
    { "config file",   doctor_check_config },
    { "profile",       doctor_check_profile },
    { "environment",   doctor_check_environment },
    { "client id",     doctor_check_client_id },
    { "client secret", doctor_check_secret },
    { "ca-file",       doctor_check_ca_file },
    { "endpoint",      doctor_check_endpoint },
    { "quota",         doctor_check_quota },
    { "token",         doctor_check_token },
    { "cache",         doctor_check_cache },
    { "ledger",        doctor_check_ledger },
    { "clock",         doctor_check_clock },
};
/* clang-format on */

enum wc_code command_doctor(const struct options *options,
                            struct caller *caller, struct secret *out,
                            struct wc_error *err)
{
    struct doctor doctor = { .options = options,
                             .caller = caller,
                             .out = out,
                             .profile = PROFILE_INIT };

    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        doctor.check = checks[i].name;
        checks[i].check(&doctor);
    }
    profile_clear(&doctor.profile);
    if (doctor.is_full)
        return wc_no_memory(err);
    caller->answers_failure = true;
    if (doctor.first != WC_OK)
        return wc_fail(err, doctor.first,
                       "no new token can be had: mend what FAIL says");
    return WC_OK;
}
