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

enum interactive {
    INTERACTIVE_AUTO = 0,
    INTERACTIVE_ALWAYS,
    INTERACTIVE_NEVER
};

struct caller {
    const char *worker; /* absolute path of walr-cred-obtain */
    bool may_prompt;    /* the keyring may ask the person (KR-3) */
    bool verbose, quiet;
    int64_t deadline_ms;     /* on the clock of clock_boot_ms() */
    struct wc_error warning; /* printed by main() after the answer */
};

/*
 * Decide may_prompt: `auto` means only when stderr is a terminal, DISPLAY or
 * WAYLAND_DISPLAY is set and SSH_CONNECTION is not.
 */
void caller_set_interactive(struct caller *caller, enum interactive word);

/* Milliseconds left of the caller's time; 0 when it is over. */
int64_t caller_left_ms(const struct caller *caller);

/* With --verbose, print "walr-cred: " and the line on stderr. */
void caller_note(const struct caller *caller, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
