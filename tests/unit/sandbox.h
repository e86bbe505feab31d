/* SPDX-License-Identifier: MIT */
/*
 * sandbox.h - a private HOME, runtime folder and config for one test.
 *
 * sandbox_enter() belongs in a checked fixture: each test of check(3) runs in a
 * process of its own, so the environment is that test's alone.
 */
#ifndef TESTS_UNIT_SANDBOX_H
#define TESTS_UNIT_SANDBOX_H

#include "tests/unit/folder.h"

/* The folder; valid after sandbox_enter(). */
extern char sandbox_path[FOLDER_PATH_MAX];

/* Make the folder and point HOME, XDG_CONFIG_HOME, XDG_RUNTIME_DIR and
   XDG_STATE_HOME into it; no WALR_ variable is left. */
void sandbox_enter(void);

/* Remove it and everything in it. */
void sandbox_leave(void);

/* Write TEXT to NAME in the folder, mode 0600, making its folders. */
void sandbox_write(const char *name, const char *text);

/* sandbox_write() of the config file. */
void sandbox_config(const char *text);

#endif
