/* SPDX-License-Identifier: MIT */
/*
 * options.h - the command line: which command, and what it is told.
 *
 * Two tables, commands (command/command.c) and options (options.c); parsing,
 * --help and the manual's test all come from them.
 */
#ifndef HELPER_OPTIONS_H
#define HELPER_OPTIONS_H

#include <stdbool.h>

#include "common/error.h"
#include "common/secret.h"
#include "helper/caller.h"
#include "helper/format.h"
#include "helper/profile.h"

struct command;

#define OPERANDS_MAX 3

/* One bit an option that not every command takes. */
enum option_set {
    TAKES_PROFILE = 1 << 0,
    TAKES_URL = 1 << 1,
    TAKES_FORMAT = 1 << 2,
    TAKES_MIN_VALIDITY = 1 << 3,
    TAKES_REFRESH = 1 << 4,
    TAKES_OUTPUT = 1 << 5,
    TAKES_SETTINGS = 1 << 6, /* --KEY for every profile setting */
    TAKES_NO_VERIFY = 1 << 7,
    TAKES_ALL = 1 << 8,
    TAKES_JSON = 1 << 9,
    TAKES_ANY_HOST = 1 << 10,
    TAKES_APPLY = 1 << 11, /* of setup */
};

/* Texts belong to argv. */
struct options {
    const struct command *command;
    const char *profile; /* NULL where not given */
    const char *url;
    const char *output;
    const struct format *format; /* never NULL */
    struct profile_options settings;
    enum interactive interactive;
    bool refresh, no_verify, all, json, any_host, apply, yes;
    bool quiet, verbose, help, version;
    char **rest; /* of argv, for another program; NULL where there is none */
    const char *operands[OPERANDS_MAX]; /* behind the command's name */
    int n_operands;
};

/*
 * Read argv.  The program's name may be one that tools look for, such as
 * git-credential-walr, or the first argument cargo's; no command means get.
 * WC_USAGE with a line that names the argument; *ret_options then still tells
 * the format asked for, because that decides what stands on stdout.
 */
enum wc_code options_parse(int argc, char **argv, struct options *ret_options,
                           struct wc_error *err)
    __attribute__((warn_unused_result));

/* Append the help of COMMAND, or of the program for NULL.  False: OUT full. */
bool options_help(const struct command *command, struct secret *out)
    __attribute__((warn_unused_result));

#endif
