/* SPDX-License-Identifier: MIT */
/*
 * setup.c - the lines that make a tool use walr-cred for a profile.
 *
 * Printed, to be pasted; --apply does what they say where that is safe.
 */
#include "config.h"

#include "helper/setup/setup.h"

#include "helper/command/command.h"
#include "helper/profile-lookup.h"
#include "helper/setup/plan.h"
#include "helper/setup/question.h"

/* Where the tool's own syntax has no comments, stderr has them. */
static void say_comments(const struct caller *caller,
                         const struct setup_plan *plan)
{
    if (plan->tool->comment)
        return;
    caller_say(caller, "%s: %s", plan->tool->name, plan->tool->help);
    for (size_t i = 0; i < plan->n_hosts; i++) {
        if (plan->hosts[i].problem)
            caller_say(caller, "%s: %s", plan->hosts[i].text,
                       plan->hosts[i].problem);
    }
}

/* Do what the lines say, and print what takes it back. */
static enum wc_code apply(const struct options *options,
                          const struct setup_plan *plan, struct secret *out,
                          struct wc_error *err)
{
    const struct setup_tool *tool = plan->tool;
    auto_secret lines = SECRET_MAX(FORMAT_MAX);
    auto_secret undo = SECRET_MAX(FORMAT_MAX);
    auto_secret same = SECRET_MAX(FORMAT_MAX);
    bool todo = false, done = false;

    if (!tool->apply)
        return wc_fail(err, WC_USAGE,
                       "--apply cannot do it for %s: paste the lines that "
                       "walr-cred setup %s prints where they belong",
                       tool->name, tool->name);
    if (!setup_plan_lines(plan, &lines))
        return wc_no_memory(err);
    if (tool->apply(plan, SETUP_LOOK, &todo, &undo, err) != WC_OK ||
        (todo && !options->yes && question_ask(&lines, err) != WC_OK) ||
        (todo && tool->apply(plan, SETUP_CHANGE, &done, &same, err) != WC_OK))
        return err->code;
    if (!secret_add_text(out, todo ? "# set up" : "# already set up") ||
        !secret_add_text(out, "; to undo:\n") ||
        !secret_add(out, undo.bytes, undo.len))
        return wc_no_memory(err);
    return WC_OK;
}

enum wc_code command_setup(const struct options *options, struct caller *caller,
                           struct secret *out, struct wc_error *err)
{
    auto_profile profile = PROFILE_INIT;
    auto_plan plan = PLAN_INIT;
    const struct setup_tool *tool;

    if (options->n_operands == 0)
        return wc_fail(err, WC_USAGE,
                       "setup wants the name of a tool: "
                       "see walr-cred setup --help");
    if (options->yes && !options->apply)
        return wc_fail(err, WC_USAGE,
                       "--yes is an answer to --apply: give both");
    tool = setup_find(options->operands[0], err);
    if (!tool ||
        profile_load(options->profile, &options->settings, &profile, err) !=
            WC_OK ||
        setup_plan_make(tool, &profile, &plan, err) != WC_OK)
        return err->code;
    if (options->apply)
        return apply(options, &plan, out, err);
    say_comments(caller, &plan);
    return setup_plan_lines(&plan, out) ? WC_OK : wc_no_memory(err);
}
