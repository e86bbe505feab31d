/* SPDX-License-Identifier: MIT */
/*
 * profile-resolve.h - what a profile is, once it is known which (profile.c),
 * for profile-lookup.c.
 */
#ifndef HELPER_PROFILE_RESOLVE_H
#define HELPER_PROFILE_RESOLVE_H

#include <stdbool.h>

#include "common/error.h"
#include "helper/profile.h"

/* Fill *PROFILE, whose config is read, with what NAME is.  WC_USAGE. */
enum wc_code profile_resolve(struct profile *profile, const char *name,
                             const struct profile_options *options,
                             struct wc_error *err)
    __attribute__((warn_unused_result));

/* Forget what profile_resolve() filled in; the config stays. */
void profile_reset(struct profile *profile);

/* The profile that WALR_PROFILE names, or `default`: the client in the
   environment is that one's. */
const char *profile_selected(void);
bool profile_is_selected(const char *name);

#endif
