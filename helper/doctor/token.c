/* SPDX-License-Identifier: MIT */
/*
 * token.c - the client secret, what the endpoint said last, and the token.
 */
#include "config.h"

#include "helper/doctor/doctor.h"
#include "helper/profile.h"

static void fail(struct doctor *doctor, enum wc_code code, const char *text)
{
    struct wc_error err = { 0 };

    (void)wc_fail(&err, code, "%s", text);
    doctor_fail(doctor, &err);
}

static void judge_keyring(struct doctor *doctor)
{
    const struct standing *standing = &doctor->standing;

    if (!standing->stored)
        fail(doctor, WC_NO_CREDENTIAL,
             "none in the keyring: run walr-cred login");
    else if (!standing->locked)
        doctor_ok(doctor, "in the keyring");
    else if (doctor->caller->may_prompt)
        doctor_warn(doctor, "in the keyring, which is locked and will ask you "
                            "to unlock it; for tools it does not ask");
    else
        fail(doctor, WC_LOCKED,
             "in the keyring, which is locked: unlock it, or run walr-cred at "
             "a desktop terminal");
}

void doctor_check_secret(struct doctor *doctor)
{
    const struct standing *standing = &doctor->standing;

    if (!doctor->has_profile ||
        !profile_text(&doctor->profile, SETTING_CLIENT_ID))
        return;
    standing_look_at_secret(&doctor->standing, doctor->caller);
    if (standing->keyring.code != WC_OK)
        doctor_fail(doctor, &standing->keyring);
    else if (doctor->profile.source == REQUEST_KEYRING)
        judge_keyring(doctor);
    else if (standing->stored)
        doctor_ok(doctor, "there: secret = %s",
                  profile_text(&doctor->profile, SETTING_SECRET));
    else
        fail(doctor, WC_NO_CREDENTIAL,
             "not in the environment: set WALR_CLIENT_SECRET");
}

void doctor_check_endpoint(struct doctor *doctor)
{
    const struct standing *standing = &doctor->standing;
    struct wc_error err = { 0 };

    if (!doctor->has_profile)
        return;
    if (standing_look_at_cache(&doctor->standing, &err) != WC_OK) {
        doctor_fail(doctor, &err);
    } else if (standing->cooling_s == 0) {
        doctor_ok(doctor, "no failure is remembered");
    } else {
        (void)wc_fail(&err, standing->cooldown.code,
                      "not asked again for %lld s: %s",
                      (long long)standing->cooling_s, standing->cooldown.text);
        doctor_fail(doctor, &err);
    }
}

void doctor_check_quota(struct doctor *doctor)
{
    const struct quota *quota = &doctor->standing.quota;

    if (!doctor->has_profile || quota->limit == 0)
        return;
    (quota->left > 0 ? doctor_ok : doctor_warn)(
        doctor, "%lld of %lld token requests left for the next %lld s",
        (long long)quota->left, (long long)quota->limit,
        (long long)doctor->standing.reset_s);
}

void doctor_check_token(struct doctor *doctor)
{
    if (!doctor->has_profile)
        return;
    if (doctor->standing.token_left_s > 0)
        doctor_ok(doctor, "cached, valid for %lld s",
                  (long long)doctor->standing.token_left_s);
    else
        doctor_ok(doctor, "none is cached, the next call asks for one");
}
