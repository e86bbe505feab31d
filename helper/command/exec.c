/* SPDX-License-Identifier: MIT */
/*
 * exec.c - run a command with a token in its environment.
 *
 * The command takes our place, so signals and the exit status are its own.
 */
#include "config.h"

#include <stdlib.h>

#include "common/text.h"
#include "helper/command/command.h"
#include "helper/profile-lookup.h"
#include "helper/run.h"
#include "helper/token.h"

#define ENV_TOKEN         "WALR_TOKEN"
#define ENV_AUTHORIZATION "WALR_AUTHORIZATION"
#define BEARER            "Bearer "

static bool set_variables(const struct record *record)
{
    auto_secret value = SECRET_MAX(TOKEN_MAX + sizeof(BEARER));

    return secret_add_text(&value, BEARER) &&
           secret_add_text(&value, secret_bytes(&record->token)) &&
           setenv(ENV_AUTHORIZATION, secret_bytes(&value), 1) == 0 &&
           setenv(ENV_TOKEN, secret_bytes(&record->token), 1) == 0;
}

enum wc_code command_exec(const struct options *options, struct caller *caller,
                          struct secret *out, struct wc_error *err)
{
    auto_profile profile = PROFILE_INIT;
    auto_record record = RECORD_INIT;

    (void)out;
    if (!options->rest)
        return wc_fail(err, WC_USAGE,
                       "exec wants a command: walr-cred exec -- COMMAND");
    run_prepare(&caller->inherited);
    if (profile_load(options->profile, &options->settings, &profile, err) !=
            WC_OK ||
        token_get(caller, &profile, TOKEN_MIN_VALIDITY_S, false, &record,
                  err) != WC_OK)
        return err->code;
    if (!set_variables(&record))
        return wc_no_memory(err);
    caller_warn(caller);
    return run_instead(&caller->inherited, options->rest, err);
}
