/* SPDX-License-Identifier: MIT */
/*
 * Spawn, talk, end.  Whatever the worker does or does not do, the loop in the
 * middle ends at the caller's deadline, and what comes after it ends the
 * worker.
 */
#include "config.h"

#include "helper/worker.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "helper/process.h"
#include "helper/terminal.h"
#include "helper/worker-spawn.h"

#define READ_CHUNK 4096 /* bytes asked for by one read */

/* A worker that has answered and closed its stdout may take this long to end
   by itself. */
#define EXIT_GRACE_MS 500

/* How the talk ended. */
enum end {
    GOES_ON,
    CLOSED, /* end of file, or end of the worker */
    TOO_LATE,
    TOO_LONG,
    BROKEN, /* no memory, or a descriptor failed */
};

struct talk {
    struct caller *caller;
    struct worker_process *worker;
    struct secret request, answer;
    size_t sent; /* bytes of the request */
    size_t seen; /* bytes of the answer's progress lines */
    bool asked;  /* the endpoint, by the worker */
    bool may_stop_clock;
    bool prompt_open;
    int64_t opened_ms; /* when the prompt was */
};

static int64_t left_ms(const struct talk *talk)
{
    return talk->caller->deadline_ms +
           (talk->prompt_open ? talk->caller->prompt_limit_ms : 0) -
           clock_boot_ms();
}

/* The caller's clock stands still between open and closed. */
static void set_prompt(struct talk *talk, bool open)
{
    int64_t now_ms = clock_boot_ms();
    int64_t stood_ms = now_ms - talk->opened_ms;

    if (!talk->may_stop_clock || open == talk->prompt_open)
        return;
    if (!open)
        talk->caller->deadline_ms += stood_ms < talk->caller->prompt_limit_ms
                                         ? stood_ms
                                         : talk->caller->prompt_limit_ms;
    talk->prompt_open = open;
    talk->opened_ms = now_ms;
}

/* Whether LINE stands whole where the progress lines have not been seen yet. */
static bool take_progress(struct talk *talk, const char *line)
{
    size_t len = strlen(line);

    if (talk->answer.len - talk->seen < len ||
        memcmp(talk->answer.bytes + talk->seen, line, len) != 0)
        return false;
    talk->seen += len;
    return true;
}

static void follow_progress(struct talk *talk)
{
    for (;;) {
        if (take_progress(talk, ANSWER_PROMPT_OPEN))
            set_prompt(talk, true);
        else if (take_progress(talk, ANSWER_PROMPT_CLOSED))
            set_prompt(talk, false);
        else if (take_progress(talk, ANSWER_ASKED))
            talk->asked = true;
        else
            return;
    }
}

/* Send what the pipe takes.  A worker that does not want to know may still
   answer. */
static void send_request(struct talk *talk)
{
    ssize_t n = write(talk->worker->request, talk->request.bytes + talk->sent,
                      talk->request.len - talk->sent);

    if (n > 0)
        talk->sent += (size_t)n;
    else if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0 || talk->sent == talk->request.len)
        cleanup_fd(&talk->worker->request);
}

static enum end take_answer(struct talk *talk)
{
    char *at = secret_reserve(&talk->answer, READ_CHUNK);
    ssize_t n;

    if (!at)
        return BROKEN;
    do
        n = read(talk->worker->answer, at, READ_CHUNK);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return errno == EAGAIN ? GOES_ON : BROKEN;
    if (n == 0)
        return CLOSED;
    secret_added(&talk->answer, (size_t)n);
    follow_progress(talk);
    return talk->answer.len > ANSWER_MAX ? TOO_LONG : GOES_ON;
}

static enum end converse(struct talk *talk)
{
    enum end end = GOES_ON;

    while (end == GOES_ON) {
        /* poll() passes over a negative descriptor. */
        struct pollfd fds[] = {
            { .fd = talk->worker->answer, .events = POLLIN },
            { .fd = talk->worker->request, .events = POLLOUT },
            { .fd = talk->worker->handle, .events = POLLIN },
        };
        int64_t left = left_ms(talk);
        int n;

        if (left <= 0)
            return TOO_LATE;
        n = poll(fds, 3, left < 60000 ? (int)left : 60000);
        if (n < 0 && errno != EINTR)
            return BROKEN;
        if (n <= 0)
            continue;
        if (fds[1].revents)
            send_request(talk);
        if (fds[0].revents || fds[2].revents) {
            size_t before = talk->answer.len;

            end = take_answer(talk);
            /* Nothing more comes from a worker that has ended, though another
               process may hold the pipe. */
            if (end == GOES_ON && fds[2].revents && talk->answer.len == before)
                end = CLOSED;
        }
    }
    return end;
}

