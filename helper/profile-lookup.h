/* SPDX-License-Identifier: MIT */
/*
 * profile-lookup.h - which profile: by its name, or by the host that a token is
 * wanted for.
 */
#ifndef HELPER_PROFILE_LOOKUP_H
#define HELPER_PROFILE_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "common/error.h"
#include "helper/hosts.h"
#include "helper/profile.h"

/*
 * Load the profile NAME, or the one WALR_PROFILE names, or `default`.
 * WALR_CLIENT_ID and WALR_CLIENT_SECRET together are the client of the profile
 * that WALR_PROFILE or nothing selects, and of no other, unless that one says
 * `secret = environment`: a client's secret goes to its own issuer only.
 * WC_USAGE: a value is malformed, or two contradict each other.
 * WC_NO_CREDENTIAL: there is no such profile.
 */
enum wc_code profile_load(const char *name,
                          const struct profile_options *options,
                          struct profile *ret_profile, struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * Load the profile whose hosts contain QUESTION; WALR_PROFILE is not looked at.
 * WC_NO_CREDENTIAL: none does (*ret_known false) or more than one does.
 */
enum wc_code profile_load_for_host(const struct host_port *question,
                                   const struct profile_options *options,
                                   struct profile *ret_profile, bool *ret_known,
                                   struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * Load the Ith profile of the file, counted from 0, with `default` behind them
 * where it has no section.  *ret_end at the end.  The codes of profile_load().
 */
enum wc_code profile_load_nth(size_t i, const struct profile_options *options,
                              struct profile *ret_profile, bool *ret_end,
                              struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
