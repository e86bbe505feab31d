/* SPDX-License-Identifier: MIT */
/*
 * environment.c - the client secret from the environment, for CI.
 *
 * The variable is wiped where the kernel put it and removed, so that it is
 * neither inherited nor left in /proc.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "keyring/source.h"

#define SECRET_VARIABLE "WALR_CLIENT_SECRET"

enum wc_code environment_read(const struct keyring_call *call,
                              struct secret *secret, struct wc_error *err)
{
    char *value = getenv(SECRET_VARIABLE);
    bool added;
    size_t len;

    (void)call;
    if (!value)
        return wc_fail(err, WC_NO_CREDENTIAL,
                       SECRET_VARIABLE
                       " is not set: set it, or use another 'secret ='");
    len = strlen(value);
    added = secret_add(secret, value, len);
    explicit_bzero(value, len);
    (void)unsetenv(SECRET_VARIABLE);
    if (!added)
        return wc_fail(err, WC_NO_CREDENTIAL,
                       SECRET_VARIABLE " is longer than %d bytes",
                       CLIENT_SECRET_MAX);
    return WC_OK;
}
