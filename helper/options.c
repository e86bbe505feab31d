/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/options.h"

#include <string.h>

#include "helper/command/command.h"
#include "helper/option-table.h"
#include "helper/protocol/protocol.h"

#define OPTION_NAME_MAX 40 /* bytes of an option, with dashes and NUL */

/* The command line as it is read. */
struct reader {
    int argc;
    char **argv;
    int next;
    bool only_operands;         /* "--" was seen */
    unsigned used;              /* the takes bits of all options seen */
    char name[OPTION_NAME_MAX]; /* the option being read, for messages */
    struct options *options;
};

static bool needs_value(const struct option_row *row)
{
    return row->kind != OPTION_FLAG;
}

static enum wc_code set_interactive(struct options *options, const char *value,
                                    struct wc_error *err)
{
    if (strcmp(value, "auto") == 0)
        options->interactive = INTERACTIVE_AUTO;
    else if (strcmp(value, "always") == 0)
        options->interactive = INTERACTIVE_ALWAYS;
    else if (strcmp(value, "never") == 0)
        options->interactive = INTERACTIVE_NEVER;
    else
        return wc_fail(err, WC_USAGE,
                       "--interactive is auto, always or never, not '%s'",
                       value);
    return WC_OK;
}

static enum wc_code set_format(struct options *options, const char *value,
                               struct wc_error *err)
{
    const struct format *format = format_find(value);

    if (!format)
        return wc_fail(err, WC_USAGE,
                       "no format '%s': see walr-cred get --help", value);
    options->format = format;
    return WC_OK;
}

/* VALUE is NAME=VALUE in argv, which is cut in place. */
static enum wc_code set_param(struct options *options, char *value,
                              struct wc_error *err)
{
    struct profile_options *settings_given = &options->settings;
    struct request_param *param =
        &settings_given->params[settings_given->n_params];
    char *equals = strchr(value, '=');

    if (!equals)
        return wc_fail(err, WC_USAGE, "--param wants NAME=VALUE, not '%s'",
                       value);
    if (settings_given->n_params == REQUEST_PARAMS_MAX)
        return wc_fail(err, WC_USAGE, "--param: at most %d are possible",
                       REQUEST_PARAMS_MAX);
    *equals = '\0';
    if (setting_check_param(value, equals + 1, err) != WC_OK)
        return err->code;
    param->name = value;
    param->value = equals + 1;
    settings_given->n_params++;
    return WC_OK;
}

static enum wc_code set_setting(struct options *options, enum setting setting,
                                const char *value, struct wc_error *err)
{
    if (setting_check(setting, value, err) != WC_OK)
        return wc_context(err, "--%s", settings[setting].key);
    options->settings.values[setting] = value;
    return WC_OK;
}

static enum wc_code set_row(struct options *options,
                            const struct option_row *row, char *value,
                            struct wc_error *err)
{
    char *at = (char *)options + row->at;
    bool yes = true;

    switch (row->kind) {
    case OPTION_FLAG:
        memcpy(at, &yes, sizeof(yes));
        return WC_OK;
    case OPTION_TEXT:
        memcpy(at, &value, sizeof(value));
        return WC_OK;
    case OPTION_FORMAT:
        return set_format(options, value, err);
    case OPTION_INTERACTIVE:
        return set_interactive(options, value, err);
    case OPTION_SETTING:
        return set_setting(options, (enum setting)row->at, value, err);
    case OPTION_PARAM:
        return set_param(options, value, err);
    }
    return WC_INTERNAL;
}

/* The value of the option being read: ATTACHED to it, or the next argument. */
static enum wc_code take_value(struct reader *reader, char *attached,
                               char **ret_value, struct wc_error *err)
{
    if (!attached && reader->next == reader->argc)
        return wc_fail(err, WC_USAGE, "option '%s' needs a value",
                       reader->name);
    *ret_value = attached ? attached : reader->argv[reader->next++];
    return WC_OK;
}

static enum wc_code unknown_option(const struct reader *reader,
                                   struct wc_error *err)
{
    return wc_fail(err, WC_USAGE, "unknown option '%s': see walr-cred --help",
                   reader->name);
}

