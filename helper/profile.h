/* SPDX-License-Identifier: MIT */
/*
 * profile.h - what is asked for: built in < file < environment < option.
 *
 * Every setting remembers where it came from, for status.  A profile that
 * names no token-url is a Walr profile: Walr's endpoint and audience are built
 * in, and nothing but a client id is needed.
 */
#ifndef HELPER_PROFILE_H
#define HELPER_PROFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/error.h"
#include "common/request.h"
#include "helper/config-file.h"
#include "helper/hosts.h"
#include "helper/settings.h"

#define WALR_TOKEN_URL "https://identity.walr.com/oauth/token"
#define WALR_AUDIENCE  "https://api.walr.com"

/* In the order of precedence. */
enum origin {
    ORIGIN_NONE = 0,
    ORIGIN_BUILT_IN,
    ORIGIN_FILE,
    ORIGIN_ENVIRONMENT,
    ORIGIN_OPTION,
};

struct profile_value {
    const char *text; /* NULL where the setting is absent */
    enum origin origin;
};

/* Values given on the command line; texts belong to argv. */
struct profile_options {
    const char *values[SETTINGS]; /* NULL where not given */
    struct request_param params[REQUEST_PARAMS_MAX];
    size_t n_params;
    bool create; /* login: a profile that the file does not know is new */
};

/* Start with PROFILE_INIT; free with profile_clear(). */
struct profile {
    struct config config; /* owns the texts from the file */
    const char *name;
    struct profile_value values[SETTINGS];
    struct request_param params[REQUEST_PARAMS_MAX];
    size_t n_params;
    char *audience_host;    /* the default of hosts; owned */
    int64_t min_validity_s; /* -1: the caller's own default */
    int64_t renew_at;       /* per cent of a token's life; 0: never */
    int64_t default_lifetime_s;
    int64_t timeout_ms;
    enum request_source source;
};

#define PROFILE_INIT          \
    {                         \
        .config = CONFIG_INIT \
    }

/* Whether HOST is one of the profile's hosts. */
bool profile_serves(const struct profile *profile,
                    const struct host_port *host);

/* WC_NO_CREDENTIAL, naming login, where the profile has no client id. */
enum wc_code profile_require_client_id(const struct profile *profile,
                                       struct wc_error *err)
    __attribute__((warn_unused_result));

/* The text of SETTING, or NULL. */
const char *profile_text(const struct profile *profile, enum setting setting);

/* Whether SETTING is the word "yes". */
bool profile_flag(const struct profile *profile, enum setting setting);

/* The word of ORIGIN in status: "built in", "file", "environment", "option". */
const char *profile_origin_text(enum origin origin);

/*
 * Fill *ret with what the worker needs to do ACTION for PROFILE; texts are the
 * profile's.  Deadline, prompt and parent are the caller's to fill in.
 */
void profile_request(const struct profile *profile, enum request_action action,
                     struct request *ret);

void profile_clear(struct profile *profile);

#define auto_profile __attribute__((cleanup(profile_clear))) struct profile

#endif
