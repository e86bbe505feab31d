/* SPDX-License-Identifier: MIT */
/*
 * terminal.h - the terminal is left as it was found.
 *
 * The worker turns the echo off while a client secret is typed.  It cannot turn
 * it on again when it is killed, so the front does, also when the front itself
 * is told to end (PRC-13).
 */
#ifndef HELPER_TERMINAL_H
#define HELPER_TERMINAL_H

/* Remember how /dev/tty is set, and set it so again when SIGINT, SIGQUIT,
   SIGTERM or SIGHUP ends us.  Without a terminal nothing happens. */
void terminal_guard(void);

/* Set the terminal as it was and stop guarding it. */
void terminal_release(void);

#endif
