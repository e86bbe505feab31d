/* SPDX-License-Identifier: MIT */
/*
 * fake-worker.c - plays walr-cred-obtain for the unit tests.
 *
 * The request's client-id names what it does (the table at the end), its
 * token-url the file where it notes its process id, one line a run.
 */
#include "config.h"

#include "tests/unit/fake-worker.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/answer.h"
#include "common/clock.h"
#include "common/fdio.h"
#include "common/number.h"
#include "common/request.h"

/* Should a test forget one of us. */
#define LIFE_S 60

/* The text of an answer with a record that lives LIFETIME_S; the token holds
   our process id, so that each is another. */
static void make_record(const struct play *play, int64_t lifetime_s,
                        struct secret *out)
{
    struct answer answer = ANSWER_INIT;
    struct secret identity = SECRET_MAX(REQUEST_MAX);
    char text[NUMBER_TEXT];

    answer.kind = ANSWER_RECORD;
    answer.record.lifetime_s = lifetime_s;
    clock_now(&answer.record.obtained);
    if (!secret_add_text(&answer.record.token, "token-") ||
        !secret_add_text(&answer.record.token, number_format(getpid(), text)) ||
        !request_write_identity(play->request, &identity) ||
        !answer_write(&answer, secret_bytes(&identity), out))
        fail("cannot write a record");
    answer_clear(&answer);
    secret_clear(&identity);
}

static void say_record(const struct play *play, int64_t lifetime_s)
{
    struct secret text = SECRET_MAX(ANSWER_MAX);

    make_record(play, lifetime_s, &text);
    say(text.bytes, text.len);
    secret_clear(&text);
}

static void do_record(const struct play *play)
{
    say_record(play, play->argument[0] ? number(play) : 3600);
}

/* As the record, but first the file in the argument must be written to. */
static void do_wait(const struct play *play)
{
    char go;
    int fd = open(play->argument, O_RDONLY | O_CLOEXEC);

    if (fd < 0 || read(fd, &go, 1) != 1)
        fail("nobody let us go on");
    (void)close(fd);
    say_record(play, 3600);
}

static void do_text(const struct play *play)
{
    say_text(play->argument);
}

static void do_failure(const struct play *play)
{
    say_text("walr-cred-failure=1\ncode=");
    say_text(play->argument);
    say_text("\nretry-after=17\nmessage=the endpoint said no: ask a person\n");
    _exit((int)number(play));
}

/* It ended in the middle of its last line. */
static void do_failure_cut(const struct play *play)
{
    (void)play;
    say_text("walr-cred-failure=1\ncode=7\nretry-after=0\nmessage=the end");
}

/* The first bytes of a record, as many as the argument says. */
static void do_cut(const struct play *play)
{
    struct secret text = SECRET_MAX(ANSWER_MAX);
    size_t len = (size_t)number(play);

    make_record(play, 3600, &text);
    say(text.bytes, len < text.len ? len : text.len - 1);
    secret_clear(&text);
}

static void do_other_identity(const struct play *play)
{
    struct request other = *play->request;
    struct play as_other = { &other, "" };

    other.audience = "https://other.test";
    say_record(&as_other, 3600);
}

static void do_hang(const struct play *play)
{
    (void)play;
    hang();
}

static void do_record_then_hang(const struct play *play)
{
    say_record(play, 3600);
    hang();
}

static void do_record_close_hang(const struct play *play)
{
    say_record(play, 3600);
    (void)close(STDOUT_FILENO);
    hang();
}

static void do_record_then_signal(const struct play *play)
{
    struct play abort = { play->request, "6" };

    say_record(play, 3600);
    do_signal(&abort);
}

static void do_flood(const struct play *play)
{
    char block[4096];

    (void)play;
    memset(block, 'x', sizeof(block));
    for (;;)
        say(block, sizeof(block));
}

/* A process of our own that keeps our stdout open. */
static void do_grandchild(const struct play *play)
{
    pid_t pid = fork();

    if (pid == 0) {
        (void)alarm(LIFE_S);
        hang();
    }
    note_pid(play, pid);
    say_record(play, 3600);
}

