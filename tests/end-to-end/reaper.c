/* SPDX-License-Identifier: MIT */
/*
 * reaper.c - count what a command leaves to somebody else, and what it takes.
 *
 * usage: reaper COMMAND [ARGUMENT...].  Orphans below the command become ours,
 * as they become those of PID 1 elsewhere; when the last is gone a line on
 * stderr has their number and the largest resident size, in KiB, of any process
 * below us.  The command's status is ours.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    int orphans = 0, status = 0, result = EXIT_FAILURE;
    struct rusage usage = { .ru_maxrss = 0 };
    pid_t command, pid;

    if (argc < 2 || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0)
        return EXIT_FAILURE;
    command = fork();
    if (command < 0)
        return EXIT_FAILURE;
    if (command == 0) {
        (void)execvp(argv[1], argv + 1);
        _exit(127);
    }
    while ((pid = wait(&status)) > 0) {
        if (pid != command)
            orphans++;
        else if (WIFEXITED(status))
            result = WEXITSTATUS(status);
    }
    (void)getrusage(RUSAGE_CHILDREN, &usage);
    (void)fprintf(stderr, "%d %ld\n", orphans, usage.ru_maxrss);
    return result;
}
