/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/worker-spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "helper/environment.h"
#include "helper/process.h"

#define SECRET_FD 3 /* where a REQUEST_STREAM is read from */

/* A pipe whose ends are not where the worker's descriptors go. */
static int make_pipe(int ret_ends[static 2])
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    for (int i = 0; i < 2; i++) {
        ret_ends[i] = fcntl(ends[i], F_DUPFD_CLOEXEC, SECRET_FD + 1);
        (void)close(ends[i]);
    }
    return ret_ends[0] >= 0 && ret_ends[1] >= 0 ? 0 : -1;
}

static int set_non_blocking(int fd)
{
    int flags = fcntl(fd, F_GETFL);

    return flags < 0 ? -1 : fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

/* The worker's descriptors, in an order in which none is overwritten before it
   is used.  Returns an error number. */
static int set_descriptors(posix_spawn_file_actions_t *actions,
                           const struct request *request,
                           const struct worker_process *worker, int its_stdin,
                           int its_stdout)
{
    bool stream = request->source == REQUEST_STREAM;
    int error = 0;

    if (stream)
        error = posix_spawn_file_actions_adddup2(
            actions, request->secret_from ? worker->secret.fd : STDIN_FILENO,
            SECRET_FD);
    if (!error)
        error =
            posix_spawn_file_actions_adddup2(actions, its_stdin, STDIN_FILENO);
    if (!error)
        error = posix_spawn_file_actions_adddup2(actions, its_stdout,
                                                 STDOUT_FILENO);
    if (!error)
        error = posix_spawn_file_actions_addopen(actions, STDERR_FILENO,
                                                 "/dev/null", O_RDWR, 0);
    if (!error)
        error = posix_spawn_file_actions_addclosefrom_np(
            actions, SECRET_FD + (stream ? 1 : 0));
    return error;
}

/* Every signal at its default, none blocked. */
static int set_signals(posix_spawnattr_t *attributes)
{
    sigset_t all, none;
    int error;

    (void)sigfillset(&all);
    (void)sigemptyset(&none);
    error = posix_spawnattr_setsigdefault(attributes, &all);
    if (!error)
        error = posix_spawnattr_setsigmask(attributes, &none);
    if (!error)
        error = posix_spawnattr_setflags(
            attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    return error;
}

/* Start PATH on the two pipe ends.  Returns an error number. */
static int start(const char *path, const struct request *request,
                 struct worker_process *worker, int its_stdin, int its_stdout)
{
    static char name[] = "walr-cred-obtain";
    char *const argv[] = { name, NULL };
    char *vars[ENVIRONMENT_MAX];
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);

    if (error)
        return error;
    error = posix_spawnattr_init(&attributes);
    if (!error) {
        environment_fill(request, environ, vars);
        error =
            set_descriptors(&actions, request, worker, its_stdin, its_stdout);
        if (!error)
            error = set_signals(&attributes);
        if (!error)
            error = posix_spawn(&worker->pid, path, &actions, &attributes, argv,
                                vars);
        (void)posix_spawnattr_destroy(&attributes);
    }
    (void)posix_spawn_file_actions_destroy(&actions);
    return error;
}

static void take_signals(struct worker_process *worker)
{
    struct sigaction fallback = { .sa_handler = SIG_DFL };
    struct sigaction ignore = { .sa_handler = SIG_IGN };

    (void)sigaction(SIGCHLD, &fallback, &worker->sigchld);
    (void)sigaction(SIGPIPE, &ignore, &worker->sigpipe);
}

static void give_signals_back(const struct worker_process *worker)
{
    (void)sigaction(SIGPIPE, &worker->sigpipe, NULL);
    (void)sigaction(SIGCHLD, &worker->sigchld, NULL);
}

enum wc_code worker_spawn(const char *path, const struct request *request,
                          struct worker_process *ret_worker,
                          struct wc_error *err)
{
    struct worker_process worker = WORKER_PROCESS_INIT;
    int in[2] = { -1, -1 }, out[2] = { -1, -1 };
    auto_fd its_stdin = -1, its_stdout = -1;
    auto_fd request_end = -1, answer_end = -1;
    bool piped = make_pipe(in) == 0 && make_pipe(out) == 0 &&
                 set_non_blocking(in[1]) == 0 && set_non_blocking(out[0]) == 0;
    int error = errno;

    its_stdin = in[0];
    request_end = in[1];
    answer_end = out[0];
    its_stdout = out[1];
    if (!piped)
        return wc_fail(err, WC_INTERNAL, "cannot make a pipe: %s",
                       strerror(error));
    take_signals(&worker);
    if (request->secret_from &&
        secret_source_open(request->secret_from, &worker.secret, err) !=
            WC_OK) {
        give_signals_back(&worker);
        return err->code;
    }
    error = start(path, request, &worker, its_stdin, its_stdout);
    cleanup_fd(&worker.secret.fd);
    if (error) {
        struct wc_error ignored = { 0 };

        (void)secret_source_close(&worker.secret, 0, &ignored);
        give_signals_back(&worker);
        return wc_fail(err, WC_INTERNAL,
                       "cannot run %s: %s: reinstall walr-cred", path,
                       strerror(error));
    }
    worker.request = take_fd(&request_end);
    worker.answer = take_fd(&answer_end);
    worker.handle = process_handle(worker.pid);
    *ret_worker = worker;
    return WC_OK;
}

void worker_process_close(struct worker_process *worker)
{
    cleanup_fd(&worker->request);
    cleanup_fd(&worker->answer);
    cleanup_fd(&worker->handle);
    give_signals_back(worker);
}
