/* SPDX-License-Identifier: MIT */
/*
 * walr-cred-obtain.c - the worker: one request on stdin, one answer on stdout.
 *
 * The only program that sees the client secret and that links libsecret and
 * libcurl.  walr-cred starts it, holds the clock and kills it; the forms are in
 * common/request.h and common/answer.h, the exit status is the failure's code.
 */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/answer.h"
#include "common/fdio.h"
#include "common/request.h"
#include "obtain/confine.h"
#include "obtain/work.h"

/* There in test builds only: what a bare _exit() would skip (MEM-3). */
extern void __gcov_dump(void) __attribute__((weak));
extern void __lsan_do_leak_check(void) __attribute__((weak));

/* A person has started it, not walr-cred. */
static int by_hand(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        printf("walr-cred-obtain %s\n", PACKAGE_VERSION);
        return fflush(stdout) == 0 ? WC_OK : WC_OUTPUT;
    }
    fputs("walr-cred-obtain: is run by walr-cred: run that\n", stderr);
    return WC_USAGE;
}

/*
 * The one way out: write ANSWER, wipe, end.  A leak ends a test build before
 * anything is written.
 */
static void finish(int answer_fd, struct answer *answer,
                   const struct request *request, struct secret *request_text)
    __attribute__((noreturn));

static void finish(int answer_fd, struct answer *answer,
                   const struct request *request, struct secret *request_text)
{
    struct secret identity = SECRET_MAX(REQUEST_MAX);
    struct secret out = SECRET_MAX(ANSWER_MAX);
    int status =
        answer->kind == ANSWER_FAILURE ? (int)answer->error.code : WC_OK;

    if (__lsan_do_leak_check)
        __lsan_do_leak_check();
    if (!request_write_identity(request, &identity) ||
        !answer_write(answer, identity.bytes, &out))
        status = WC_INTERNAL;
    else if (fdio_write_all(answer_fd, out.bytes, out.len) != FDIO_OK)
        status = WC_OUTPUT;
    secret_clear(&out);
    secret_clear(&identity);
    answer_clear(answer);
    secret_clear(request_text);
    if (__gcov_dump)
        __gcov_dump();
    _exit(status);
}

static enum wc_code read_request(struct secret *text, struct request *ret,
                                 struct wc_error *err)
{
    enum fdio result = fdio_read_all(STDIN_FILENO, text);
    int why = errno;

    confine_drop_stdin();
    if (result != FDIO_OK)
        return wc_fail(err, WC_INTERNAL, "cannot read the request: %s",
                       result == FDIO_TOO_BIG ? "too big" : strerror(why));
    if (text->len == 0)
        return wc_fail(err, WC_INTERNAL, "the request is empty");
    return request_parse(text->bytes, text->len, ret, err);
}

int main(int argc, char **argv)
{
    struct secret text = SECRET_MAX(REQUEST_MAX);
    struct answer answer = ANSWER_INIT;
    struct request request = { 0 };
    struct wc_error err = { .code = WC_OK };
    enum wc_code code = confine_process(&err);
    int answer_fd;

    if (code == WC_USAGE) {
        (void)fprintf(stderr, "walr-cred-obtain: %s\n", err.text);
        return (int)code;
    }
    if (argc > 1 || (code == WC_OK && isatty(STDIN_FILENO)))
        return by_hand(argc, argv);
    answer_fd = confine_take_stdout();
    if (answer_fd < 0)
        return WC_INTERNAL;
    if (code == WC_OK && read_request(&text, &request, &err) == WC_OK &&
        confine_to_parent(request.parent, &err) == WC_OK) {
        work_do(&request, answer_fd, &answer);
    } else {
        answer.kind = ANSWER_FAILURE;
        answer.error = err;
    }
    finish(answer_fd, &answer, &request, &text);
}
