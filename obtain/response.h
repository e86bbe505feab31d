/* SPDX-License-Identifier: MIT */
/*
 * response.h - what the token endpoint's answer means.
 *
 * Pure: status, headers and body in; a record or a classified failure out (RFC
 * 6749 sections 5.1 and 5.2, RFC 6750 section 2.1; RSP-1 to RSP-8, ERR-3).
 */
#ifndef OBTAIN_RESPONSE_H
#define OBTAIN_RESPONSE_H

#include <stdint.h>

#include "common/error.h"
#include "common/record.h"
#include "obtain/endpoint.h"

/*
 * Read REPLY as a token response.  DEFAULT_LIFETIME_S counts where expires_in
 * is missing.  *ret_retry_after_s is set on failure: the seconds the endpoint
 * asked for (Retry-After in seconds or as an HTTP date relative to NOW_S, the
 * wall clock; else until its quota is whole again), 0 where it did not,
 * ANSWER_RETRY_MAX at most.
 * WC_REFUSED: the client is refused.  WC_RATE_LIMITED: 429, or a 5xx that says
 * a limit is reached.  WC_UNREACHABLE: other 5xx.  WC_MALFORMED: the rest.
 */
enum wc_code response_read(const struct reply *reply,
                           int64_t default_lifetime_s, int64_t now_s,
                           struct record *ret_record,
                           int64_t *ret_retry_after_s, struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
