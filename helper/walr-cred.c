/* SPDX-License-Identifier: MIT */
/*
 * walr-cred.c - main: name -> command, answer -> stdout, error -> one line.
 *
 * Only this file prints, and only this file knows the exit status.  WORKER_PATH
 * is fixed when it is compiled (the tests compile it with the build tree's), so
 * nothing in the environment can name another worker.
 */
#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "common/fdio.h"
#include "common/user.h"
#include "helper/command/command.h"
#include "helper/json-program.h"
#include "helper/options.h"
#include "helper/output.h"
#include "helper/run.h"

#ifdef JSON_PROGRAM
#define JSON_PROGRAM_PATH JSON_PROGRAM
#else
#define JSON_PROGRAM_PATH NULL
#endif
#define STDOUT_BIT (1 << STDOUT_FILENO)

/*
 * Before anything is read from outside: no privileges that are not the user's
 * (FS-6), no core and no tracing (MEM-1), and no signal that would end us
 * halfway through a write (PRC-2, LCK-9): blocked, they become errors.  What it
 * changes is noted in *ret, for a program that takes our place (run.h).
 */
static enum wc_code confine(struct inherited *ret, struct wc_error *err)
{
    struct rlimit none;
    sigset_t writing;

    if (user_is_privileged())
        return wc_fail(err, WC_USAGE,
                       "refusing to run set-uid or set-gid: "
                       "remove those mode bits");
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    (void)getrlimit(RLIMIT_CORE, &ret->core);
    none = (struct rlimit){ 0, ret->core.rlim_max };
    if (ret->core.rlim_cur != 0)
        (void)setrlimit(RLIMIT_CORE, &none);
    (void)sigemptyset(&writing);
    (void)sigaddset(&writing, SIGPIPE);
    (void)sigaddset(&writing, SIGXFSZ);
    (void)sigprocmask(SIG_BLOCK, &writing, &ret->mask);
    return WC_OK;
}

static enum wc_code run(const struct options *options, struct caller *caller,
                        struct secret *out, struct wc_error *err)
{
    if (options->help)
        return JSON_COMMAND(command_help)(options, caller, out, err);
    if (options->version)
        return secret_add_text(out, "walr-cred " PACKAGE_VERSION "\n")
                   ? WC_OK
                   : wc_no_memory(err);
    caller->quiet = options->quiet;
    caller->verbose = options->verbose;
    caller_set_interactive(caller, options->interactive);
    return options->command->run(options, caller, out, err);
}

static enum wc_code write_answer(const struct options *options,
                                 const struct secret *out, bool was_closed,
                                 struct wc_error *err)
{
    if (out->len == 0)
        return WC_OK;
    return options->output ? output_file(options->output, out, err)
                           : output_stdout(out, was_closed, err);
}

/* The format may want something on stdout where there is no token. */
static void write_no_token(const struct options *options)
{
    const char *text = options->format->no_token;

    if (text)
        (void)!fdio_write_all(STDOUT_FILENO, text, strlen(text));
}

int main(int argc, char **argv)
{
    struct wc_error err = { 0 };
    struct options options;
    struct caller caller = { .argv = argv,
                             .json_program = JSON_PROGRAM_PATH,
                             .worker = WORKER_PATH,
                             .program = "/proc/self/exe" };
    auto_secret out = SECRET_MAX(FORMAT_MAX);
    int closed = fdio_fill_standard();
    bool was_closed = closed < 0 || (closed & STDOUT_BIT);

    if (closed < 0)
        return WC_INTERNAL;
    caller.inherited.closed = closed;
    options = (struct options){ .format = &formats[0] };
    if (confine(&caller.inherited, &err) == WC_OK &&
        options_parse(argc, argv, &options, &err) == WC_OK &&
        (run(&options, &caller, &out, &err) == WC_OK || caller.answers_failure))
        (void)write_answer(&options, &out, was_closed, &err);
    caller_warn(&caller);
    if (err.code != WC_OK && err.code != WC_OUTPUT && !was_closed &&
        !options.output)
        write_no_token(&options);
    if (err.text[0] != '\0')
        output_message("", err.text);
    return (int)err.code;
}
