/* SPDX-License-Identifier: MIT */
/*
 * trust.h - the certificate authorities that the endpoint's certificate is
 * checked with: the profile's ca-file, or the system's (NET-3).
 */
#ifndef OBTAIN_TRUST_H
#define OBTAIN_TRUST_H

#include <curl/curl.h>

#include "common/error.h"
#include "common/request.h"

/*
 * Make CURL trust REQUEST's ca-file, and nothing else, where there is one.
 * WC_USAGE: it cannot be used.
 */
enum wc_code trust_set(CURL *curl, const struct request *request,
                       struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
