/* SPDX-License-Identifier: MIT */
/*
 * work.c - the worker's four actions: request in, answer out.
 *
 * Called once by main().  The time that a person takes at a prompt is not the
 * caller's: the deadline stands still meanwhile (NET-6).
 */
#include "config.h"

#include "obtain/work.h"

#include <string.h>

#include "common/clock.h"
#include "common/fdio.h"
#include "common/json.h"
#include "keyring/keyring.h"
#include "obtain/confine.h"
#include "obtain/endpoint.h"
#include "obtain/grant.h"
#include "obtain/response.h"

#define DEADLINE_GRACE_MS 1000     /* the front is the first to act */
#define DEADLINE_MAX_MS   86400000 /* one day */
#define PART_MAX          8        /* bytes of a secret in a row that tell it */
#define PART_MIN          4 /* a shorter secret could stand in any sentence */

/* One process, one request: prompt() has no other way to know these. */
static int64_t deadline_ms; /* clock_boot_ms() */
static int64_t opened_ms;   /* when the prompt was opened */
static int progress_fd;

/* The timer is armed already, so that only its setting could fail. */
static void guard(int64_t ms)
{
    struct wc_error ignored = { .code = WC_OK };

    if (confine_to_time(ms + DEADLINE_GRACE_MS, &ignored) != WC_OK)
        return; /* it stays as it was: we may end too early, never too late */
}

static void say(const char *line)
{
    if (fdio_write_all(progress_fd, line, strlen(line)) != FDIO_OK)
        return; /* the answer will not arrive either */
}

static void prompt(bool open)
{
    const char *line = open ? ANSWER_PROMPT_OPEN : ANSWER_PROMPT_CLOSED;
    int64_t now_ms = clock_boot_ms();

    if (open)
        opened_ms = now_ms;
    else
        deadline_ms += now_ms - opened_ms;
    guard(deadline_ms - now_ms + (open ? KEYRING_PROMPT_LIMIT_MS : 0));
    say(line);
}

/* An endpoint that repeats what it was sent is not quoted (RSP-8, MEM-5). */
static void hide_secret(const struct secret *secret, struct wc_error *err)
{
    size_t len = secret->len < PART_MAX ? secret->len : PART_MAX;
    char part[PART_MAX + 1] = "";
    enum wc_code code = err->code;

    if (code == WC_OK || len < PART_MIN)
        return;
    for (size_t i = 0; i + len <= secret->len; i++) {
        memcpy(part, secret_bytes(secret) + i, len);
        if (!strstr(err->text, part))
            continue;
        *err = (struct wc_error){ 0 };
        (void)wc_fail(err, code,
                      "the token endpoint's answer repeats the client secret "
                      "and is not shown: tell who runs it");
        break;
    }
    explicit_bzero(part, sizeof(part));
}

/* Ask the endpoint for a token with SECRET. */
static enum wc_code exchange(const struct request *request,
                             const struct secret *secret, struct answer *answer,
                             struct wc_error *err)
{
    auto_grant grant = GRANT_INIT;
    auto_reply reply = REPLY_INIT;
    struct request left = *request;

    left.deadline_ms = deadline_ms - clock_boot_ms();
    if (left.deadline_ms <= 0)
        return wc_fail(err, WC_DEADLINE, "no time is left for the request");
    if (grant_build(&left, secret, &grant, err) != WC_OK)
        return err->code;
    say(ANSWER_ASKED);
    if (endpoint_post(&left, &grant, &reply, err) != WC_OK)
        return err->code;
    (void)!response_read(&reply, request->default_lifetime_s, reply.sent.wall_s,
                         &answer->record, &answer->retry_after_s, err);
    hide_secret(secret, err);
    return err->code;
}

static enum wc_code do_obtain(const struct keyring_call *call,
                              struct answer *answer, struct wc_error *err)
{
    auto_secret secret = SECRET_MAX(CLIENT_SECRET_MAX + 2);

    if (keyring_lookup(call, &secret, err) != WC_OK)
        return err->code;
    answer->kind = ANSWER_RECORD;
    return exchange(call->request, &secret, answer, err);
}

/*
 * Whether the secret could be stored, before a person types it and a token is
 * paid for.
 */
static enum wc_code check_keyring(const struct keyring_call *call,
                                  struct wc_error *err)
{
    bool stored, locked;

    if (keyring_look(call, &stored, &locked, err) != WC_OK)
        return err->code;
    if (locked && !call->request->may_prompt)
        return wc_fail(err, WC_LOCKED,
                       "the keyring is locked: unlock it, or allow the prompt "
                       "with --interactive=always");
    return WC_OK;
}

static enum wc_code do_login(const struct keyring_call *call,
                             struct answer *answer, struct wc_error *err)
{
    const struct request *request = call->request;
    auto_secret secret = SECRET_MAX(CLIENT_SECRET_MAX + 2);

    if (request->source != REQUEST_STREAM &&
        request->source != REQUEST_TERMINAL)
        return wc_fail(err, WC_INTERNAL,
                       "request: login reads a stream or the terminal");
    if (check_keyring(call, err) != WC_OK ||
        keyring_lookup(call, &secret, err) != WC_OK)
        return err->code;
    answer->kind = request->no_verify ? ANSWER_DONE : ANSWER_RECORD;
    if (!request->no_verify &&
        exchange(request, &secret, answer, err) != WC_OK) {
        if (err->code == WC_UNREACHABLE)
            wc_context(err, "nothing is stored (--no-verify stores unchecked)");
        return err->code;
    }
    answer->stored = true;
    return keyring_store(call, &secret, err);
}

static enum wc_code do_logout(const struct keyring_call *call,
                              struct answer *answer, struct wc_error *err)
{
    answer->kind = ANSWER_DONE;
    return keyring_clear(call, &answer->stored, err);
}

static enum wc_code do_look(const struct keyring_call *call,
                            struct answer *answer, struct wc_error *err)
{
    answer->kind = ANSWER_DONE;
    return keyring_look(call, &answer->stored, &answer->locked, err);
}

static enum wc_code (*const actions[])(const struct keyring_call *call,
                                       struct answer *answer,
                                       struct wc_error *err) = {
    [REQUEST_OBTAIN] = do_obtain,
    [REQUEST_LOGIN] = do_login,
    [REQUEST_LOGOUT] = do_logout,
    [REQUEST_LOOK] = do_look,
};

void work_do(const struct request *request, int answer_fd,
             struct answer *answer)
{
    struct keyring_call call = { .request = request,
                                 .prompt = prompt,
                                 .answer_fd = answer_fd };
    int64_t time_ms = request->deadline_ms < DEADLINE_MAX_MS
                          ? request->deadline_ms
                          : DEADLINE_MAX_MS;
    struct wc_error err = { .code = WC_OK };

    json_init();
    progress_fd = answer_fd;
    deadline_ms = clock_boot_ms() + time_ms;
    if (confine_to_time(time_ms + DEADLINE_GRACE_MS, &err) != WC_OK ||
        actions[request->action](&call, answer, &err) != WC_OK) {
        answer->kind = ANSWER_FAILURE;
        answer->error = err;
    }
}
