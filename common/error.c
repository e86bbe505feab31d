/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "common/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common/text.h"

const char *wc_code_text(int code)
{
    switch (code) {
#define WC_CASE(name, status, text) \
    case status:                    \
        return text;
        WC_CODES(WC_CASE)
#undef WC_CASE
    default:
        return NULL;
    }
}

const char *wc_code_word(int code)
{
    /* clang-format off */
    static const char *const words[] = {
        [WC_OK] = "ok",
        [WC_INTERNAL] = "internal",
        [WC_USAGE] = "usage",
        [WC_NO_KEYRING] = "no-keyring",
        [WC_LOCKED] = "locked",
        [WC_NO_CREDENTIAL] = "no-credential",
        [WC_REFUSED] = "refused",
        [WC_UNREACHABLE] = "unreachable",
        [WC_RATE_LIMITED] = "rate-limited",
        [WC_MALFORMED] = "malformed",
        [WC_DEADLINE] = "deadline",
        [WC_OUTPUT] = "output",
    };
    /* clang-format on */

    return code >= 0 && code <= WC_CODE_MAX ? words[code] : NULL;
}

enum wc_code wc_fail(struct wc_error *err, enum wc_code code, const char *fmt,
                     ...)
{
    va_list args;

    if (err->code != WC_OK)
        return err->code;
    err->code = code;
    va_start(args, fmt);
    (void)vsnprintf(err->text, sizeof(err->text), fmt, args);
    va_end(args);
    text_make_printable(err->text);
    return code;
}

enum wc_code wc_context(struct wc_error *err, const char *fmt, ...)
{
    char first[WC_ERROR_TEXT];
    size_t used;
    va_list args;

    memcpy(first, err->text, sizeof(first));
    va_start(args, fmt);
    (void)vsnprintf(err->text, sizeof(err->text), fmt, args);
    va_end(args);
    used = strlen(err->text);
    (void)snprintf(err->text + used, sizeof(err->text) - used, ": %s", first);
    text_make_printable(err->text);
    return err->code;
}

enum wc_code wc_no_memory(struct wc_error *err)
{
    return wc_fail(err, WC_INTERNAL, "out of memory");
}
