/* SPDX-License-Identifier: MIT */
/*
 * bazel.c - lines at the end of ~/.bazelrc, those that are not there yet.
 */
#include "config.h"

#include <string.h>

#include "common/cleanup.h"
#include "helper/setup/setup.h"
#include "helper/user-file.h"

#define UNDO "sed -i --follow-symlinks '/=bazel-credential-walr$/d' "

/* Whether the LEN bytes at LINE are a line of TEXT. */
static bool has_line(const char *text, const char *line, size_t len)
{
    while (*text) {
        size_t n = strcspn(text, "\n");

        if (n == len && memcmp(text, line, len) == 0)
            return true;
        text += n + (text[n] == '\n');
    }
    return false;
}

/* Append to TEXT the lines of LINES that it has not. */
static bool add_missing(const struct secret *lines, struct secret *text)
{
    const char *at = secret_bytes(lines);

    if (text->len > 0 && text->bytes[text->len - 1] != '\n' &&
        !secret_add(text, "\n", 1))
        return false;
    while (*at) {
        size_t len = strcspn(at, "\n") + 1;

        if (!has_line(secret_bytes(text), at, len - 1) &&
            !secret_add(text, at, len))
            return false;
        at += len;
    }
    return true;
}

/* Whether TEXT has every line of LINES. */
static bool has_all(const struct secret *text, const struct secret *lines)
{
    for (const char *at = secret_bytes(lines); *at;) {
        size_t len = strcspn(at, "\n") + 1;

        if (!has_line(secret_bytes(text), at, len - 1))
            return false;
        at += len;
    }
    return true;
}

enum wc_code setup_apply_bazel(const struct setup_plan *plan,
                               enum setup_phase phase, bool *ret_todo,
                               struct secret *undo, struct wc_error *err)
{
    auto_str path = NULL;
    auto_user_file file = USER_FILE_INIT;
    auto_secret lines = SECRET_MAX(USER_FILE_MAX);
    auto_secret text = SECRET_MAX(USER_FILE_MAX);

    if (user_file_home(".bazelrc", &path, err) != WC_OK ||
        user_file_read(path, &file, err) != WC_OK)
        return err->code;
    if (!setup_plan_expand_each(plan, plan->tool->each, &lines) ||
        !secret_add(&text, file.text.bytes, file.text.len) ||
        !add_missing(&lines, &text) || !secret_add_text(undo, UNDO) ||
        !user_file_quote(path, undo) || !secret_add(undo, "\n", 1))
        return wc_no_memory(err);
    *ret_todo = !has_all(&file.text, &lines);
    return *ret_todo && phase == SETUP_CHANGE
               ? user_file_replace(&file, &text, err)
               : WC_OK;
}
