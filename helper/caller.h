/* SPDX-License-Identifier: MIT */
/*
 * caller.h - who asks: how long they wait and whether they can be asked back.
 *
 * Made by main() from the options, handed to every command.  It also carries
 * the one warning of a run and prints the notes of --verbose: names, lengths
 * and times, never values.
 */
#ifndef HELPER_CALLER_H
#define HELPER_CALLER_H

#include <stdbool.h>
#include <stdint.h>

#include "common/error.h"
#include "helper/run.h"

enum interactive {
    INTERACTIVE_AUTO = 0,
    INTERACTIVE_ALWAYS,
    INTERACTIVE_NEVER
};

struct caller {
    char **argv;              /* ours, for walr-cred-json */
    const char *json_program; /* its absolute path; NULL: we are it */
    const char *worker;       /* absolute path of walr-cred-obtain */
    const char
        *program;    /* walr-cred itself, to renew ahead; NULL: it does not */
    bool may_prompt; /* the keyring may ask the person (KR-3) */
    bool verbose, quiet;
    bool answers_failure;    /* stdout gets the answer though the run fails */
    int64_t timeout_ms;      /* what was allowed, for the line of WC_DEADLINE */
    int64_t deadline_ms;     /* on the clock of clock_boot_ms() */
    int64_t prompt_limit_ms; /* an open prompt stops the clock this long */
    const char *protocol;    /* what a tool asks in; NULL: none */
    const char *asked_by;    /* for whom we renew; NULL: for who started us */
    struct wc_error warning; /* printed by main() after the answer */
    struct inherited inherited; /* for a program that takes our place */
};

/* Start the caller's clock: TIMEOUT_MS from now, ANSWER_PROMPT_LIMIT_MS. */
void caller_start(struct caller *caller, int64_t timeout_ms);

/*
 * Decide may_prompt: `auto` means only when stderr is a terminal, DISPLAY or
 * WAYLAND_DISPLAY is set and SSH_CONNECTION is not.
 */
void caller_set_interactive(struct caller *caller, enum interactive word);

/* Milliseconds left of the caller's time; 0 when it is over. */
int64_t caller_left_ms(const struct caller *caller);

/* Milliseconds that are gone of it; an open prompt's do not count. */
int64_t caller_spent_ms(const struct caller *caller);

/* WC_DEADLINE: "no token within N s: WHY". */
enum wc_code caller_timed_out(const struct caller *caller, const char *why,
                              struct wc_error *err);

/* Unless --quiet, print the warning if there is one, and forget it. */
void caller_warn(struct caller *caller);

/* Unless --quiet, print "walr-cred: " and the line on stderr. */
void caller_say(const struct caller *caller, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* With --verbose, print "walr-cred: " and the line on stderr. */
void caller_note(const struct caller *caller, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
