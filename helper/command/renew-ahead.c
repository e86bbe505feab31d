/* SPDX-License-Identifier: MIT */
/*
 * renew-ahead.c - the process that renew.h starts: the miss path, for nobody.
 */
#include "config.h"

#include <unistd.h>

#include "helper/command/command.h"
#include "helper/flight.h"
#include "helper/profile-lookup.h"
#include "helper/renew.h"

enum wc_code command_renew_ahead(const struct options *options,
                                 struct caller *caller, struct secret *out,
                                 struct wc_error *err)
{
    auto_profile profile = PROFILE_INIT;

    (void)out;
    (void)alarm(RENEW_LIMIT_S);
    caller->may_prompt = false;
    /* for whom, as renew.c says */
    if (options->n_operands == RENEW_OPERANDS) {
        caller->asked_by = options->operands[0];
        caller->protocol = options->operands[1];
    }
    if (profile_load(options->profile, &options->settings, &profile, err) !=
            WC_OK ||
        profile_require_client_id(&profile, err) != WC_OK)
        return err->code;
    caller_start(caller, profile.timeout_ms);
    return flight_renew(caller, &profile, err);
}
