/* SPDX-License-Identifier: MIT */
/*
 * secret-source.h - a client secret from a file or from another program.
 *
 * `secret = file:...` and `command:...` reach every password manager and
 * every server's secret store.  Here the file is opened or the program started;
 * the descriptor becomes the worker's fd 3, and only the worker reads it
 * (MEM-2).
 */
#ifndef HELPER_SECRET_SOURCE_H
#define HELPER_SECRET_SOURCE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/error.h"

#define SECRET_FILE    "file:"
#define SECRET_COMMAND "command:"

/* Start with SECRET_SOURCE_INIT; end with secret_source_close(). */
struct secret_source {
    int fd;    /* the secret is read from here */
    pid_t pid; /* of the command, the leader of its own group; -1: none */
    int handle;
};

#define SECRET_SOURCE_INIT                \
    {                                     \
        .fd = -1, .pid = -1, .handle = -1 \
    }

/* Whether TEXT, a value of the setting `secret`, is opened here. */
bool secret_source_is(const char *text);

/*
 * Whether TEXT is file:/PATH, file:$CREDENTIALS_DIRECTORY/NAME or
 * command:/PATH with arguments.  WC_USAGE, with a line that says so.
 */
enum wc_code secret_source_check(const char *text, struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * Whether what TEXT names is there: the file is opened, the command only looked
 * at.  WC_NO_CREDENTIAL: it is not.  WC_USAGE: others can write the file, or it
 * is none.
 */
enum wc_code secret_source_look(const char *text, struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * Open TEXT's file, or start its command: without a shell, with the caller's
 * environment, in a group of its own, stdin and stderr on /dev/null, killed
 * when we die.  SIGCHLD must be at its default.  Codes as above.
 */
enum wc_code secret_source_open(const char *text, struct secret_source *ret,
                                struct wc_error *err)
    __attribute__((warn_unused_result));

/*
 * Close SOURCE and end its command and all of its group, with GRACE_MS to end
 * by itself.  WC_NO_CREDENTIAL: the command had failed by itself.
 */
enum wc_code secret_source_close(struct secret_source *source, int64_t grace_ms,
                                 struct wc_error *err);

#endif
