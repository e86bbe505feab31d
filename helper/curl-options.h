/* SPDX-License-Identifier: MIT */
/*
 * curl-options.h - which of curl's options take a value.
 *
 * What is not known here is taken for an option without one, so that what
 * stands behind it is looked at as a URL.
 */
#ifndef HELPER_CURL_OPTIONS_H
#define HELPER_CURL_OPTIONS_H

#include <stdbool.h>

/* Whether --NAME takes one; false for "url", whose value is a URL. */
bool curl_option_takes_value(const char *name);

/* Whether -LETTER takes one; false for -K, which is refused. */
bool curl_letter_takes_value(char letter);

#endif
