/* SPDX-License-Identifier: MIT */
/*
 * fake-worker.h - what the acts of the fake worker are made of.
 */
#ifndef TESTS_UNIT_FAKE_WORKER_H
#define TESTS_UNIT_FAKE_WORKER_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/request.h"

struct play {
    const struct request *request;
    const char *argument; /* what follows ':' in the client-id */
};

_Noreturn void fail(const char *why);
_Noreturn void hang(void);

/* Write to stdout. */
void say(const void *bytes, size_t len);
void say_text(const char *text);

/* The argument as a number. */
int64_t number(const struct play *play);

/* Append LINE, or PID, to the file that the token-url names, in one write. */
void note(const struct play *play, const char *line);
void note_pid(const struct play *play, pid_t pid);

/* Acts that say what the worker was born with, or are part of another. */
void do_done(const struct play *play);
void do_signal(const struct play *play);
void do_environment(const struct play *play);
void do_descriptors(const struct play *play);
void do_signals(const struct play *play);
void do_stream(const struct play *play);
void do_no_echo(const struct play *play);

#endif
