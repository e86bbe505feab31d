/* SPDX-License-Identifier: MIT */
/*
 * environment.c - the client secret in WALR_CLIENT_SECRET, as on CI.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "keyring/source.h"

#define VARIABLE "WALR_CLIENT_SECRET"

/* The variable is wiped: nothing we start or load may find it there. */
static enum wc_code read_environment(const struct keyring_call *call,
                                     struct secret *secret,
                                     struct wc_error *err)
{
    char *value = secure_getenv(VARIABLE);
    bool added;

    if (!value || value[0] == '\0')
        return wc_fail(err, WC_NO_CREDENTIAL,
                       "profile '%s' takes its client secret from the "
                       "environment: set " VARIABLE,
                       call->request->profile);
    added = secret_add_text(secret, value);
    explicit_bzero(value, strlen(value));
    (void)unsetenv(VARIABLE);
    if (!added)
        return wc_fail(err, WC_NO_CREDENTIAL,
                       "malformed client secret in " VARIABLE
                       ": it is over 4096 bytes");
    return WC_OK;
}

const struct source environment_source = {
    .read = read_environment,
    .malformed = WC_NO_CREDENTIAL,
    .name = VARIABLE,
};
