/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "helper/command/command.h"
#include "helper/option-table.h"
#include "helper/options.h"
#include "tests/unit/suite.h"

#define ARGS_MAX 12

/* Parse the blank-separated LINE; a word of "%" stands for an empty one. */
static enum wc_code parse(const char *line, struct options *options,
                          struct wc_error *err)
{
    static char copy[1024];
    static char *argv[ARGS_MAX + 1]; /* OPTIONS point into it */
    int argc = 0;
    char *rest = copy;

    ck_assert_uint_lt(strlen(line), sizeof(copy));
    memset(argv, 0, sizeof(argv));
    memcpy(copy, line, strlen(line) + 1);
    while (*rest != '\0' && argc < ARGS_MAX) {
        size_t len = strcspn(rest, " ");
        char *next = rest[len] == '\0' ? rest + len : rest + len + 1;

        rest[len] = '\0';
        argv[argc++] = strcmp(rest, "%") == 0 ? rest + 1 : rest;
        rest = next;
    }
    return options_parse(argc, argv, options, err);
}

/* clang-format off */
static const struct {
    const char *line, *names; /* what the message must name */
} bad[] = {
    { "walr-cred -x", "-x" },
    { "walr-cred --nonsense", "--nonsense" },
    { "walr-cred --prof default", "--prof" },
    { "walr-cred ---profile default", "---profile" },
    { "walr-cred --profile", "--profile" },
    { "walr-cred -p", "-p" },
    { "walr-cred -f", "-f" },
    { "walr-cred -f nonsense", "nonsense" },
    { "walr-cred -f HEADER", "HEADER" },
    { "walr-cred -f %", "no format ''" },
    { "walr-cred --format=", "no format ''" },
    { "walr-cred --refresh=yes", "--refresh" },
    { "walr-cred --quiet=1", "--quiet" },
    { "walr-cred -qx", "-qx" },
    { "walr-cred -o", "-o" },
    { "walr-cred --url", "--url" },
    { "walr-cred --min-validity -1", "min-validity" },
    { "walr-cred --min-validity 1d", "min-validity" },
    { "walr-cred --min-validity 5x", "min-validity" },
    { "walr-cred --min-validity %", "min-validity" },
    { "walr-cred --min-validity 99999999999999999999", "min-validity" },
    { "walr-cred --timeout 0", "timeout" },
    { "walr-cred --timeout 1.5", "timeout" },
    { "walr-cred --timeout", "timeout" },
    { "walr-cred --interactive", "--interactive" },
    { "walr-cred --interactive maybe", "maybe" },
    { "walr-cred --interactive=", "--interactive" },
    { "walr-cred nonsense", "nonsense" },
    { "walr-cred Get", "Get" },
    { "walr-cred get get", "get" },
    { "walr-cred get default", "default" },
    { "walr-cred -- get extra", "extra" },
    { "walr-cred - ", "-" },
    { "walr-cred %", "no command ''" },
    { "walr-cred status extra", "extra" },
    { "walr-cred status --refresh", "--refresh" },
    { "walr-cred status -f token", "--format" },
    { "walr-cred --json", "--json" },
    { "walr-cred get --json", "--json" },
    { "walr-cred get --all", "--all" },
    { "walr-cred get --client-id x", "get" },
    { "walr-cred get --token-url https://a/", "get" },
    { "walr-cred get --no-verify", "--no-verify" },
    { "walr-cred logout --no-verify", "--no-verify" },
    { "walr-cred logout -o file", "--output" },
    { "walr-cred login extra", "extra" },
    { "walr-cred login -o file", "--output" },
    { "walr-cred login --client-secret hunter2", "--client-secret" },
    { "walr-cred login --param audience", "--param" },
    { "walr-cred login --param =x", "" },
    { "walr-cred login --token-url ftp://a/", "token-url" },
    { "walr-cred login --request xml", "request" },
    { "walr-cred helper git get extra more", "more" },
    { "walr-cred helper --url https://a/ git", "--url" },
    { "git-credential-walr get extra more", "more" },
    { "git-credential-walr --json get", "--json" },
};
/* clang-format on */

