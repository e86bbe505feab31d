/* SPDX-License-Identifier: MIT */
/*
 * doctor.h - what stands between this machine and a token, check by check.
 *
 * A check looks at one thing, asks no endpoint and nobody, and says at most one
 * line; command/doctor.c has them in the order in which a newcomer meets them.
 * A check that another one has made pointless says nothing.
 */
#ifndef HELPER_DOCTOR_DOCTOR_H
#define HELPER_DOCTOR_DOCTOR_H

#include <stdbool.h>

#include "common/error.h"
#include "common/secret.h"
#include "helper/caller.h"
#include "helper/options.h"
#include "helper/profile.h"
#include "helper/standing.h"

struct doctor {
    const struct options *options;
    struct caller *caller;
    struct secret *out;
    const char *check;      /* the name of the check under way */
    struct profile profile; /* PROFILE_INIT; read once the config file was */
    bool has_config, has_profile;
    struct standing standing; /* of the profile */
    enum wc_code first;       /* what the first FAIL would make of `get` */
    bool is_full;             /* OUT, and lines are missing */
};

/* Say "ok    CHECK: TEXT". */
void doctor_ok(struct doctor *doctor, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Say "warn  CHECK: TEXT": a token can be had, but something is not as it may
   be meant. */
void doctor_warn(struct doctor *doctor, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Say "FAIL  CHECK: TEXT" of an error, whose code is that of `get`. */
void doctor_fail(struct doctor *doctor, const struct wc_error *err);

/* installation.c */
void doctor_check_program(struct doctor *doctor);
void doctor_check_names(struct doctor *doctor);

/* configuration.c */
void doctor_check_config(struct doctor *doctor);
void doctor_check_profile(struct doctor *doctor);
void doctor_check_environment(struct doctor *doctor);
void doctor_check_client_id(struct doctor *doctor);
void doctor_check_ca_file(struct doctor *doctor);

/* token.c */
void doctor_check_secret(struct doctor *doctor);
void doctor_check_endpoint(struct doctor *doctor);
void doctor_check_quota(struct doctor *doctor);
void doctor_check_token(struct doctor *doctor);

/* machine.c */
void doctor_check_cache(struct doctor *doctor);
void doctor_check_ledger(struct doctor *doctor);
void doctor_check_clock(struct doctor *doctor);

#endif
