/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "keyring/limit.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "common/answer.h"

/* A signal handler has nothing but globals. */
static struct {
    int fd;
    int status;
    char text[1024];
    size_t len;
} answer = { .fd = -1 };

/* Runs on any thread, perhaps GDBus's: write and _exit are safe there. */
static void on_alarm(int signal_number)
{
    (void)signal_number;
    (void)!write(answer.fd, answer.text, answer.len);
    _exit(answer.status);
}

static void set_timer(int64_t ms)
{
    struct itimerval timer = { .it_value = { .tv_sec = ms / 1000,
                                             .tv_usec = ms % 1000 * 1000 } };

    (void)setitimer(ITIMER_REAL, &timer, NULL);
}

void limit_init(int answer_fd)
{
    struct sigaction action = { .sa_handler = on_alarm };

    answer.fd = answer_fd;
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGALRM, &action, NULL);
}

void limit_set(int64_t ms, enum wc_code code, const char *text)
{
    auto_secret prepared = SECRET_MAX(sizeof(answer.text));
    struct answer failure = ANSWER_INIT;

    limit_clear();
    failure.kind = ANSWER_FAILURE;
    (void)wc_fail(&failure.error, code, "%s", text);
    if (answer_write(&failure, "", &prepared)) {
        memcpy(answer.text, secret_bytes(&prepared), prepared.len);
        answer.len = prepared.len;
    }
    answer.status = (int)code;
    set_timer(ms);
}

void limit_clear(void)
{
    set_timer(0);
}
