/* SPDX-License-Identifier: MIT */
/*
 * bazel.c - the credential helper protocol of Bazel, and of tools that speak
 * it.
 *
 * A JSON object with a `uri` on stdin, one with `headers` and `expires` on
 * stdout; no headers for a host that is none of ours.  Bazel asks for each URI,
 * thousands of them and in parallel, and takes whole seconds only.
 */
#include "config.h"

#include <string.h>

#include "common/json.h"
#include "helper/protocol/protocol.h"
#include "helper/token.h"

#define NOTHING "{\"headers\":{}}\n"

/* Read the host of the question in INPUT; *ret_is_host is whether its URI is an
   https one of a plain host.  WC_USAGE: it is no question of bazel's. */
static enum wc_code read_host(const struct secret *input,
                              struct host_port *ret_host, bool *ret_is_host,
                              struct wc_error *err)
{
    const char *why = "it is empty";
    bool twice = false;
    cJSON *root = input->len == 0
                      ? NULL
                      : json_parse_object(input->bytes, input->len, &why);
    const char *uri = cJSON_GetStringValue(json_member(root, "uri", &twice));

    if (!root)
        (void)wc_fail(err, WC_USAGE, "bazel's question is malformed: %s", why);
    else if (!uri || twice)
        (void)wc_fail(err, WC_USAGE, "bazel's question has not one uri");
    else
        *ret_is_host = hosts_parse_url(uri, ret_host);
    cJSON_Delete(root);
    return err->code;
}

static enum wc_code answer(const struct protocol *protocol,
                           const struct profile *profile, struct caller *caller,
                           struct secret *out, struct wc_error *err)
{
    auto_record record = RECORD_INIT;
    char end[PROTOCOL_TIME_TEXT];
    struct moment now;

    if (token_get(caller, profile, protocol->min_validity_s, false, &record,
                  err) != WC_OK)
        return err->code;
    clock_now(&now);
    /* A token holds nothing that JSON would have to escape. */
    if (secret_add_text(out, "{\"headers\":{\"Authorization\":[\"Bearer ") &&
        secret_add_text(out, secret_bytes(&record.token)) &&
        secret_add_text(out, "\"]},\"expires\":\"") &&
        secret_add_text(out, protocol_format_end(&record, &now, end)) &&
        secret_add_text(out, "\"}\n"))
        return WC_OK;
    return wc_fail(err, WC_INTERNAL, "the answer to bazel is too long");
}

enum wc_code protocol_bazel(const struct protocol *protocol, const char *action,
                            const struct options *options,
                            struct caller *caller, struct secret *out,
                            struct wc_error *err)
{
    auto_secret input = SECRET_MAX(PROTOCOL_INPUT_MAX);
    auto_profile profile = PROFILE_INIT;
    struct host_port host;
    bool is_host = false, known = false;

    if (!action || strcmp(action, "get") != 0)
        return wc_fail(err, WC_USAGE, "bazel's only action is get");
    if (protocol_read_stdin(&input, err) != WC_OK ||
        read_host(&input, &host, &is_host, err) != WC_OK)
        return err->code;
    if (is_host &&
        protocol_find_profile(options, &host, &profile, &known, err) != WC_OK)
        return err->code;
    if (!known)
        return secret_add_text(out, NOTHING) ? WC_OK : wc_no_memory(err);
    return answer(protocol, &profile, caller, out, err);
}
