/* SPDX-License-Identifier: MIT */
/*
 * helper.c - answer a tool in its own protocol.
 *
 * The tool's question decides the profile, so WALR_PROFILE is not looked at,
 * and nobody is prompted unless --interactive=always says so (HOST-10).
 */
#include "config.h"

#include "helper/command/command.h"
#include "helper/protocol/protocol.h"

enum wc_code command_helper(const struct options *options,
                            struct caller *caller, struct secret *out,
                            struct wc_error *err)
{
    const struct protocol *protocol;
    const char *action = options->n_operands > 1 ? options->operands[1] : NULL;

    if (options->n_operands == 0)
        return wc_fail(err, WC_USAGE,
                       "helper wants the name of a protocol: "
                       "see walr-cred helper --help");
    protocol = protocol_find(options->operands[0]);
    if (!protocol)
        return wc_fail(err, WC_USAGE,
                       "no protocol '%s': see walr-cred helper --help",
                       options->operands[0]);
    if (options->n_operands - 1 > protocol->max_operands)
        return wc_fail(err, WC_USAGE,
                       "unexpected argument '%s' for %s: see walr-cred helper "
                       "--help",
                       options->operands[protocol->max_operands + 1],
                       protocol->name);
    caller->protocol = protocol->name;
    if (options->interactive == INTERACTIVE_AUTO)
        caller->may_prompt = false;
    return protocol->run(protocol, action, options, caller, out, err);
}
