/* SPDX-License-Identifier: MIT */
/*
 * command.h - the commands: one row and one file each.
 *
 * A command appends its whole answer to OUT and prints nothing: main() writes
 * it when the command succeeded, so stdout is complete or empty (PRC-1).
 */
#ifndef HELPER_COMMAND_COMMAND_H
#define HELPER_COMMAND_COMMAND_H

#include "common/error.h"
#include "common/secret.h"
#include "helper/caller.h"
#include "helper/options.h"

struct command {
    const char *name;
    const char *arguments; /* in the synopsis, behind the options */
    const char *help;      /* one line; NULL: not for people, not in --help */
    unsigned takes;        /* of enum option_set */
    int max_operands;
    enum wc_code (*run)(const struct options *options, struct caller *caller,
                        struct secret *out, struct wc_error *err);
};

/* In the order of --help; the first is the default.  Ends in a NULL name. */
extern const struct command commands[];

/* The row named NAME, or NULL. */
const struct command *command_find(const char *name);

enum wc_code command_get(const struct options *options, struct caller *caller,
                         struct secret *out, struct wc_error *err);
enum wc_code command_login(const struct options *options, struct caller *caller,
                           struct secret *out, struct wc_error *err);
enum wc_code command_logout(const struct options *options,
                            struct caller *caller, struct secret *out,
                            struct wc_error *err);
enum wc_code command_status(const struct options *options,
                            struct caller *caller, struct secret *out,
                            struct wc_error *err);
enum wc_code command_renew_ahead(const struct options *options,
                                 struct caller *caller, struct secret *out,
                                 struct wc_error *err);
enum wc_code command_reject(const struct options *options,
                            struct caller *caller, struct secret *out,
                            struct wc_error *err);
enum wc_code command_helper(const struct options *options,
                            struct caller *caller, struct secret *out,
                            struct wc_error *err);

#endif
