/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/caller.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/answer.h"
#include "common/clock.h"
#include "common/text.h"
#include "helper/output.h"

static bool is_set(const char *name)
{
    const char *value = getenv(name);

    return value && value[0] != '\0';
}

void caller_set_interactive(struct caller *caller, enum interactive word)
{
    switch (word) {
    case INTERACTIVE_ALWAYS:
        caller->may_prompt = true;
        return;
    case INTERACTIVE_NEVER:
        caller->may_prompt = false;
        return;
    case INTERACTIVE_AUTO:
        break;
    }
    caller->may_prompt = (is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")) &&
                         !is_set("SSH_CONNECTION") &&
                         isatty(STDERR_FILENO) == 1;
}

void caller_start(struct caller *caller, int64_t timeout_ms)
{
    caller->timeout_ms = timeout_ms;
    caller->deadline_ms = clock_boot_ms() + timeout_ms;
    caller->prompt_limit_ms = ANSWER_PROMPT_LIMIT_MS;
}

int64_t caller_left_ms(const struct caller *caller)
{
    int64_t left = caller->deadline_ms - clock_boot_ms();

    return left > 0 ? left : 0;
}

int64_t caller_spent_ms(const struct caller *caller)
{
    return caller->timeout_ms - (caller->deadline_ms - clock_boot_ms());
}

enum wc_code caller_timed_out(const struct caller *caller, const char *why,
                              struct wc_error *err)
{
    int64_t tenths = caller->timeout_ms / 100;

    if (tenths % 10 != 0)
        return wc_fail(err, WC_DEADLINE, "no token within %lld.%lld s: %s",
                       (long long)(tenths / 10), (long long)(tenths % 10), why);
    return wc_fail(err, WC_DEADLINE, "no token within %lld s: %s",
                   (long long)(tenths / 10), why);
}

static void put_line(const char *fmt, va_list args)
    __attribute__((format(printf, 1, 0)));

static void put_line(const char *fmt, va_list args)
{
    char line[WC_ERROR_TEXT];

    (void)vsnprintf(line, sizeof(line), fmt, args);
    text_make_printable(line);
    output_message("", line);
}

void caller_warn(struct caller *caller)
{
    if (caller->warning.code != WC_OK && !caller->quiet)
        output_message("warning: ", caller->warning.text);
    caller->warning = (struct wc_error){ 0 };
}

void caller_say(const struct caller *caller, const char *fmt, ...)
{
    va_list args;

    if (caller->quiet)
        return;
    va_start(args, fmt);
    put_line(fmt, args);
    va_end(args);
}

void caller_note(const struct caller *caller, const char *fmt, ...)
{
    va_list args;

    if (!caller->verbose)
        return;
    va_start(args, fmt);
    put_line(fmt, args);
    va_end(args);
}
