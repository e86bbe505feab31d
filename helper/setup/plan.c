/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/setup/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/setup/setup.h"
#include "helper/setup/template.h"

/* Whether anything is said to the tool for each host. */
static bool names_hosts(const struct setup_tool *tool)
{
    return tool->each || tool->for_each_host;
}

/* ENTRY as TOOL wants it. */
static void fill_host(const struct setup_tool *tool,
                      const struct host_entry *entry, struct plan_host *ret)
{
    const char *star = entry->wildcard ? "*." : "";
    bool ipv6 = entry->host.host[0] == '[';

    *ret = (struct plan_host){ .problem = NULL };
    if (entry->host.port == HOSTS_PORT || !(tool->hosts & SETUP_PORT))
        (void)snprintf(ret->text, sizeof(ret->text), "%s%s", star,
                       entry->host.host);
    else
        (void)snprintf(ret->text, sizeof(ret->text), "%s%s:%u", star,
                       entry->host.host, (unsigned)entry->host.port);
    if (entry->wildcard && !(tool->hosts & SETUP_WILDCARD))
        ret->problem = "there are no wildcards here, name each host";
    else if (ipv6 && !(tool->hosts & SETUP_IPV6))
        ret->problem = "there are no IPv6 addresses here, use a name";
}

/* Whether HOST is among the first N. */
static bool is_known(const struct plan_host *hosts, size_t n,
                     const struct plan_host *host)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(hosts[i].text, host->text) == 0)
            return true;
    }
    return false;
}

static bool fill_hosts(struct setup_plan *plan, const char *hosts)
{
    struct host_entry entry;
    size_t n = 0;

    for (const char *at = hosts; hosts_next(&at, &entry);)
        n++;
    plan->hosts = calloc(n + 1, sizeof(plan->hosts[0]));
    if (!plan->hosts)
        return false;
    while (hosts_next(&hosts, &entry)) {
        struct plan_host *host = &plan->hosts[plan->n_hosts];

        fill_host(plan->tool, &entry, host);
        if (!is_known(plan->hosts, plan->n_hosts, host))
            plan->n_hosts++;
    }
    return true;
}

/* Find the last host that the tool can be told of; false where none is. */
static bool find_last_usable(struct setup_plan *plan)
{
    for (size_t i = plan->n_hosts; i > 0; i--) {
        if (!plan->hosts[i - 1].problem) {
            plan->last_usable = i - 1;
            return true;
        }
    }
    return false;
}

enum wc_code setup_plan_make(const struct setup_tool *tool,
                             const struct profile *profile,
                             struct setup_plan *ret_plan, struct wc_error *err)
{
    const char *hosts = profile_text(profile, SETTING_HOSTS);
    bool is_default = strcmp(profile->name, PROFILE_DEFAULT) == 0;
    auto_plan plan = { .tool = tool,
                       .profile = is_default ? NULL : profile->name };

    if (!hosts)
        return wc_fail(err, WC_USAGE,
                       "profile '%s' has no hosts: add `hosts = HOST` to it",
                       profile->name);
    if (!fill_hosts(&plan, hosts))
        return wc_no_memory(err);
    if (names_hosts(tool) && !find_last_usable(&plan))
        return wc_fail(err, WC_USAGE,
                       "%s cannot be told of any host of profile '%s': "
                       "%s: %s",
                       tool->name, profile->name, plan.hosts[0].text,
                       plan.hosts[0].problem);
    *ret_plan = plan;
    plan.hosts = NULL;
    return WC_OK;
}

bool setup_plan_expand(const struct setup_plan *plan, const char *template,
                       struct secret *out)
{
    const struct template_values values = { .profile = plan->profile };

    return template_expand(template, &values, out);
}

bool setup_plan_expand_each(const struct setup_plan *plan, const char *template,
                            struct secret *out)
{
    for (size_t i = 0; i < plan->n_hosts; i++) {
        const struct template_values values = {
            .profile = plan->profile,
            .host = plan->hosts[i].text,
            .last = i == plan->last_usable,
        };

        if (!plan->hosts[i].problem && !template_expand(template, &values, out))
            return false;
    }
    return true;
}

static bool put_comment(const struct setup_tool *tool, const char *text,
                        const char *more, struct secret *out)
{
    return secret_add_text(out, tool->comment) && secret_add_text(out, text) &&
           (!more ||
            (secret_add_text(out, ": ") && secret_add_text(out, more))) &&
           secret_add(out, "\n", 1);
}

/* What the lines are, and the hosts that are not among them. */
static bool put_comments(const struct setup_plan *plan, struct secret *out)
{
    const struct setup_tool *tool = plan->tool;

    if (!tool->comment)
        return true;
    if (!put_comment(tool, tool->help, NULL, out))
        return false;
    for (size_t i = 0; names_hosts(tool) && i < plan->n_hosts; i++) {
        if (plan->hosts[i].problem && !put_comment(tool, plan->hosts[i].text,
                                                   plan->hosts[i].problem, out))
            return false;
    }
    return true;
}

/* The lines of all steps, host by host. */
static bool put_steps(const struct setup_plan *plan, struct secret *out)
{
    const struct setup_tool *tool = plan->tool;
    size_t rounds = tool->for_each_host ? plan->n_hosts : 1;

    for (size_t i = 0; i < rounds; i++) {
        const struct template_values values = {
            .profile = plan->profile,
            .host = tool->for_each_host ? plan->hosts[i].text : NULL,
        };

        for (size_t j = 0; j < tool->n_steps; j++) {
            if (!(values.host && plan->hosts[i].problem) &&
                !template_expand(tool->steps[j].lines, &values, out))
                return false;
        }
    }
    return true;
}

bool setup_plan_lines(const struct setup_plan *plan, struct secret *out)
{
    const struct setup_tool *tool = plan->tool;

    return put_comments(plan, out) &&
           (!tool->head || setup_plan_expand(plan, tool->head, out)) &&
           put_steps(plan, out) &&
           (!tool->each || setup_plan_expand_each(plan, tool->each, out)) &&
           (!tool->tail || setup_plan_expand(plan, tool->tail, out));
}

void setup_plan_clear(struct setup_plan *plan)
{
    free(plan->hosts);
    plan->hosts = NULL;
}