static const struct option_row *find_long(const char *name)
{
    const struct option_row *row = option_rows;

    while (row->name && strcmp(row->name, name) != 0)
        row++;
    return row->name ? row : NULL;
}

static const struct option_row *find_letter(char letter)
{
    const struct option_row *row = option_rows;

    while (row->name && row->letter != letter)
        row++;
    return row->name ? row : NULL;
}

/* Copy ARGUMENT without "=VALUE".  A name longer than any of ours is cut. */
static const char *copy_name(const char *argument,
                             char name[static OPTION_NAME_MAX])
{
    size_t len = strcspn(argument, "=");

    if (len >= OPTION_NAME_MAX)
        len = OPTION_NAME_MAX - 1;
    memcpy(name, argument, len);
    name[len] = '\0';
    return name;
}

/* "--NAME", "--NAME=VALUE" or "--NAME VALUE". */
static enum wc_code read_long(struct reader *reader, char *argument,
                              struct wc_error *err)
{
    char *equals = strchr(argument, '=');
    char *value = equals ? equals + 1 : NULL;
    const struct option_row *row;
    enum setting setting;

    row = find_long(copy_name(argument, reader->name) + 2);
    if (row && !needs_value(row)) {
        reader->used |= row->takes;
        return value ? wc_fail(err, WC_USAGE, "option '%s' takes no value",
                               reader->name)
                     : set_row(reader->options, row, NULL, err);
    }
    setting = row ? SETTINGS : setting_find(reader->name + 2);
    if (!row && setting == SETTINGS)
        return unknown_option(reader, err);
    reader->used |= row ? row->takes : (unsigned)TAKES_SETTINGS;
    if (take_value(reader, value, &value, err) != WC_OK)
        return err->code;
    return row ? set_row(reader->options, row, value, err)
               : set_setting(reader->options, setting, value, err);
}

/* "-qv", "-pVALUE" or "-p VALUE". */
static enum wc_code read_letters(struct reader *reader, char *argument,
                                 struct wc_error *err)
{
    (void)copy_name(argument, reader->name);
    for (char *at = argument + 1; *at; at++) {
        const struct option_row *row = find_letter(*at);
        char *value = at[1] ? at + 1 : NULL;

        if (!row)
            return unknown_option(reader, err);
        reader->used |= row->takes;
        if (needs_value(row))
            return take_value(reader, value, &value, err) == WC_OK
                       ? set_row(reader->options, row, value, err)
                       : err->code;
        if (set_row(reader->options, row, NULL, err) != WC_OK)
            return err->code;
    }
    return WC_OK;
}

static enum wc_code read_operand(struct reader *reader, const char *argument,
                                 struct wc_error *err)
{
    struct options *options = reader->options;

    if (!options->command) {
        options->command = command_find(argument);
        if (!options->command)
            return wc_fail(err, WC_USAGE,
                           "no command '%s': see walr-cred --help", argument);
        return WC_OK;
    }
    if (options->n_operands == options->command->max_operands)
        return wc_fail(err, WC_USAGE,
                       "unexpected argument '%s': see walr-cred %s --help",
                       argument, options->command->name);
    options->operands[options->n_operands++] = argument;
    return WC_OK;
}

/* Whether ARGUMENT is an option that the command leaves to us. */
static bool is_ours(const struct reader *reader, const char *argument)
{
    unsigned takes = reader->options->command->takes;
    const struct option_row *row = NULL;
    char name[OPTION_NAME_MAX];

    if (argument[0] != '-' || argument[1] != '-') {
        row = argument[0] == '-' ? find_letter(argument[1]) : NULL;
        return row && (row->takes & takes);
    }
    row = find_long(copy_name(argument, name) + 2);
    return row && ((row->takes & takes) ||
                   (!row->takes && (!row->letter || row->letter == 'h')));
}

/* Whether the arguments from ARGUMENT on are for another program. */
static bool is_rest(const struct reader *reader, const char *argument)
{
    const struct command *command = reader->options->command;

    if (!command || command->max_operands >= 0)
        return false;
    if (reader->only_operands || strcmp(argument, "--") == 0)
        return true;
    return command->max_operands == OPERANDS_FOREIGN
               ? !is_ours(reader, argument)
               : argument[0] != '-' || argument[1] == '\0';
}

