/* SPDX-License-Identifier: MIT */
/*
 * limit.c - an end for calls that cannot be cancelled.
 *
 * Armed by keyring.c around every call of the Secret Service.  The handler may
 * run on any thread (GDBus has one), so one atomic word decides who speaks: it
 * or the caller of limit_end().  It does nothing but write(2) and _exit(2).
 */
#include "config.h"

#include "keyring/limit.h"

#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/answer.h"
#include "common/clock.h"

#define LIMIT_TEXT 1024 /* bytes of the prepared answer */

enum {
    LIMIT_NONE,
    LIMIT_SET,
    LIMIT_REACHED
};

static atomic_int state = LIMIT_NONE;
static timer_t timer;
static bool has_timer;
static int64_t due_ms; /* clock_boot_ms() */
static int answer_fd;
static int answer_code;
static char answer_text[LIMIT_TEXT];
static size_t answer_len;

static void on_limit(int sig)
{
    int set = LIMIT_SET;

    (void)sig;
    /* The signal of an earlier limit may arrive late. */
    if (clock_boot_ms() < due_ms ||
        !atomic_compare_exchange_strong(&state, &set, LIMIT_REACHED))
        return;
    if (write(answer_fd, answer_text, answer_len) < 0)
        _exit(WC_OUTPUT);
    _exit(answer_code);
}

static enum wc_code prepare(int fd, enum wc_code code, const char *text,
                            struct wc_error *err)
{
    auto_secret out = SECRET_MAX(LIMIT_TEXT);
    struct answer answer = ANSWER_INIT;

    answer.kind = ANSWER_FAILURE;
    wc_fail(&answer.error, code, "%s", text);
    if (!answer_write(&answer, "", &out))
        return wc_no_memory(err);
    memcpy(answer_text, out.bytes, out.len);
    answer_len = out.len;
    answer_fd = fd;
    answer_code = (int)code;
    return WC_OK;
}

static bool make_timer(void)
{
    struct sigaction action = { .sa_handler = on_limit,
                                .sa_flags = SA_RESTART };
    struct sigevent event = { .sigev_notify = SIGEV_SIGNAL,
                              .sigev_signo = SIGALRM };
    sigset_t alarm_only;

    if (has_timer)
        return true;
    has_timer = sigemptyset(&alarm_only) == 0 &&
                sigaddset(&alarm_only, SIGALRM) == 0 &&
                sigaction(SIGALRM, &action, NULL) == 0 &&
                sigprocmask(SIG_UNBLOCK, &alarm_only, NULL) == 0 &&
                timer_create(CLOCK_BOOTTIME, &event, &timer) == 0;
    return has_timer;
}

enum wc_code limit_begin(int fd, int64_t ms, enum wc_code code,
                         const char *text, struct wc_error *err)
{
    struct itimerspec when = { .it_value = { .tv_sec = ms / 1000,
                                             .tv_nsec = ms % 1000 * 1000000 } };

    limit_end();
    if (prepare(fd, code, text, err) != WC_OK)
        return err->code;
    if (!make_timer())
        return wc_fail(err, WC_INTERNAL, "cannot create a timer");
    due_ms = clock_boot_ms() + ms;
    atomic_store(&state, LIMIT_SET);
    if (timer_settime(timer, 0, &when, NULL) == 0)
        return WC_OK;
    limit_end();
    return wc_fail(err, WC_INTERNAL, "cannot set a timer");
}

void limit_end(void)
{
    static const struct itimerspec never = { .it_value = { .tv_sec = 0 } };
    int set = LIMIT_SET;

    if (!atomic_compare_exchange_strong(&state, &set, LIMIT_NONE)) {
        while (set == LIMIT_REACHED)
            (void)pause(); /* another thread is ending the process */
        return;
    }
    (void)timer_settime(timer, 0, &never, NULL);
}
