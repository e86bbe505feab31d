/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/doctor/doctor.h"

#include <stdarg.h>
#include <stdio.h>

#include "common/text.h"

static void say(struct doctor *doctor, const char *word, const char *text)
{
    char line[WC_ERROR_TEXT + 64];

    (void)snprintf(line, sizeof(line), "%-4s  %s: %s", word, doctor->check,
                   text);
    text_make_printable(line);
    if (!secret_add_text(doctor->out, line) ||
        !secret_add(doctor->out, "\n", 1))
        doctor->is_full = true;
}

void doctor_ok(struct doctor *doctor, const char *fmt, ...)
{
    char text[WC_ERROR_TEXT];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    say(doctor, "ok", text);
}

void doctor_warn(struct doctor *doctor, const char *fmt, ...)
{
    char text[WC_ERROR_TEXT];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    say(doctor, "warn", text);
}

void doctor_fail(struct doctor *doctor, const struct wc_error *err)
{
    if (doctor->first == WC_OK)
        doctor->first = err->code;
    say(doctor, "FAIL", err->text);
}
