/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "bench/process.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHUNK 65536 /* bytes of one read: a whole pipe */

int64_t process_clock_ns(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int process_start(const struct process *process, int to)
{
    posix_spawn_file_actions_t actions;
    pid_t pid = -1;
    int error;

    /* glibc's posix_spawn() is a vfork(2): our own size costs nothing */
    (void)posix_spawn_file_actions_init(&actions);
    (void)posix_spawn_file_actions_adddup2(&actions, to, STDOUT_FILENO);
    error = posix_spawn(&pid, process->argv[0], &actions, NULL, process->argv,
                        process->envp);
    (void)posix_spawn_file_actions_destroy(&actions);
    errno = error;
    return error == 0 ? pid : -1;
}

static size_t read_to_end(int fd)
{
    static char bytes[CHUNK];
    size_t all = 0;
    ssize_t n;

    while ((n = read(fd, bytes, sizeof(bytes))) > 0)
        all += (size_t)n;
    return all;
}

bool process_run(const struct process *process, struct price *ret)
{
    struct rusage usage = { 0 };
    int64_t began;
    int ends[2];
    pid_t pid;

    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    began = process_clock_ns();
    pid = process_start(process, ends[1]);
    (void)close(ends[1]);
    if (pid > 0) {
        ret->bytes = read_to_end(ends[0]);
        while (wait4(pid, &ret->status, 0, &usage) < 0 && errno == EINTR)
            ;
        ret->ns = process_clock_ns() - began;
        ret->peak_kib = usage.ru_maxrss;
    }
    (void)close(ends[0]);
    return pid > 0;
}

/* Whether ENTRY ("NAME=VALUE") sets a variable that is among CHANGES. */
static bool is_changed(const char *entry, char *const *changes, size_t n)
{
    size_t len = strcspn(entry, "=") + 1;

    for (size_t i = 0; i < n; i++) {
        if (strncmp(entry, changes[i], len) == 0)
            return true;
    }
    return false;
}

char **process_environment(char *const *changes, size_t n)
{
    size_t n_ours = 0, filled = 0;
    char **envp;

    while (environ[n_ours])
        n_ours++;
    envp = calloc(n_ours + n + 1, sizeof(*envp));
    for (size_t i = 0; envp && i < n_ours; i++) {
        if (!is_changed(environ[i], changes, n))
            envp[filled++] = environ[i];
    }
    for (size_t i = 0; envp && i < n; i++)
        envp[filled++] = changes[i];
    return envp;
}