/*
 * End the worker and collect it.  Returns the signal that ended it before we
 * did, or 0.  Killing one that is about to end does not change its status.
 */
static int end_worker(struct talk *talk, enum end end)
{
    int status = 0;
    bool ended;

    if (end == CLOSED)
        process_await(talk->worker->handle, EXIT_GRACE_MS);
    ended = process_collect(talk->worker->pid, &status);
    if (!WIFSIGNALED(status) || (!ended && WTERMSIG(status) == SIGKILL))
        return 0;
    return WTERMSIG(status);
}

/* What the talk came to.  FAILED is what the secret's command came to. */
static enum wc_code judge(struct talk *talk, enum end end, int died_by,
                          const struct wc_error *failed, const char *identity,
                          struct answer *ret_answer, struct wc_error *err)
{
    const struct secret *text = &talk->answer;

    if (died_by)
        return wc_fail(err, WC_INTERNAL,
                       "the worker was killed by signal %d (SIG%s): try again",
                       died_by,
                       sigabbrev_np(died_by) ? sigabbrev_np(died_by) : "?");
    if (end == TOO_LONG)
        return wc_fail(err, WC_INTERNAL,
                       "the worker answered with more than %d bytes: "
                       "reinstall walr-cred",
                       ANSWER_MAX);
    if (text->len > 0 && text->bytes[text->len - 1] == '\n' &&
        answer_parse(&talk->answer, identity, ret_answer)) {
        if (ret_answer->kind != ANSWER_FAILURE)
            return WC_OK;
        /* what it wrote before it failed was no secret */
        if (failed->code != WC_OK)
            ret_answer->error = *failed;
        return wc_fail(err, ret_answer->error.code, "%s",
                       ret_answer->error.text);
    }
    if (end == TOO_LATE)
        return caller_timed_out(talk->caller,
                                "the keyring (or what 'secret' names) or the "
                                "token endpoint is slow: try again, or allow "
                                "more with --timeout",
                                err);
    return wc_fail(err, WC_INTERNAL,
                   "the worker ended without a whole answer: "
                   "try again, or reinstall walr-cred");
}

static enum wc_code run_worker(struct talk *talk, const struct request *request,
                               const char *identity, struct answer *ret_answer,
                               struct wc_error *err)
{
    struct worker_process worker = WORKER_PROCESS_INIT;
    bool on_terminal = request->source == REQUEST_TERMINAL;
    struct wc_error failed = { 0 };
    enum end end;
    int died_by;

    if (on_terminal)
        terminal_guard();
    if (worker_spawn(talk->caller->worker, request, &worker, err) != WC_OK) {
        if (on_terminal)
            terminal_release();
        return err->code;
    }
    talk->worker = &worker;
    end = converse(talk);
    set_prompt(talk, false);
    died_by = end_worker(talk, end);
    (void)secret_source_close(&worker.secret, end == CLOSED ? EXIT_GRACE_MS : 0,
                              &failed);
    worker_process_close(&worker);
    if (on_terminal)
        terminal_release();
    return judge(talk, end, died_by, &failed, identity, ret_answer, err);
}

enum wc_code worker_ask(struct caller *caller, struct request *request,
                        struct answer *ret_answer, struct wc_error *err)
{
    struct talk talk = {
        .caller = caller,
        .request = SECRET_MAX(REQUEST_MAX),
        .answer = SECRET_MAX(ANSWER_MAX + READ_CHUNK),
        .may_stop_clock =
            request->may_prompt || request->source == REQUEST_TERMINAL ||
            (request->source == REQUEST_STREAM && !request->secret_from),
    };
    auto_secret identity = SECRET_MAX(REQUEST_MAX);
    enum wc_code code;

    request->deadline_ms = caller_left_ms(caller);
    request->parent = getpid();
    if (request->deadline_ms == 0)
        return caller_timed_out(caller, "allow more with --timeout", err);
    if (!request_write_identity(request, &identity) ||
        !request_write(request, &talk.request))
        code = wc_fail(err, WC_INTERNAL, "the request is too long");
    else
        code = run_worker(&talk, request, identity.bytes, ret_answer, err);
    ret_answer->asked = talk.asked;
    secret_clear(&talk.request);
    secret_clear(&talk.answer);
    return code;
}
