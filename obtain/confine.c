/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "obtain/confine.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/fdio.h"
#include "common/user.h"

/* clang-format off */
/* What the front hands down (PRC-11); whoever else runs us hands down no more. */
static const char *const allowed[] = {
    "HOME", "USER", "LOGNAME", "LANG", "XDG_RUNTIME_DIR",
    "DBUS_SESSION_BUS_ADDRESS", "WALR_CLIENT_SECRET",
    "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
    "no_proxy", "NO_PROXY",
};
/* clang-format on */

#define N_ALLOWED (sizeof(allowed) / sizeof(allowed[0]))

static timer_t life;
static bool has_life;

static bool is_allowed(const char *entry)
{
    for (size_t i = 0; i < N_ALLOWED; i++) {
        size_t len = strlen(allowed[i]);

        if (strncmp(entry, allowed[i], len) == 0 && entry[len] == '=')
            return true;
    }
    return false;
}

/* In place: the kept entries move up. */
static void filter_environment(void)
{
    char **to = environ;

    for (char **from = environ; *from; from++) {
        if (is_allowed(*from))
            *to++ = *from;
    }
    *to = NULL;
}

static void reset_signals(void)
{
    sigset_t none;

    for (int number = 1; number < NSIG; number++)
        (void)signal(number, SIG_DFL);
    (void)signal(SIGPIPE, SIG_IGN);
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

enum wc_code confine_process(struct wc_error *err)
{
    const struct rlimit no_core = { 0, 0 };

    if (user_is_privileged())
        return wc_fail(err, WC_USAGE,
                       "refusing to run set-uid or set-gid: "
                       "remove those mode bits");
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    (void)setrlimit(RLIMIT_CORE, &no_core);
    (void)umask(077);
    reset_signals();
    filter_environment();
    if (fdio_fill_standard() < 0)
        return wc_fail(err, WC_INTERNAL, "/dev/null cannot be opened");
    return WC_OK;
}

int confine_stdout(void)
{
    int answer = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 2);
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    if (answer < 0 || null < 0 || dup2(null, STDOUT_FILENO) < 0 ||
        dup2(null, STDERR_FILENO) < 0)
        return -1;
    (void)close(null);
    return answer;
}

enum wc_code confine_life(int64_t parent, int64_t ms, struct wc_error *err)
{
    struct sigevent event = { .sigev_notify = SIGEV_SIGNAL,
                              .sigev_signo = SIGKILL };

    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != parent)
        return wc_fail(err, WC_INTERNAL, "the caller is gone");
    if (timer_create(CLOCK_BOOTTIME, &event, &life) != 0)
        return wc_fail(err, WC_INTERNAL, "no timer is left");
    has_life = true;
    confine_extend(ms);
    return WC_OK;
}

void confine_extend(int64_t ms)
{
    struct itimerspec end = { .it_value = { .tv_sec = ms / 1000,
                                            .tv_nsec = ms % 1000 * 1000000 } };

    if (has_life)
        (void)timer_settime(life, 0, &end, NULL);
}
