/* SPDX-License-Identifier: MIT */
/*
 * standing.h - how it stands with a profile: its secret, token, quota and
 * cooldown.
 *
 * Looked at without a token request and without a prompt; never a secret or
 * token.
 */
#ifndef HELPER_STANDING_H
#define HELPER_STANDING_H

#include <stdbool.h>
#include <stdint.h>

#include "common/error.h"
#include "common/record.h"
#include "helper/caller.h"
#include "helper/profile.h"

struct standing {
    const struct profile *profile;
    struct wc_error keyring; /* why the keyring could not tell; code WC_OK: it
                                did, or was not asked */
    bool stored, locked;
    int64_t token_left_s; /* 0: no fresh token is cached */
    int64_t expires_at;   /* seconds since the epoch */
    struct quota quota;   /* as the issuer said with the cached token */
    int64_t reset_s;      /* from now until it is whole again */
    int64_t cooling_s;    /* until the endpoint is asked again; 0: at once */
    struct wc_error cooldown;
};

/*
 * Fill in what the cache knows of the profile; a cache that cannot be used
 * knows nothing.  WC_INTERNAL: out of memory.
 */
enum wc_code standing_look_at_cache(struct standing *standing,
                                    struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * Fill in `keyring`, `stored` and `locked`: for `secret = environment` from
 * there, for a file or a command by whether it is there, else by asking the
 * worker, within the profile's timeout.  Without a client id there is nothing
 * to ask for.
 */
void standing_look_at_secret(struct standing *standing, struct caller *caller);

#endif
