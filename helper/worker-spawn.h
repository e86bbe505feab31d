/* SPDX-License-Identifier: MIT */
/*
 * worker-spawn.h - start walr-cred-obtain with nothing of the caller's.
 *
 * Descriptors, signals, mask and environment are all given, none is inherited;
 * the process group stays, as the terminal asks for it.
 */
#ifndef HELPER_WORKER_SPAWN_H
#define HELPER_WORKER_SPAWN_H

#include <signal.h>
#include <sys/types.h>

#include "common/error.h"
#include "common/request.h"
#include "helper/secret-source.h"

/* A running worker.  Start with WORKER_PROCESS_INIT. */
struct worker_process {
    pid_t pid;
    int request; /* write end of its stdin, non-blocking */
    int answer;  /* read end of its stdout, non-blocking */
    int handle;  /* readable when it has ended; -1: the kernel has no such */
    struct secret_source secret;       /* whose descriptor it has as its fd 3 */
    struct sigaction sigchld, sigpipe; /* the caller's */
};

#define WORKER_PROCESS_INIT                                   \
    {                                                         \
        .pid = -1, .request = -1, .answer = -1, .handle = -1, \
        .secret = SECRET_SOURCE_INIT                          \
    }

/*
 * Start PATH for REQUEST.  Until worker_process_close() a dead worker is a
 * zombie of ours, whatever SIGCHLD the caller inherited, and writing to it is
 * an error and no signal.  What the request takes the secret from is opened or
 * started first (codes of secret-source.h); the caller ends it.  WC_INTERNAL:
 * the worker cannot be started.
 */
enum wc_code worker_spawn(const char *path, const struct request *request,
                          struct worker_process *ret_worker,
                          struct wc_error *err)
    __attribute__((warn_unused_result));

/* Close the descriptors and put the signals back; the worker has been waited
   for. */
void worker_process_close(struct worker_process *worker);

#endif