static void take_rest(struct reader *reader)
{
    if (strcmp(reader->argv[reader->next], "--") == 0)
        reader->next++;
    if (reader->next < reader->argc)
        reader->options->rest = reader->argv + reader->next;
    reader->argc = reader->next;
}

static enum wc_code read_argument(struct reader *reader, struct wc_error *err)
{
    char *argument;

    if (is_rest(reader, reader->argv[reader->next])) {
        take_rest(reader);
        return WC_OK;
    }
    argument = reader->argv[reader->next++];

    if (reader->only_operands || argument[0] != '-' || argument[1] == '\0')
        return read_operand(reader, argument, err);
    if (strcmp(argument, "--") == 0) {
        reader->only_operands = true;
        return WC_OK;
    }
    return argument[1] == '-' ? read_long(reader, argument, err)
                              : read_letters(reader, argument, err);
}

/* The options that the command does not take, by name. */
static enum wc_code check_taken(const struct reader *reader,
                                struct wc_error *err)
{
    unsigned foreign = reader->used & ~reader->options->command->takes;

    for (const struct option_row *row = option_rows; row->name; row++) {
        if (row->takes & foreign)
            return wc_fail(err, WC_USAGE,
                           "%s takes no --%s: see walr-cred %s --help",
                           reader->options->command->name, row->name,
                           reader->options->command->name);
    }
    return WC_OK;
}

/* Under a name that a tool looks for, the command is `helper PROTOCOL`. */
static void take_program_name(struct options *options, const char *argv0)
{
    const char *slash = argv0 ? strrchr(argv0, '/') : NULL;
    const struct protocol *protocol =
        argv0 ? protocol_find_program(slash ? slash + 1 : argv0) : NULL;

    if (!protocol)
        return;
    options->command = command_find("helper");
    options->operands[options->n_operands++] = protocol->name;
}

/* Cargo calls its credential provider, whatever its name, in just one way. */
static void take_cargo_plugin(struct reader *reader)
{
    struct options *options = reader->options;

    if (reader->argc < 2 || strcmp(reader->argv[1], "--cargo-plugin") != 0)
        return;
    reader->next++;
    if (!options->command) {
        options->command = command_find("helper");
        options->operands[options->n_operands++] = "cargo";
    }
}

/*
 * After a usage error the format still decides what stands on stdout: look for
 * one in the arguments that were not read.
 */
static void rescue_format(struct reader *reader)
{
    for (int i = 1; i < reader->argc; i++) {
        const char *argument = reader->argv[i];
        const char *value = NULL;
        const struct format *format;

        if (strcmp(argument, "-f") == 0 || strcmp(argument, "--format") == 0)
            value = i + 1 < reader->argc ? reader->argv[i + 1] : NULL;
        else if (argument[0] == '-' && argument[1] == 'f')
            value = argument + 2;
        else if (strstr(argument, "--format=") == argument)
            value = argument + strlen("--format=");
        format = value ? format_find(value) : NULL;
        if (format)
            reader->options->format = format;
    }
}

/* Undo what set_param() cut: help is given by another program, from the command
   line as it was. */
static void mend_params(struct profile_options *given)
{
    while (given->n_params > 0)
        *strchr(given->params[--given->n_params].name, '\0') = '=';
}

enum wc_code options_parse(int argc, char **argv, struct options *ret_options,
                           struct wc_error *err)
{
    struct reader reader = {
        .argc = argc, .argv = argv, .next = 1, .options = ret_options
    };

    *ret_options = (struct options){ .format = &formats[0] };
    take_program_name(ret_options, argc > 0 ? argv[0] : NULL);
    take_cargo_plugin(&reader);
    while (err->code == WC_OK && reader.next < reader.argc)
        (void)read_argument(&reader, err);
    if (err->code == WC_OK && !ret_options->command && !ret_options->help &&
        !ret_options->version)
        ret_options->command = &commands[0];
    if (err->code == WC_OK && ret_options->command)
        (void)check_taken(&reader, err);
    if (err->code != WC_OK)
        rescue_format(&reader);
    if (ret_options->help)
        mend_params(&ret_options->settings);
    return err->code;
}