/* IN-8, T10: and the secret's value never stands in a message. */
START_TEST(a_bad_command_line_is_refused_and_named)
{
    struct options options;
    struct wc_error err = { 0 };

    ck_assert_int_eq(parse(bad[_i].line, &options, &err), WC_USAGE);
    ck_assert_msg(strstr(err.text, bad[_i].names), "'%s' does not name '%s'",
                  err.text, bad[_i].names);
    ck_assert_ptr_null(strstr(err.text, "hunter2"));
    ck_assert_ptr_null(strchr(err.text, '\n'));
}
END_TEST

/* clang-format off */
static const struct {
    const char *line, *command, *profile, *url, *output, *format;
    bool refresh, quiet, verbose;
} good[] = {
    { "walr-cred",                    "get", NULL, NULL, NULL, "header", false, false, false },
    { "walr-cred get",                "get", NULL, NULL, NULL, "header", false, false, false },
    { "walr-cred -p a",               "get", "a",  NULL, NULL, "header", false, false, false },
    { "walr-cred -pa",                "get", "a",  NULL, NULL, "header", false, false, false },
    { "walr-cred --profile a",        "get", "a",  NULL, NULL, "header", false, false, false },
    { "walr-cred --profile=a=b",      "get", "a=b", NULL, NULL, "header", false, false, false },
    { "walr-cred -p a -p b",          "get", "b",  NULL, NULL, "header", false, false, false },
    { "walr-cred -f token get",       "get", NULL, NULL, NULL, "token",  false, false, false },
    { "walr-cred get -ftoken --refresh", "get", NULL, NULL, NULL, "token", true, false, false },
    { "walr-cred -qv -o f",           "get", NULL, NULL, "f",  "header", false, true, true },
    { "walr-cred -qof",               "get", NULL, NULL, "f",  "header", false, true, false },
    { "walr-cred --url https://a/ --format json", "get", NULL, "https://a/", NULL, "json", false, false, false },
    { "walr-cred -o -",               "get", NULL, NULL, "-",  "header", false, false, false },
    { "walr-cred status -p a",        "status", "a", NULL, NULL, "header", false, false, false },
    { "git-credential-walr get",      "helper", NULL, NULL, NULL, "header", false, false, false },
    { "a/b/git-credential-walr get",  "helper", NULL, NULL, NULL, "header", false, false, false },
};
/* clang-format on */

static void assert_text(const char *is, const char *wanted)
{
    if (wanted)
        ck_assert_str_eq(is, wanted);
    else
        ck_assert_ptr_null(is);
}

START_TEST(a_good_command_line_is_read_as_written)
{
    struct options options;
    struct wc_error err = { 0 };

    ck_assert_msg(parse(good[_i].line, &options, &err) == WC_OK, "%s",
                  err.text);
    ck_assert_str_eq(options.command->name, good[_i].command);
    ck_assert_str_eq(options.format->name, good[_i].format);
    assert_text(options.profile, good[_i].profile);
    assert_text(options.url, good[_i].url);
    assert_text(options.output, good[_i].output);
    ck_assert_int_eq(options.refresh, good[_i].refresh);
    ck_assert_int_eq(options.quiet, good[_i].quiet);
    ck_assert_int_eq(options.verbose, good[_i].verbose);
}
END_TEST

static const char *const bad_curl[] = {
    "walr-cred -f curl --nonsense",     "walr-cred --nonsense -f curl",
    "walr-cred --format=curl extra",    "walr-cred extra --format curl",
    "walr-cred --timeout never -fcurl",
};

/* design.md 4: usage errors included, curl must stop. */
START_TEST(a_usage_error_still_tells_that_curl_asked)
{
    struct options options;
    struct wc_error err = { 0 };

    ck_assert_int_eq(parse(bad_curl[_i], &options, &err), WC_USAGE);
    ck_assert_str_eq(options.format->name, "curl");
}
END_TEST

START_TEST(the_name_of_the_program_chooses_the_protocol)
{
    struct options options;
    struct wc_error err = { 0 };

    ck_assert_int_eq(parse("git-credential-walr -p work erase", &options, &err),
                     WC_OK);
    ck_assert_str_eq(options.command->name, "helper");
    ck_assert_int_eq(options.n_operands, 2);
    ck_assert_str_eq(options.operands[0], "git");
    ck_assert_str_eq(options.operands[1], "erase");
    ck_assert_str_eq(options.profile, "work");
}
END_TEST

static const char *const behind_dashes[] = {
    "walr-cred -- exec -h -v -q -V -- x",
    "walr-cred -- curl -h -v -q -V -- x",
};

