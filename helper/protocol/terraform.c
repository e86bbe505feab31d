/* SPDX-License-Identifier: MIT */
/*
 * terraform.c - Terraform's and OpenTofu's credentials helper protocol.
 *
 * `VERB HOST` in the arguments; a JSON object on stdout, {} for a host that is
 * none of ours.  Tokens are ours to obtain: `store` is refused.
 */
#include "config.h"

#include <string.h>

#include "helper/protocol/protocol.h"
#include "helper/token.h"

static enum wc_code put_token(const char *token, struct secret *out,
                              struct wc_error *err)
{
    /* A token holds nothing that JSON would have to escape. */
    if (secret_add_text(out, "{\"token\":\"") && secret_add_text(out, token) &&
        secret_add_text(out, "\"}\n"))
        return WC_OK;
    return wc_fail(err, WC_INTERNAL, "the answer to terraform is too long");
}

static enum wc_code answer_get(const struct protocol *protocol,
                               const struct profile *profile,
                               struct caller *caller, struct secret *out,
                               struct wc_error *err)
{
    auto_record record = RECORD_INIT;

    if (token_get(caller, profile, protocol->min_validity_s, false, &record,
                  err) != WC_OK)
        return err->code;
    return put_token(secret_bytes(&record.token), out, err);
}

static enum wc_code refuse_store(const char *host, struct wc_error *err)
{
    auto_secret input = SECRET_MAX(PROTOCOL_INPUT_MAX);

    /* Terraform must not see a broken pipe. */
    if (protocol_read_stdin(&input, err) != WC_OK)
        return err->code;
    return wc_fail(err, WC_USAGE,
                   "tokens of '%s' are obtained, not stored: run walr-cred "
                   "login",
                   host);
}

enum wc_code protocol_terraform(const struct protocol *protocol,
                                const char *action,
                                const struct options *options,
                                struct caller *caller, struct secret *out,
                                struct wc_error *err)
{
    auto_profile profile = PROFILE_INIT;
    const char *name = options->operands[2];
    struct host_port host;
    enum token_fate fate;
    bool known = false, get;

    if (!action || !name)
        return wc_fail(err, WC_USAGE, "terraform wants an action and a host");
    get = strcmp(action, "get") == 0;
    if (strcmp(action, "store") == 0)
        return refuse_store(name, err);
    if (!get && strcmp(action, "forget") != 0)
        return wc_fail(err, WC_USAGE, "no action '%s': %s", action,
                       protocol->actions);
    if (hosts_parse(name, &host) &&
        protocol_find_profile(options, &host, &profile, &known, err) != WC_OK)
        return err->code;
    if (get && known)
        return answer_get(protocol, &profile, caller, out, err);
    if (get)
        return secret_add_text(out, "{}\n") ? WC_OK : wc_no_memory(err);
    return known ? token_reject(&profile, NULL, &fate, err) : WC_OK;
}
