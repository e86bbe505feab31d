/* SPDX-License-Identifier: MIT */
/*
 * walr-cred-obtain.c - the worker: request -> keyring -> endpoint -> answer.
 *
 * One request on stdin, one answer on stdout (answer.h), then it is gone.  It
 * alone sees the client secret and alone links the libraries that hang, print
 * or cannot be cancelled.  It reads no config and no cache.
 */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/answer.h"
#include "common/fdio.h"
#include "common/request.h"
#include "keyring/limit.h"
#include "obtain/confine.h"
#include "obtain/json.h"
#include "obtain/work.h"

#define GRACE_MS 1000 /* past the request's deadline (NET-6) */

/* In builds that count coverage or look for leaks; _exit() passes them by. */
extern void __gcov_dump(void) __attribute__((weak));
extern void __lsan_do_leak_check(void) __attribute__((weak));

static int answer_fd = -1;
static int64_t deadline_ms; /* of the request, from its arrival */

/* The one way out: what was ours is wiped by now (MEM-3). */
static void finish(int status) __attribute__((noreturn));

static void finish(int status)
{
    if (__gcov_dump)
        __gcov_dump();
    if (__lsan_do_leak_check)
        __lsan_do_leak_check();
    _exit(status);
}

/* Tell the front that its clock stops or goes on; our own end moves with it. */
static void on_prompt(bool open)
{
    const char *line = open ? ANSWER_PROMPT_OPEN : ANSWER_PROMPT_CLOSED;

    confine_extend(deadline_ms + GRACE_MS +
                   (open ? ANSWER_PROMPT_LIMIT_MS : 0));
    (void)!fdio_write_all(answer_fd, line, strlen(line));
}

static enum wc_code read_request(struct secret *text, struct request *request,
                                 struct wc_error *err)
{
    int null;

    if (fdio_read_all(STDIN_FILENO, text) != FDIO_OK || text->len == 0)
        return wc_fail(err, WC_INTERNAL, "no request");
    null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0)
        return wc_fail(err, WC_INTERNAL, "/dev/null cannot be opened");
    (void)close(null);
    return request_parse(text->bytes, text->len, request, err);
}

static enum wc_code start_life(const struct request *request,
                               struct wc_error *err)
{
    deadline_ms = request->deadline_ms;
    return confine_life(request->parent, deadline_ms + GRACE_MS, err);
}

/* Say ANSWER, or the failure in ERR. */
static void say(struct answer *answer, const struct request *request,
                const struct wc_error *err)
{
    auto_secret identity = SECRET_MAX(REQUEST_MAX);
    auto_secret text = SECRET_MAX(ANSWER_MAX);

    if (err->code != WC_OK) {
        answer->kind = ANSWER_FAILURE;
        answer->error = *err;
    }
    if ((answer->kind != ANSWER_RECORD ||
         request_write_identity(request, &identity)) &&
        answer_write(answer, secret_bytes(&identity), &text))
        (void)!fdio_write_all(answer_fd, secret_bytes(&text), text.len);
}

static void serve(struct wc_error *err)
{
    auto_secret text = SECRET_MAX(REQUEST_MAX);
    auto_answer answer = ANSWER_INIT;
    struct request request = { 0 };
    struct keyring_call call = { .request = &request, .prompt = on_prompt };

    limit_init(answer_fd);
    json_init();
    /* What failed stands in *err; it is said like everything else. */
    (void)(read_request(&text, &request, err) == WC_OK &&
           start_life(&request, err) == WC_OK &&
           work_do(&call, &answer, err) == WC_OK);
    say(&answer, &request, err);
}

/* Run by hand: nothing is asked and nothing is answered. */
static int by_hand(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        (void)puts("walr-cred-obtain " PACKAGE_VERSION);
        return WC_OK;
    }
    (void)fputs("walr-cred-obtain: walr-cred runs this: run walr-cred\n",
                stderr);
    return WC_USAGE;
}

int main(int argc, char **argv)
{
    struct wc_error err = { 0 };

    if (confine_process(&err) != WC_OK) {
        (void)fprintf(stderr, "walr-cred-obtain: %s\n", err.text);
        return (int)err.code;
    }
    if (argc > 1 || isatty(STDIN_FILENO))
        return by_hand(argc, argv);
    answer_fd = confine_stdout();
    if (answer_fd < 0)
        return WC_INTERNAL;
    serve(&err);
    finish((int)err.code);
}
