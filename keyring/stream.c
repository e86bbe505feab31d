/* SPDX-License-Identifier: MIT */
/*
 * stream.c - the client secret on the caller's stdin, handed on as fd 3.
 */
#include "config.h"

#include <unistd.h>

#include "common/fdio.h"
#include "keyring/source.h"

#define STREAM_FD 3

/*
 * What writes there may itself be asking a person (a password manager), so the
 * caller's clock stops as for a prompt.
 */
static enum wc_code read_stream(const struct keyring_call *call,
                                struct secret *secret, struct wc_error *err)
{
    enum fdio read;

    call->prompt(true);
    read = fdio_read_all(STREAM_FD, secret);
    call->prompt(false);
    (void)close(STREAM_FD);
    if (read == FDIO_TOO_BIG)
        return wc_fail(err, WC_USAGE,
                       "malformed client secret on stdin: it is over 4096 "
                       "bytes");
    if (read == FDIO_ERROR)
        return wc_fail(err, WC_USAGE,
                       "no client secret on stdin: pipe it in, or run login "
                       "at a terminal");
    return WC_OK;
}

const struct source stream_source = {
    .read = read_stream,
    .malformed = WC_USAGE,
    .name = "stdin",
};
