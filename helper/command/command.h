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

/* What stands behind our options is for another program: from the first operand
   on (COMMAND), or from the first argument that is no option of ours, where its
   own -q, -v, -h and -V are its own (FOREIGN).  "--" is in front of it in any
   case. */
#define OPERANDS_COMMAND (-1)
#define OPERANDS_FOREIGN (-2)

struct command {
    const char *name;
    const char *arguments; /* in the synopsis, behind the options */
    const char *help;      /* one line; NULL: not for people, not in --help */
    unsigned takes;        /* of enum option_set */
    int max_operands;      /* or one of the two below */
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
enum wc_code command_doctor(const struct options *options,
                            struct caller *caller, struct secret *out,
                            struct wc_error *err);
enum wc_code command_log(const struct options *options, struct caller *caller,
                         struct secret *out, struct wc_error *err);
enum wc_code command_renew_ahead(const struct options *options,
                                 struct caller *caller, struct secret *out,
                                 struct wc_error *err);
enum wc_code command_reject(const struct options *options,
                            struct caller *caller, struct secret *out,
                            struct wc_error *err);
enum wc_code command_curl(const struct options *options, struct caller *caller,
                          struct secret *out, struct wc_error *err);
enum wc_code command_exec(const struct options *options, struct caller *caller,
                          struct secret *out, struct wc_error *err);
enum wc_code command_watch(const struct options *options, struct caller *caller,
                           struct secret *out, struct wc_error *err);
enum wc_code command_helper(const struct options *options,
                            struct caller *caller, struct secret *out,
                            struct wc_error *err);
enum wc_code command_setup(const struct options *options, struct caller *caller,
                           struct secret *out, struct wc_error *err);

/* Of --help, in place of the command's own. */
enum wc_code command_help(const struct options *options, struct caller *caller,
                          struct secret *out, struct wc_error *err);

#endif
