/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/secret-source.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/trusted-file.h"
#include "helper/process.h"

#define CREDENTIALS "$CREDENTIALS_DIRECTORY" /* systemd.exec(5) */
#define WORDS_MAX   64                       /* of a command */
#define NOT_RUN     127                      /* as a shell says it */

/* What TEXT says behind KIND, or NULL. */
static const char *rest_of(const char *text, const char *kind)
{
    return strncmp(text, kind, strlen(kind)) == 0 ? text + strlen(kind) : NULL;
}

bool secret_source_is(const char *text)
{
    return rest_of(text, SECRET_FILE) || rest_of(text, SECRET_COMMAND);
}

enum wc_code secret_source_check(const char *text, struct wc_error *err)
{
    const char *file = rest_of(text, SECRET_FILE);
    const char *command = rest_of(text, SECRET_COMMAND);

    if (file && file[0] != '/' && !rest_of(file, CREDENTIALS "/"))
        return wc_fail(
            err, WC_USAGE,
            "'%s' is neither file:/PATH nor file:" CREDENTIALS "/NAME", text);
    if (command && command[0] != '/')
        return wc_fail(err, WC_USAGE,
                       "'%s' is not command:/PATH with arguments", text);
    return WC_OK;
}

/* The file's path, to be freed. */
static enum wc_code find_file(const char *file, char **ret_path,
                              struct wc_error *err)
{
    const char *name = rest_of(file, CREDENTIALS);
    const char *folder = name ? secure_getenv(&CREDENTIALS[1]) : "";
    char *path = NULL;

    if (name && (!folder || folder[0] != '/'))
        return wc_fail(err, WC_NO_CREDENTIAL,
                       "CREDENTIALS_DIRECTORY is not set: start the service "
                       "with LoadCredential=");
    if (asprintf(&path, "%s%s", folder, name ? name : file) < 0)
        return wc_no_memory(err);
    *ret_path = path;
    return WC_OK;
}

static enum wc_code open_file(const char *file, int *ret_fd,
                              struct wc_error *err)
{
    auto_str path = NULL;
    auto_fd fd = -1;
    struct stat st;

    if (find_file(file, &path, err) != WC_OK)
        return err->code;
    fd = trusted_file_open(path);
    if (fd < 0)
        return wc_fail(err, WC_NO_CREDENTIAL,
                       "cannot open the client secret's file '%s': %s", path,
                       strerror(errno));
    if (trusted_file_check(fd, "client secret's file", path, &st, err) != WC_OK)
        return err->code;
    *ret_fd = take_fd(&fd);
    return WC_OK;
}

/* Cut COMMAND at its blanks into WORDS, NULL behind the last. */
static enum wc_code split(char *command, char *words[static WORDS_MAX + 1],
                          struct wc_error *err)
{
    size_t n = 0;
    char *rest = command;

    for (char *word; (word = strsep(&rest, " ")) != NULL;) {
        if (word[0] == '\0')
            continue;
        if (n == WORDS_MAX)
            return wc_fail(err, WC_USAGE,
                           "the client secret's command has more than %d "
                           "words: write a script for it",
                           WORDS_MAX);
        words[n++] = word;
    }
    words[n] = NULL;
    return WC_OK;
}

static enum wc_code check_program(const char *path, struct wc_error *err)
{
    if (access(path, X_OK) == 0)
        return WC_OK;
    return wc_fail(err, WC_NO_CREDENTIAL,
                   "cannot run the client secret's command '%s': %s", path,
                   strerror(errno));
}

/* Every signal at its default, none blocked. */
static void reset_signals(void)
{
    sigset_t none;

    for (int i = 1; i < NSIG; i++)
        (void)signal(i, SIG_DFL);
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In the child: take WORDS' place, OUT as stdout and nothing else of ours. */
static void become(char **words, int out, pid_t parent)
    __attribute__((noreturn));

static void become(char **words, int out, pid_t parent)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    (void)setpgid(0, 0);
    /* it must not go on when we are killed; perhaps we were already */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent ||
        null < 0 || dup2(null, STDIN_FILENO) < 0 ||
        dup2(out, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0)
        _exit(NOT_RUN);
    (void)close_range(STDERR_FILENO + 1, ~0U, 0);
    reset_signals();
    (void)execv(words[0], words);
    _exit(NOT_RUN);
}

static enum wc_code start_command(const char *text, struct secret_source *ret,
                                  struct wc_error *err)
{
    auto_str command = strdup(text);
    char *words[WORDS_MAX + 1];
    int ends[2];
    pid_t parent = getpid(), pid;

    if (!command)
        return wc_no_memory(err);
    if (split(command, words, err) != WC_OK ||
        check_program(words[0], err) != WC_OK)
        return err->code;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return wc_fail(err, WC_INTERNAL, "cannot make a pipe: %s",
                       strerror(errno));
    pid = fork();
    if (pid == 0)
        become(words, ends[1], parent);
    (void)close(ends[1]);
    if (pid < 0) {
        (void)close(ends[0]);
        return wc_fail(err, WC_INTERNAL, "cannot start a process: %s",
                       strerror(errno));
    }
    /* the child does so, too: whoever comes first */
    (void)setpgid(pid, pid);
    *ret = (struct secret_source){ .fd = ends[0],
                                   .pid = pid,
                                   .handle = process_handle(pid) };
    return WC_OK;
}

enum wc_code secret_source_look(const char *text, struct wc_error *err)
{
    const char *file = rest_of(text, SECRET_FILE);
    auto_str command = strdup(file ? "" : text + strlen(SECRET_COMMAND));
    auto_fd fd = -1;

    if (file)
        return open_file(file, &fd, err);
    if (!command)
        return wc_no_memory(err);
    command[strcspn(command, " ")] = '\0';
    return check_program(command, err);
}

enum wc_code secret_source_open(const char *text, struct secret_source *ret,
                                struct wc_error *err)
{
    const char *file = rest_of(text, SECRET_FILE);

    if (file)
        return open_file(file, &ret->fd, err);
    return start_command(text + strlen(SECRET_COMMAND), ret, err);
}

enum wc_code secret_source_close(struct secret_source *source, int64_t grace_ms,
                                 struct wc_error *err)
{
    pid_t pid = source->pid;
    int status = 0;
    bool ended;

    cleanup_fd(&source->fd);
    if (pid < 0)
        return WC_OK;
    process_await(source->handle, grace_ms);
    cleanup_fd(&source->handle);
    ended = process_collect(-pid, &status);
    source->pid = -1;
    if (!ended || status == 0)
        return WC_OK;
    return wc_fail(err, WC_NO_CREDENTIAL,
                   "the client secret's command failed (%s %d): run it by hand "
                   "to see why",
                   WIFEXITED(status) ? "status" : "signal",
                   WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
}