/* A person thinks for so many milliseconds. */
static void do_prompt(const struct play *play)
{
    int64_t ms = number(play);

    say_text("prompt=op");
    say_text("en\n");
    (void)poll(NULL, 0, (int)ms);
    say_text(ANSWER_PROMPT_CLOSED);
    say_record(play, 3600);
}

static void do_prompt_then_hang(const struct play *play)
{
    (void)play;
    say_text(ANSWER_PROMPT_OPEN);
    hang();
}

static void do_deaf(const struct play *play)
{
    (void)close(STDIN_FILENO);
    do_failure(play);
}

/* clang-format off */
static const struct mode {
    const char *name;
    void (*run)(const struct play *play);
    bool is_deaf; /* it reads no more of the request than it has to */
} modes[] = {
    { "record",             do_record,             false },
    { "wait",               do_wait,               false },
    { "text",               do_text,               false },
    { "failure",            do_failure,            false },
    { "failure-cut",        do_failure_cut,        false },
    { "done",               do_done,               false },
    { "cut",                do_cut,                false },
    { "other-identity",     do_other_identity,     false },
    { "hang",               do_hang,               false },
    { "record-then-hang",   do_record_then_hang,   false },
    { "record-close-hang",  do_record_close_hang,  false },
    { "signal",             do_signal,             false },
    { "record-then-signal", do_record_then_signal, false },
    { "flood",              do_flood,              false },
    { "grandchild",         do_grandchild,         false },
    { "prompt",             do_prompt,             false },
    { "prompt-then-hang",   do_prompt_then_hang,   false },
    { "environment",        do_environment,        false },
    { "descriptors",        do_descriptors,        false },
    { "signals",            do_signals,            false },
    { "stream",             do_stream,             false },
    { "no-echo",            do_no_echo,            false },
    { "deaf",               do_deaf,               true },
    { "deaf-hang",          do_hang,               true },
};
/* clang-format on */

static const struct mode *find_mode(const char *client_id)
{
    size_t len = strcspn(client_id, ":");

    for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
        if (strlen(modes[i].name) == len &&
            strncmp(modes[i].name, client_id, len) == 0)
            return &modes[i];
    }
    fail("no such mode");
    return NULL;
}

/* The first 4 KiB are enough to know the client-id. */
static char *client_id_of(const char *text)
{
    static const char key[] = "\nclient-id=";
    const char *at = strstr(text, key);

    if (!at)
        fail("no client-id");
    at += sizeof(key) - 1;
    return strndup(at, strcspn(at, "\n"));
}

/* Read the whole request, or of a deaf one what makes a whole. */
static void read_request(struct secret *text, struct request *ret_request)
{
    struct wc_error err = { 0 };
    char *at = secret_reserve(text, 4096);
    ssize_t n = at ? read(STDIN_FILENO, at, 4096) : -1;
    char *client_id;
    char *cut;

    if (n <= 0)
        fail("no request");
    secret_added(text, (size_t)n);
    client_id = client_id_of(text->bytes);
    if (!find_mode(client_id)->is_deaf) {
        if (fdio_read_all(STDIN_FILENO, text) != FDIO_OK)
            fail("cannot read the request");
    } else if ((cut = strstr(text->bytes, "\nparam.")) != NULL) {
        secret_cut(text, (size_t)(cut + 1 - text->bytes));
        if (!secret_add_text(text, "action=obtain\n"))
            fail("out of memory");
    }
    free(client_id);
    if (request_parse(text->bytes, text->len, ret_request, &err) != WC_OK)
        fail(err.text);
}

int main(void)
{
    struct secret text = SECRET_MAX(REQUEST_MAX);
    struct request request = { 0 };
    struct play play = { &request, "" };
    const struct mode *mode;
    const char *colon;

    (void)alarm(LIFE_S);
    read_request(&text, &request);
    mode = find_mode(request.client_id);
    colon = strchr(request.client_id, ':');
    if (colon)
        play.argument = colon + 1;
    note_pid(&play, getpid());
    mode->run(&play);
    secret_clear(&text);
    return 0;
}
