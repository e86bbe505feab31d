/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "keyring/keyring.h"

#include <string.h>

#include "common/text.h"
#include "keyring/source.h"

static const struct source *const sources[] = {
    [REQUEST_KEYRING] = &secret_service_source,
    [REQUEST_ENVIRONMENT] = &environment_source,
    [REQUEST_STREAM] = &stream_source,
    [REQUEST_TERMINAL] = &terminal_source,
};

/* What is wrong with the bytes, or NULL. */
static const char *problem(const struct secret *secret)
{
    const char *bytes = secret_bytes(secret);

    if (secret->len == 0)
        return "is empty";
    if (secret->len > CLIENT_SECRET_MAX)
        return "is over 4096 bytes";
    if (memchr(bytes, '\n', secret->len) || memchr(bytes, '\r', secret->len))
        return "holds a line break: was more than the secret pasted?";
    if (text_has_control(bytes, secret->len))
        return "holds a control character: was more than the secret pasted?";
    if (!text_is_utf8(bytes, secret->len))
        return "is not UTF-8";
    return NULL;
}

/* One trailing LF or CRLF is an editor's or echo's, not the secret's. */
static void drop_newline(struct secret *secret)
{
    size_t len = secret->len;

    if (len > 0 && secret->bytes[len - 1] == '\n')
        len--;
    if (len < secret->len && len > 0 && secret->bytes[len - 1] == '\r')
        len--;
    secret_cut(secret, len);
}

enum wc_code keyring_lookup(const struct keyring_call *call,
                            struct secret *secret, struct wc_error *err)
{
    const struct source *source = sources[call->request->source];
    const char *why;

    if (source->read(call, secret, err) != WC_OK)
        return err->code;
    drop_newline(secret);
    why = problem(secret);
    if (!why)
        return WC_OK;
    secret_clear(secret);
    return wc_fail(err, source->malformed,
                   "malformed client secret in %s: it %s", source->name, why);
}
