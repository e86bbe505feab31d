/* SPDX-License-Identifier: MIT */
/*
 * handed-down.c - run a command with something odd that exec hands down.
 *
 * usage: handed-down WHAT[,WHAT...] COMMAND [ARGUMENT...] | --list.  What a
 * shell can do by itself, such as closing a descriptor, is not here.
 */
#include "config.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define KIB         1024UL
#define MANY        300 /* descriptors */
#define FEW         16
#define SMALL_STACK (128 * KIB)

/* Every signal that can be. */
static bool ignore_all(void)
{
    for (int sig = 1; sig < NSIG; sig++)
        (void)signal(sig, SIG_IGN);
    return true;
}

static bool block(int sig)
{
    sigset_t set;

    return sigemptyset(&set) == 0 && sigaddset(&set, sig) == 0 &&
           sigprocmask(SIG_BLOCK, &set, NULL) == 0;
}

static bool block_all(void)
{
    sigset_t set;

    return sigfillset(&set) == 0 && sigprocmask(SIG_BLOCK, &set, NULL) == 0;
}

static bool ignore_child(void)
{
    return signal(SIGCHLD, SIG_IGN) != SIG_ERR;
}

static bool block_alarm(void)
{
    return block(SIGALRM);
}

static bool block_child(void)
{
    return block(SIGCHLD);
}

/* A signal that waits to be let through. */
static bool leave_pending(void)
{
    return block(SIGUSR1) && raise(SIGUSR1) == 0;
}

static bool limit(int resource, rlim_t value)
{
    const struct rlimit both = { value, value };

    return setrlimit(resource, &both) == 0;
}

static bool few_files(void)
{
    return limit(RLIMIT_NOFILE, FEW);
}

static bool small_stack(void)
{
    return limit(RLIMIT_STACK, SMALL_STACK);
}

static bool no_core(void)
{
    return limit(RLIMIT_CORE, 0);
}

static bool no_locked_memory(void)
{
    return limit(RLIMIT_MEMLOCK, 0);
}

static bool no_signal_queue(void)
{
    return limit(RLIMIT_SIGPENDING, 0);
}

static bool be_nice(void)
{
    const struct sched_param none = { 0 };

    return setpriority(PRIO_PROCESS, 0, 19) == 0 &&
           sched_setscheduler(0, SCHED_BATCH, &none) == 0;
}

/* Descriptors that nobody has marked close-on-exec. */
static bool many_descriptors(void)
{
    for (int i = 0; i < MANY; i++) {
        if (open("/dev/null", O_RDWR) < 0)
            return false;
    }
    return true;
}

static bool no_new_privileges(void)
{
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

static bool be_subreaper(void)
{
    return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0;
}

static bool non_blocking(void)
{
    for (int fd = 0; fd <= 2; fd++)
        (void)fcntl(fd, F_SETFL, O_NONBLOCK);
    return true;
}

/* A working folder that is not there any more. */
static bool no_folder(void)
{
    char path[] = "/tmp/handed-down.XXXXXX";

    return mkdtemp(path) && chdir(path) == 0 && rmdir(path) == 0;
}

/* clang-format off */
static const struct thing {
    const char *name, *help;
    bool (*set)(void);
} things[] = {
    { "child-ignored",     "SIGCHLD ignored, so that children cannot be waited for", ignore_child },
    { "child-blocked",     "SIGCHLD blocked", block_child },
    { "alarm-blocked",     "SIGALRM blocked, so that no timer is heard", block_alarm },
    { "all-ignored",       "every signal ignored", ignore_all },
    { "all-blocked",       "every signal blocked", block_all },
    { "pending",           "a signal that waits behind a mask", leave_pending },
    { "few-files",         "at most 16 open files", few_files },
    { "many-descriptors",  "300 open descriptors", many_descriptors },
    { "small-stack",       "a stack of 128 KiB", small_stack },
    { "no-core",           "a core limit of 0", no_core },
    { "no-locked-memory",  "no locked memory", no_locked_memory },
    { "no-signal-queue",   "no queued signals, so that no timer can be made", no_signal_queue },
    { "nice",              "the lowest priority", be_nice },
    { "no-new-privileges", "no new privileges", no_new_privileges },
    { "subreaper",         "a parent that reaps orphans", be_subreaper },
    { "non-blocking",      "standard descriptors that do not block", non_blocking },
    { "no-folder",         "a working folder that has been removed", no_folder },
    { NULL, NULL, NULL },
};
/* clang-format on */

static bool hand_down(const char *name)
{
    for (const struct thing *row = things; row->name; row++) {
        if (strcmp(row->name, name) == 0)
            return row->set();
    }
    return false;
}

int main(int argc, char **argv)
{
    char *rest = argc > 1 ? argv[1] : NULL, *name;

    if (argc == 2 && strcmp(argv[1], "--list") == 0) {
        for (const struct thing *row = things; row->name; row++)
            (void)printf("%s %s\n", row->name, row->help);
        return EXIT_SUCCESS;
    }
    while ((name = strsep(&rest, ",")) != NULL) {
        if (!hand_down(name)) {
            (void)fprintf(stderr, "handed-down: cannot do '%s'\n", name);
            return 126;
        }
    }
    if (argc > 2)
        (void)execvp(argv[2], argv + 2);
    (void)fprintf(stderr, "handed-down: no command\n");
    return 127;
}
