/* SPDX-License-Identifier: MIT */
/*
 * plan.h - a tool, a profile and its hosts: what is to be set up.
 */
#ifndef HELPER_SETUP_PLAN_H
#define HELPER_SETUP_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "common/error.h"
#include "common/secret.h"
#include "helper/hosts.h"
#include "helper/profile.h"

struct setup_tool;

#define PLAN_HOST_MAX (HOST_MAX + 16) /* bytes with wildcard, port and NUL */

struct plan_host {
    char text[PLAN_HOST_MAX];
    const char *problem; /* why the tool cannot be told of it, or NULL */
};

/* Start with PLAN_INIT; free with setup_plan_clear().  Texts are the
   profile's. */
struct setup_plan {
    const struct setup_tool *tool;
    const char *profile; /* NULL for `default`, which needs no -p */
    struct plan_host *hosts;
    size_t n_hosts;
    size_t last_usable; /* index of the last one without a problem */
};

#define PLAN_INIT    \
    {                \
        .tool = NULL \
    }

/* WC_USAGE: the profile has no hosts, or none that TOOL can be told of. */
enum wc_code setup_plan_make(const struct setup_tool *tool,
                             const struct profile *profile,
                             struct setup_plan *ret_plan, struct wc_error *err)
    __attribute__((warn_unused_result));

/* Append TEMPLATE, or where it is for each host, TEMPLATE for each.  False:
   OUT is full. */
bool setup_plan_expand(const struct setup_plan *plan, const char *template,
                       struct secret *out) __attribute__((warn_unused_result));
bool setup_plan_expand_each(const struct setup_plan *plan, const char *template,
                            struct secret *out)
    __attribute__((warn_unused_result));

/* Append all lines for the tool, ready to paste. */
bool setup_plan_lines(const struct setup_plan *plan, struct secret *out)
    __attribute__((warn_unused_result));

void setup_plan_clear(struct setup_plan *plan);

#define auto_plan __attribute__((cleanup(setup_plan_clear))) struct setup_plan

#endif
