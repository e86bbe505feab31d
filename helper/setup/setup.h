/* SPDX-License-Identifier: MIT */
/*
 * setup.h - the tools that `walr-cred setup` knows: one row each.
 *
 * A row is text (template.h) for people to paste.  Where a tool has commands of
 * its own, or one file that can be edited safely, the row also says how
 * --apply does it; else --apply refuses.
 */
#ifndef HELPER_SETUP_SETUP_H
#define HELPER_SETUP_SETUP_H

#include <stdbool.h>

#include "common/error.h"
#include "common/secret.h"
#include "helper/setup/plan.h"

/* What a tool can be told of a host. */
enum setup_hosts {
    SETUP_WILDCARD = 1 << 0, /* *.example.com */
    SETUP_PORT = 1 << 1, /* else it is left out: the tool means every port */
    SETUP_IPV6 = 1 << 2, /* [::1] */
};

/* One thing that the tool's own commands set; templates. */
struct setup_step {
    const char *query; /* a command that prints how it is */
    const char *free;  /* what it prints where nobody has set it */
    const char *set;   /* what it prints where we have */
    const char *lines; /* the commands; a line with '#' is for people */
    const char *undo;  /* a command */
    bool optional;     /* what somebody else has set will do */
};

enum setup_phase {
    SETUP_LOOK,  /* change nothing; refuse what cannot be done safely */
    SETUP_CHANGE /* and do it */
};

struct setup_tool {
    const char *name;
    const char *help;    /* one line, what it is that is printed */
    const char *comment; /* how a comment begins; NULL where there are none */
    unsigned hosts;      /* of enum setup_hosts */
    const char *head, *each, *tail; /* templates; each: for every host */
    const struct setup_step *steps; /* NULL: the tool has no commands for it */
    size_t n_steps;
    bool for_each_host; /* the steps */
    /*
     * Do PHASE.  *ret_todo is true when there was something to do; commands
     * that take it back are appended to UNDO.  NULL: only by hand.
     */
    enum wc_code (*apply)(const struct setup_plan *plan, enum setup_phase phase,
                          bool *ret_todo, struct secret *undo,
                          struct wc_error *err);
};

/* In the order of --help.  Ends in a NULL name. */
extern const struct setup_tool setup_tools[];

/* The row named NAME.  WC_USAGE, with the names there are, for none. */
const struct setup_tool *setup_find(const char *name, struct wc_error *err);

enum wc_code setup_apply_bazel(const struct setup_plan *plan,
                               enum setup_phase phase, bool *ret_todo,
                               struct secret *undo, struct wc_error *err);
enum wc_code setup_apply_docker(const struct setup_plan *plan,
                                enum setup_phase phase, bool *ret_todo,
                                struct secret *undo, struct wc_error *err);
enum wc_code setup_apply_terraform(const struct setup_plan *plan,
                                   enum setup_phase phase, bool *ret_todo,
                                   struct secret *undo, struct wc_error *err);
enum wc_code setup_apply_steps(const struct setup_plan *plan,
                               enum setup_phase phase, bool *ret_todo,
                               struct secret *undo, struct wc_error *err);

#endif
