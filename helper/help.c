/* SPDX-License-Identifier: MIT */
/*
 * help.c - --help, written from the tables of commands, options, settings,
 * formats, protocols and tools, so that it cannot forget one.
 */
#include "config.h"

#include <stdio.h>

#include "helper/command/command.h"
#include "helper/option-table.h"
#include "helper/options.h"
#include "helper/protocol/protocol.h"
#include "helper/setup/setup.h"

#define HELP_COLUMN 26  /* where descriptions start */
#define HELP_LINE   256 /* bytes of one line */

/* Append "  NAME  TEXT\n", the text in its column where NAME is short. */
static bool put_row(struct secret *out, const char *name, const char *text)
{
    char line[HELP_LINE];
    int n = snprintf(line, sizeof(line), "  %-*s  %s\n", HELP_COLUMN - 4, name,
                     text);

    return n > 0 && (size_t)n < sizeof(line) &&
           secret_add(out, line, (size_t)n);
}

static bool put_option(struct secret *out, char letter, const char *name,
                       const char *argument, const char *text)
{
    char label[HELP_LINE];
    char dash[] = { '-', letter, ',', ' ', '\0' };
    int n = snprintf(label, sizeof(label), "%s--%s%s%s", letter ? dash : "",
                     name, argument ? " " : "", argument ? argument : "");

    return n > 0 && (size_t)n < sizeof(label) && put_row(out, label, text);
}

static bool put_options(struct secret *out, unsigned takes)
{
    if (!secret_add_text(out, "\noptions:\n"))
        return false;
    for (const struct option_row *row = option_rows; row->name; row++) {
        const char *text = row->help ? row->help : settings[row->at].help;

        if ((row->takes & takes) == row->takes &&
            !put_option(out, row->letter, row->name, row->argument, text))
            return false;
    }
    return true;
}

static bool put_settings(struct secret *out)
{
    if (!secret_add_text(
            out, "\nprofile settings, also keys of walr-cred-config(5):\n"))
        return false;
    for (size_t i = 0; i < SETTINGS; i++) {
        if (i != SETTING_TIMEOUT && i != SETTING_MIN_VALIDITY &&
            !put_option(out, 0, settings[i].key, settings[i].argument,
                        settings[i].help))
            return false;
    }
    return true;
}

static bool put_formats(struct secret *out)
{
    if (!secret_add_text(out, "\nformats:\n"))
        return false;
    for (const struct format *format = formats; format->name; format++) {
        if (!put_row(out, format->name, format->help))
            return false;
    }
    return true;
}

static bool put_protocols(struct secret *out)
{
    if (!secret_add_text(out, "\nprotocols:\n"))
        return false;
    for (const struct protocol *row = protocols; row->name; row++) {
        char text[HELP_LINE];
        int n = row->program ? snprintf(text, sizeof(text), "as %s: %s",
                                        row->program, row->actions)
                             : snprintf(text, sizeof(text), "%s", row->actions);

        if (n <= 0 || (size_t)n >= sizeof(text) ||
            !put_row(out, row->name, text))
            return false;
    }
    return true;
}

static bool put_tools(struct secret *out)
{
    if (!secret_add_text(out, "\ntools:\n"))
        return false;
    for (const struct setup_tool *row = setup_tools; row->name; row++) {
        if (!put_row(out, row->name, row->help))
            return false;
    }
    return true;
}

static bool help_for_command(const struct command *command, struct secret *out)
{
    return secret_add_text(out, "usage: walr-cred ") &&
           secret_add_text(out, command->name) &&
           secret_add_text(out, " [OPTIONS]") &&
           secret_add_text(out, command->arguments) &&
           secret_add_text(out, "\n") &&
           (!command->help || secret_add_text(out, command->help)) &&
           secret_add_text(out, "\n") && put_options(out, command->takes) &&
           (!(command->takes & TAKES_SETTINGS) || put_settings(out)) &&
           (!(command->takes & TAKES_FORMAT) || put_formats(out)) &&
           (command->run != command_helper || put_protocols(out)) &&
           (command->run != command_setup || put_tools(out));
}

bool options_help(const struct command *command, struct secret *out)
{
    if (command)
        return help_for_command(command, out);
    if (!secret_add_text(out,
                         "usage: walr-cred [COMMAND] [OPTIONS]\n"
                         "a valid OAuth 2.0 bearer token for any HTTP tool\n"
                         "\ncommands:\n"))
        return false;
    for (const struct command *row = commands; row->name; row++) {
        if (row->help && !put_row(out, row->name, row->help))
            return false;
    }
    return put_options(out, commands[0].takes) && put_formats(out) &&
           secret_add_text(out, "\nwalr-cred COMMAND --help tells more; "
                                "walr-cred(1) tells all.\n");
}

enum wc_code command_help(const struct options *options, struct caller *caller,
                          struct secret *out, struct wc_error *err)
{
    (void)caller;
    return options_help(options->command, out) ? WC_OK : wc_no_memory(err);
}
