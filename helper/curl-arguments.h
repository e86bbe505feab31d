/* SPDX-License-Identifier: MIT */
/*
 * curl-arguments.h - may curl be run with a token and these arguments?
 *
 * curl sends a header to every URL of its command line.  So each of them must
 * be an https URL of a host the token is for (HOST-1), and what would bring in
 * other ones, or lift curl's own care with credentials, is refused.  Pure.
 */
#ifndef HELPER_CURL_ARGUMENTS_H
#define HELPER_CURL_ARGUMENTS_H

#include "common/error.h"

/*
 * Whether curl may be run with ARGUMENTS, which end in NULL, and a token for
 * HOSTS, a list that has passed hosts_check(), or NULL for none.  An argument
 * is a URL unless it is an option or the value of one that is known to take
 * one; whatever contains "://" is a URL in any case.  WC_USAGE names the first
 * argument that is in the way.
 */
enum wc_code curl_arguments_check(char *const *arguments, const char *hosts,
                                  struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
