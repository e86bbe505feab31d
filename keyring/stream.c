/* SPDX-License-Identifier: MIT */
/*
 * stream.c - the client secret from a descriptor, up to its end.
 *
 * The caller's stdin at login, or the output of a `secret = command:` or the
 * file of a `secret = file:` that the front has opened.
 */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "common/fdio.h"
#include "keyring/source.h"

enum wc_code stream_read(const struct keyring_call *call, struct secret *secret,
                         struct wc_error *err)
{
    bool login = call->request->action == REQUEST_LOGIN;
    bool may_ask = login || call->request->may_prompt;
    enum wc_code code = login ? WC_USAGE : WC_NO_CREDENTIAL;
    enum fdio result;

    /* What writes there may itself be asking a person: a password manager. */
    if (may_ask)
        call->prompt(true);
    result = fdio_read_all(STREAM_FD, secret);
    if (may_ask)
        call->prompt(false);
    switch (result) {
    case FDIO_OK:
        return WC_OK;
    case FDIO_TOO_BIG:
        return wc_fail(err, code, "the client secret is longer than %d bytes",
                       CLIENT_SECRET_MAX);
    case FDIO_ERROR:
        break;
    }
    return wc_fail(err, code, "cannot read the client secret: %s",
                   strerror(errno));
}