/* None of it is an operand of ours, of which there is room for three. */
START_TEST(behind_two_dashes_all_is_for_the_other_program)
{
    struct options options;
    struct wc_error err = { 0 };

    ck_assert_int_eq(parse(behind_dashes[_i], &options, &err), WC_OK);
    ck_assert_int_eq(options.n_operands, 0);
    ck_assert_ptr_nonnull(options.rest);
    ck_assert_str_eq(options.rest[0], "-h");
    ck_assert_str_eq(options.rest[5], "x");
}
END_TEST

START_TEST(login_takes_every_setting_as_an_option)
{
    struct options options;
    struct wc_error err = { 0 };

    ck_assert_msg(parse("walr-cred login --client-id me --audience=https://a "
                        "--request form --param a=b=c",
                        &options, &err) == WC_OK,
                  "%s", err.text);
    ck_assert_str_eq(options.settings.values[SETTING_CLIENT_ID], "me");
    ck_assert_str_eq(options.settings.values[SETTING_AUDIENCE], "https://a");
    ck_assert_str_eq(options.settings.values[SETTING_REQUEST], "form");
    ck_assert_int_eq((int)options.settings.n_params, 1);
    ck_assert_str_eq(options.settings.params[0].name, "a");
    ck_assert_str_eq(options.settings.params[0].value, "b=c");
}
END_TEST

/* Each option has a line in the help of every command that takes it. */
START_TEST(help_names_every_option_of_a_command)
{
    const struct command *command = &commands[_i];
    auto_secret out = SECRET_MAX(FORMAT_MAX);

    ck_assert(options_help(command, &out));
    for (const struct option_row *row = option_rows; row->name; row++) {
        char label[64];
        bool takes = (row->takes & command->takes) == row->takes;

        (void)snprintf(label, sizeof(label), "--%s ", row->name);
        ck_assert_msg(!!strstr(secret_bytes(&out), label) == takes,
                      "%s in the help of %s", label, command->name);
    }
}
END_TEST

START_TEST(the_help_of_the_program_names_every_command_and_format)
{
    auto_secret out = SECRET_MAX(FORMAT_MAX);
    char label[64];

    ck_assert(options_help(NULL, &out));
    for (const struct command *row = commands; row->name; row++) {
        (void)snprintf(label, sizeof(label), "\n  %s ", row->name);
        /* what is not for people is not told to them */
        ck_assert_int_eq(strstr(secret_bytes(&out), label) != NULL,
                         row->help != NULL);
    }
    for (const struct format *row = formats; row->name; row++) {
        (void)snprintf(label, sizeof(label), "\n  %s ", row->name);
        ck_assert_ptr_nonnull(strstr(secret_bytes(&out), label));
    }
}
END_TEST

START_TEST(no_line_of_help_is_wider_than_a_terminal)
{
    auto_secret out = SECRET_MAX(FORMAT_MAX);
    const char *at;

    ck_assert(options_help(_i == 0 ? NULL : &commands[_i - 1], &out));
    for (at = secret_bytes(&out); *at != '\0';) {
        size_t len = strcspn(at, "\n");

        ck_assert_msg(len <= 80, "%.*s", (int)len, at);
        at += len + (at[len] == '\n');
    }
}
END_TEST

static void fill(TCase *tc)
{
    int n_commands = 0;

    while (commands[n_commands].name)
        n_commands++;
    add_cases(tc, a_bad_command_line_is_refused_and_named, bad);
    add_cases(tc, a_good_command_line_is_read_as_written, good);
    add_cases(tc, a_usage_error_still_tells_that_curl_asked, bad_curl);
    tcase_add_test(tc, the_name_of_the_program_chooses_the_protocol);
    add_cases(tc, behind_two_dashes_all_is_for_the_other_program,
              behind_dashes);
    tcase_add_test(tc, login_takes_every_setting_as_an_option);
    tcase_add_loop_test(tc, help_names_every_option_of_a_command, 0,
                        n_commands);
    tcase_add_test(tc, the_help_of_the_program_names_every_command_and_format);
    tcase_add_loop_test(tc, no_line_of_help_is_wider_than_a_terminal, 0,
                        n_commands + 1);
}

int main(void)
{
    return run_suite("options", fill);
}
