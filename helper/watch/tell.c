/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/watch/tell.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "common/clock.h"
#include "common/text.h"
#include "helper/output.h"

#define TIME_TEXT 32 /* "2030-01-01T00:00:00Z" and NUL */

static const char *format_time(int64_t wall_s, char text[static TIME_TEXT])
{
    time_t at = wall_s;
    struct tm tm = { 0 };

    (void)gmtime_r(&at, &tm);
    (void)strftime(text, TIME_TEXT, "%Y-%m-%dT%H:%M:%SZ", &tm);
    return text;
}

/* The first file is what a service manager waits for. */
static const char *ready(const struct keep *before, const struct keep *after)
{
    return !before->written && after->written ? "READY=1\n" : "";
}

static void tell_failure(const struct notify *notify, const char *file,
                         const struct keep *before, struct keep *after,
                         int64_t left_s)
{
    char line[WC_ERROR_TEXT];

    after->told_over = left_s == 0;
    if (before->failure.code == after->failure.code &&
        before->told_over == after->told_over)
        return;
    if (left_s > 0)
        (void)snprintf(line, sizeof(line),
                       "%.300s; '%.120s' has a token for %lld s more",
                       after->failure.text, file, (long long)left_s);
    else
        (void)snprintf(line, sizeof(line),
                       "%.300s; '%.120s' has no valid token any more",
                       after->failure.text, file);
    text_make_printable(line);
    output_message("", line);
    notify_send(notify, "%sSTATUS=%s", ready(before, after), line);
}

static void tell_success(const struct caller *caller,
                         const struct notify *notify, const char *file,
                         const struct keep *before, struct keep *after,
                         int64_t until_s)
{
    char until[TIME_TEXT];

    after->told_over = false;
    if (before->failure.code != WC_OK)
        caller_say(caller, "'%s' is fresh again", file);
    else if (before->held.obtained.boot_ms == after->held.obtained.boot_ms)
        return;
    (void)format_time(until_s, until);
    caller_note(caller, "'%s' has a token until %s", file, until);
    notify_send(notify, "%sSTATUS=the token is valid until %s",
                ready(before, after), until);
}

void tell_change(struct caller *caller, const struct notify *notify,
                 const char *file, const struct keep *before,
                 struct keep *after)
{
    struct moment now;
    int64_t left_s;

    clock_now(&now);
    left_s = record_remaining_s(&after->held, &now);
    if (strcmp(before->warning.text, after->warning.text) != 0) {
        caller->warning = after->warning;
        caller_warn(caller);
    }
    if (after->failure.code != WC_OK)
        tell_failure(notify, file, before, after, left_s);
    else
        tell_success(caller, notify, file, before, after, now.wall_s + left_s);
}
