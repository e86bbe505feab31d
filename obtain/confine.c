/* SPDX-License-Identifier: MIT */
/*
 * confine.c - what the worker takes from itself before it works.
 *
 * The front passes a clean environment and closed descriptors already.  All of
 * it is done again here, because exec resets some of it and because somebody
 * else may run the program.
 */
#include "config.h"

#include "obtain/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/fdio.h"
#include "common/user.h"

#define ANSWER_FD_MIN 10 /* away from 0 to 3, which have a meaning */

/* All that the worker and its libraries may know of the caller (PRC-11). */
static const char *const allowed[] = {
    "HOME",
    "USER",
    "LOGNAME",
    "LANG",
    "XDG_RUNTIME_DIR",
    "DBUS_SESSION_BUS_ADDRESS",
    "WALR_CLIENT_SECRET",
    "http_proxy",
    "https_proxy",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
    "no_proxy",
    "NO_PROXY",
};

static bool is_allowed(const char *variable)
{
    size_t len = strcspn(variable, "=");

    for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++) {
        if (strlen(allowed[i]) == len && memcmp(allowed[i], variable, len) == 0)
            return true;
    }
    return false;
}

/* In place: a copy of WALR_CLIENT_SECRET could not be wiped later. */
static void drop_environment(void)
{
    char **keep = environ;

    for (char **at = environ; *at; at++) {
        if (is_allowed(*at))
            *keep++ = *at;
    }
    *keep = NULL;
}

static void reset_signals(void)
{
    sigset_t none;

    for (int sig = 1; sig < NSIG; sig++)
        (void)signal(sig, SIG_DFL); /* some cannot be set, nor need it */
    (void)signal(SIGPIPE, SIG_IGN);
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Descriptor 3 is a secret or nothing: it never becomes something else. */
static bool fill_stream(void)
{
    int flags = fcntl(3, F_GETFD);

    if (flags >= 0)
        return fcntl(3, F_SETFD, flags | FD_CLOEXEC) == 0;
    return open("/dev/null", O_RDONLY | O_CLOEXEC) == 3;
}

enum wc_code confine_process(struct wc_error *err)
{
    const struct rlimit no_core = { 0, 0 };
    bool done = prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
                setrlimit(RLIMIT_CORE, &no_core) == 0;

    if (user_is_privileged())
        return wc_fail(err, WC_USAGE,
                       "refusing to run set-uid or set-gid: remove those mode "
                       "bits");
    drop_environment();
    reset_signals();
    (void)umask(077);
    if (!done || fdio_fill_standard() < 0 || !fill_stream())
        return wc_fail(err, WC_INTERNAL, "cannot confine the worker: %s",
                       strerror(errno));
    return WC_OK;
}

int confine_take_stdout(void)
{
    auto_fd null = open("/dev/null", O_RDWR | O_CLOEXEC);
    auto_fd answer = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, ANSWER_FD_MIN);

    if (null < 0 || answer < 0 || dup2(null, STDOUT_FILENO) < 0 ||
        dup2(null, STDERR_FILENO) < 0)
        return -1;
    return take_fd(&answer);
}

void confine_drop_stdin(void)
{
    auto_fd null = open("/dev/null", O_RDONLY | O_CLOEXEC);

    if (null < 0 || dup2(null, STDIN_FILENO) < 0)
        (void)close(STDIN_FILENO);
}

enum wc_code confine_to_parent(int64_t parent, struct wc_error *err)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        return wc_fail(err, WC_INTERNAL,
                       "the process that asked is not the parent any more");
    return WC_OK;
}

enum wc_code confine_to_time(int64_t ms, struct wc_error *err)
{
    static timer_t timer;
    static bool has_timer;
    struct sigevent event = { .sigev_notify = SIGEV_SIGNAL,
                              .sigev_signo = SIGTERM };
    struct itimerspec when = { .it_value = { .tv_sec = ms / 1000,
                                             .tv_nsec = ms % 1000 * 1000000 } };

    if (!has_timer)
        has_timer = timer_create(CLOCK_BOOTTIME, &event, &timer) == 0;
    if (!has_timer || timer_settime(timer, 0, &when, NULL) != 0)
        return wc_fail(err, WC_INTERNAL, "cannot set a timer: %s",
                       strerror(errno));
    return WC_OK;
}
