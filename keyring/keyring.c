/* SPDX-License-Identifier: MIT */
/*
 * keyring.c - the table of sources, and the checks that all of them share.
 *
 * The worker's first step: request in, client secret out.  What a source
 * yields is not trusted: a pasted newline or a damaged item ends here and not
 * at the token endpoint (IN-4, KR-7).  Every call of the Secret Service runs
 * under a limit (KR-2).
 */
#include "config.h"

#include "keyring/keyring.h"

#include <string.h>

#include "common/text.h"
#include "keyring/bus.h"
#include "keyring/limit.h"
#include "keyring/source.h"

/* clang-format off */
static const struct source {
    enum wc_code (*read)(const struct keyring_call *call, struct secret *secret,
                         struct wc_error *err);
    bool on_bus;
    const char *what; /* the secret, in a message */
} sources[] = {
    [REQUEST_KEYRING]     = { service_read,     true,  "the stored client secret" },
    [REQUEST_ENVIRONMENT] = { environment_read, false, "WALR_CLIENT_SECRET" },
    [REQUEST_STREAM]      = { stream_read,      false, "the client secret" },
    [REQUEST_TERMINAL]    = { terminal_read,    false, "the client secret" },
};
/* clang-format on */

/* Drop exactly one line end from the end. */
static void drop_line_end(struct secret *secret)
{
    size_t len = secret->len;

    if (len == 0 || secret->bytes[len - 1] != '\n')
        return;
    len--;
    if (len > 0 && secret->bytes[len - 1] == '\r')
        len--;
    secret_cut(secret, len);
}

/* What is wrong with the secret, or NULL. */
static const char *find_fault(const struct secret *secret)
{
    const char *bytes = secret->bytes;
    size_t len = secret->len;

    if (len == 0)
        return "is empty";
    if (len > CLIENT_SECRET_MAX)
        return "is longer than 4096 bytes";
    if (memchr(bytes, '\n', len) || memchr(bytes, '\r', len))
        return "holds a line break (was more than the secret pasted?)";
    if (text_has_control(bytes, len))
        return "holds a control byte";
    if (!text_is_utf8(bytes, len))
        return "is not UTF-8";
    return NULL;
}

enum wc_code keyring_check(struct secret *secret, enum wc_code code,
                           const char *what, struct wc_error *err)
{
    const char *fault;

    drop_line_end(secret);
    fault = find_fault(secret);
    if (!fault)
        return WC_OK;
    return wc_fail(err, code, "%s %s: %s", what, fault,
                   code == WC_USAGE ? "give only the secret, on one line"
                                    : "store it again, on one line");
}

static enum wc_code set_limit(const struct keyring_call *call, bool prompt,
                              struct wc_error *err)
{
    if (prompt)
        return limit_begin(
            call->answer_fd, KEYRING_PROMPT_LIMIT_MS, WC_LOCKED,
            "nobody answered the keyring's prompt: run walr-cred "
            "again and unlock the keyring",
            err);
    return limit_begin(call->answer_fd, KEYRING_LIMIT_MS, WC_NO_KEYRING,
                       "the keyring did not answer within 3 s: look whether it "
                       "hangs, or log in again",
                       err);
}

enum wc_code keyring_prompt(const struct keyring_call *call, bool open,
                            struct wc_error *err)
{
    limit_end();
    call->prompt(open);
    return set_limit(call, open, err);
}

static bool is_utf8(const char *text)
{
    return text_is_utf8(text, strlen(text));
}

static enum wc_code open_bus(const struct keyring_call *call,
                             struct wc_error *err)
{
    const struct request *request = call->request;

    if (!request->client_id || request->client_id[0] == '\0')
        return wc_fail(err, WC_NO_CREDENTIAL,
                       "profile '%s' has no client id: run walr-cred login",
                       request->profile);
    /* GLib takes nothing else as attributes. */
    if (!is_utf8(request->profile) || !is_utf8(request->token_url) ||
        !is_utf8(request->client_id))
        return wc_fail(err, WC_USAGE,
                       "profile, token-url or client-id is not UTF-8");
    if (bus_find(err) != WC_OK)
        return err->code;
    return set_limit(call, false, err);
}

enum wc_code keyring_lookup(const struct keyring_call *call,
                            struct secret *secret, struct wc_error *err)
{
    const struct source *source = &sources[call->request->source];
    bool login = call->request->action == REQUEST_LOGIN;
    enum wc_code code;

    if (source->on_bus && open_bus(call, err) != WC_OK)
        return err->code;
    code = source->read(call, secret, err);
    limit_end();
    if (code != WC_OK)
        return code;
    return keyring_check(secret, login ? WC_USAGE : WC_NO_CREDENTIAL,
                         source->what, err);
}

enum wc_code keyring_store(const struct keyring_call *call,
                           const struct secret *secret, struct wc_error *err)
{
    enum wc_code code;

    if (open_bus(call, err) != WC_OK)
        return err->code;
    code = service_store(call, secret, err);
    limit_end();
    return code;
}

enum wc_code keyring_clear(const struct keyring_call *call, bool *ret_stored,
                           struct wc_error *err)
{
    enum wc_code code;

    if (open_bus(call, err) != WC_OK)
        return err->code;
    code = service_clear(call, ret_stored, err);
    limit_end();
    return code;
}

enum wc_code keyring_look(const struct keyring_call *call, bool *ret_stored,
                          bool *ret_locked, struct wc_error *err)
{
    enum wc_code code;

    if (open_bus(call, err) != WC_OK)
        return err->code;
    code = service_look(call, ret_stored, ret_locked, err);
    limit_end();
    return code;
}
