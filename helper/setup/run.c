/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/setup/run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/fdio.h"
#include "helper/path-search.h"

#define WITHHELD "WALR_CLIENT_SECRET="

/* Our environment but for the client secret, to be freed; NULL: no memory. */
static char **make_environment(void)
{
    size_t n = 0, kept = 0;
    char **vars;

    while (environ[n])
        n++;
    vars = calloc(n + 1, sizeof(vars[0]));
    for (size_t i = 0; vars && i < n; i++) {
        if (strncmp(environ[i], WITHHELD, strlen(WITHHELD)) != 0)
            vars[kept++] = environ[i];
    }
    return vars;
}

/* The descriptors of the command.  Returns an error number. */
static int set_descriptors(posix_spawn_file_actions_t *actions, bool quiet,
                           int its_stdout)
{
    int error = posix_spawn_file_actions_addopen(actions, STDIN_FILENO,
                                                 "/dev/null", O_RDONLY, 0);

    if (!error)
        error = posix_spawn_file_actions_adddup2(actions, its_stdout,
                                                 STDOUT_FILENO);
    if (!error && quiet)
        error = posix_spawn_file_actions_addopen(actions, STDERR_FILENO,
                                                 "/dev/null", O_WRONLY, 0);
    return error;
}

/* Start the program PATH.  Returns an error number. */
static int start(const char *path, char *const *words, bool quiet,
                 int its_stdout, pid_t *ret_pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    char **vars = make_environment();
    int error = vars ? posix_spawn_file_actions_init(&actions) : ENOMEM;

    if (error) {
        free(vars);
        return error;
    }
    (void)sigemptyset(&none);
    error = posix_spawnattr_init(&attributes);
    if (!error) {
        error = posix_spawnattr_setsigmask(&attributes, &none);
        if (!error)
            error =
                posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
        if (!error)
            error = set_descriptors(&actions, quiet, its_stdout);
        if (!error)
            error =
                posix_spawn(ret_pid, path, &actions, &attributes, words, vars);
        (void)posix_spawnattr_destroy(&attributes);
    }
    (void)posix_spawn_file_actions_destroy(&actions);
    free(vars);
    return error;
}

/* Its exit status, or -1 where it has none. */
static int wait_for(pid_t pid)
{
    int status;

    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR)
            return -1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

enum wc_code run_words(char *const *words, bool quiet, struct secret *out,
                       int *ret_status, struct wc_error *err)
{
    const struct sigaction fallback = { .sa_handler = SIG_DFL };
    auto_str path = path_search(words[0]);
    auto_fd reader = -1, writer = -1;
    enum fdio fdio;
    int ends[2], error, status;
    pid_t pid;

    if (!path)
        return wc_fail(err, WC_USAGE,
                       "there is no program '%s' in the absolute folders of "
                       "PATH: install it",
                       words[0]);
    if (pipe2(ends, O_CLOEXEC) != 0)
        return wc_fail(err, WC_INTERNAL, "cannot make a pipe: %s",
                       strerror(errno));
    reader = ends[0];
    writer = ends[1];
    (void)sigaction(SIGCHLD, &fallback, NULL); /* or there is no status */
    error = start(path, words, quiet, writer, &pid);
    if (error)
        return wc_fail(err, WC_USAGE, "cannot run %s: %s", path,
                       strerror(error));
    cleanup_fd(&writer);
    fdio = fdio_read_all(reader, out);
    cleanup_fd(&reader);
    status = wait_for(pid);
    if (fdio != FDIO_OK || status < 0)
        return wc_fail(err, WC_USAGE, "%s did not end as it should", path);
    *ret_status = status;
    return WC_OK;
}
