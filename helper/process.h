/* SPDX-License-Identifier: MIT */
/*
 * process.h - a child of ours comes to its end, by itself or by us.
 */
#ifndef HELPER_PROCESS_H
#define HELPER_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* A descriptor that is readable when PID has ended; -1: the kernel has no such.
 */
int process_handle(pid_t pid);

/* Wait for HANDLE's process to end, LIMIT_MS at most; at once for -1. */
void process_await(int handle, int64_t limit_ms);

/*
 * Collect PID; -PID collects it and kills all of its group.  One that still
 * runs is killed first.  *ret_status is what waitpid(2) says.  Returns whether
 * it had ended by itself.
 */
bool process_collect(pid_t pid, int *ret_status);

#endif
