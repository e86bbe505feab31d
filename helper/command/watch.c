/* SPDX-License-Identifier: MIT */
/*
 * watch.c - keep a file fresh for programs that read one.
 *
 * This process sleeps.  For each look at the file (watch/keep.h) it forks one
 * that loads profile and token, asks and writes, and hands back what it knows:
 * here there is never a token, nothing that could hang, and nothing that grows.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "helper/command/command.h"
#include "helper/watch/keep.h"
#include "helper/watch/notify.h"
#include "helper/watch/schedule.h"
#include "helper/watch/tell.h"
#include "helper/watch/wake.h"

struct watch {
    const struct options *options;
    struct caller *caller;
    struct wake wake;
    struct notify notify;
    struct keep keep;
    bool again;        /* somebody wants a look at once */
    int64_t looked_ms; /* on the clock of clock_boot_ms() */
};

/* What a struct keep goes through in one piece. */
_Static_assert(sizeof(struct keep) <= PIPE_BUF, "a pipe writes it at once");

/* The child: look, and hand back what is known. */
static void look_and_report(struct watch *watch, pid_t parent, int report)
{
    (void)signal(SIGTERM, SIG_DFL);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        return;
    keep_look(watch->options, watch->caller, &watch->keep);
    (void)!write(report, &watch->keep, sizeof(watch->keep));
}

/* Wait for what CHILD hands back, or for a stop, which ends it. */
static void await_report(struct watch *watch, pid_t child, int report)
{
    struct keep keep;
    unsigned why;

    do {
        why = wake_sleep(&watch->wake, -1, report);
        watch->again = watch->again || (why & WAKE_NOW);
    } while (!(why & (WAKE_FD | WAKE_STOP)));
    if (why & WAKE_STOP)
        (void)kill(child, SIGTERM);
    else if (read(report, &keep, sizeof(keep)) == (ssize_t)sizeof(keep))
        watch->keep = keep;
    else
        (void)wc_fail(&watch->keep.failure, WC_INTERNAL,
                      "the process that looks at the file ended early");
    /* where SIGCHLD is ignored there is nothing to wait for */
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
        continue;
}

/* False in the child, which is done. */
static bool look(struct watch *watch)
{
    pid_t parent = getpid();
    int ends[2] = { -1, -1 };
    pid_t child = -1;

    if (pipe2(ends, O_CLOEXEC) == 0)
        child = fork();
    if (child == 0) {
        look_and_report(watch, parent, ends[1]);
        (void)close(ends[0]);
        (void)close(ends[1]);
        return false;
    }
    cleanup_fd(&ends[1]);
    if (child > 0)
        await_report(watch, child, ends[0]);
    else
        (void)wc_fail(&watch->keep.failure, WC_INTERNAL,
                      "cannot start a process (%s)", strerror(errno));
    cleanup_fd(&ends[0]);
    watch->looked_ms = clock_boot_ms();
    return true;
}

/*
 * Sleep until the next look is due, or somebody wants one at once: then nothing
 * that failed is a reason to wait.  Two looks are never closer than
 * SCHEDULE_SPACE_S, whoever wants what (no busy loop).
 */
static void rest(struct watch *watch)
{
    struct moment now;
    int64_t spent_ms;

    clock_now(&now);
    if (!watch->again)
        watch->again =
            wake_sleep(&watch->wake, schedule_next_s(&watch->keep, &now), -1) &
            WAKE_NOW;
    if (watch->again)
        watch->keep.retry_ms = 0;
    spent_ms = clock_boot_ms() - watch->looked_ms;
    while (!watch->wake.stop && spent_ms < SCHEDULE_SPACE_S * 1000) {
        (void)wake_sleep(&watch->wake, SCHEDULE_SPACE_S - spent_ms / 1000, -1);
        spent_ms = clock_boot_ms() - watch->looked_ms;
    }
    watch->again = false;
}

/* Look, tell what changed, sleep; until somebody says stop.  False in a
   child. */
static bool keep_fresh(struct watch *watch, struct wc_error *err)
{
    while (!watch->wake.stop) {
        struct keep before = watch->keep;

        if (!look(watch))
            return false;
        if (watch->wake.stop)
            break;
        if (!watch->keep.written) {
            (void)wc_fail(err, watch->keep.failure.code, "%s",
                          watch->keep.failure.text);
            break;
        }
        tell_change(watch->caller, &watch->notify, watch->options->output,
                    &before, &watch->keep);
        rest(watch);
    }
    return true;
}

enum wc_code command_watch(const struct options *options, struct caller *caller,
                           struct secret *out, struct wc_error *err)
{
    struct watch watch = { .options = options,
                           .caller = caller,
                           .wake = WAKE_INIT };

    (void)out;
    if (!options->output)
        return wc_fail(err, WC_USAGE, "watch wants a file: give -o FILE");
    notify_open(&watch.notify);
    if (wake_open(&watch.wake, err) == WC_OK && keep_fresh(&watch, err) &&
        watch.wake.stop) {
        notify_send(&watch.notify, "STOPPING=1");
        if (watch.wake.stop != SIGTERM)
            wake_end_by(watch.wake.stop);
    }
    notify_close(&watch.notify);
    wake_close(&watch.wake);
    return err->code;
}
