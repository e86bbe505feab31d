/* SPDX-License-Identifier: MIT */
/*
 * process.h - a program as a shell would run it for $(…), with its price.
 */
#ifndef BENCH_PROCESS_H
#define BENCH_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct process {
    char **argv; /* argv[0] is a path: nothing is searched for */
    char **envp;
};

struct price {
    int64_t ns;    /* from before the start until its end has been seen */
    size_t bytes;  /* that it wrote to stdout */
    long peak_kib; /* of resident memory */
    int status;    /* of wait4(2) */
};

/* CLOCK_MONOTONIC in nanoseconds. */
int64_t process_clock_ns(void);

/* Start PROCESS with TO as its stdout; -1, with errno, where it cannot be. */
int process_start(const struct process *process, int to);

/* Run PROCESS, its stdout a pipe that is read to its end.  False, with errno:
   it could not be started. */
bool process_run(const struct process *process, struct price *ret);

/* The environment of this program with CHANGES ("NAME=VALUE", N of them) in
   it; never freed. */
char **process_environment(char *const *changes, size_t n);

#endif
