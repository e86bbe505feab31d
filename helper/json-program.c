/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/json-program.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "helper/run.h"

static enum wc_code hand_over(const struct caller *caller, struct wc_error *err)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (caller->inherited.closed & (1 << fd))
            (void)close(fd);
    }
    run_restore(&caller->inherited);
    (void)execv(caller->json_program, caller->argv);
    return wc_fail(err, WC_INTERNAL,
                   "cannot run '%s' (%s): reinstall walr-cred",
                   caller->json_program, strerror(errno));
}

enum wc_code json_program_command(const struct options *options,
                                  struct caller *caller, struct secret *out,
                                  struct wc_error *err)
{
    (void)options;
    (void)out;
    return hand_over(caller, err);
}

enum wc_code json_program_protocol(const struct protocol *protocol,
                                   const char *action,
                                   const struct options *options,
                                   struct caller *caller, struct secret *out,
                                   struct wc_error *err)
{
    (void)protocol;
    (void)action;
    (void)options;
    (void)out;
    return hand_over(caller, err);
}
