/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/protocol/protocol.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/fdio.h"
#include "helper/json-program.h"
#include "helper/profile-lookup.h"

/* What a tool that keeps a token does not get of it (protocols that have an
   expiry). */
#define MARGIN_S 60

/* clang-format off */
const struct protocol protocols[] = {
    /* name        program                       actions                            min, operands */
    { "git",        "git-credential-walr",        "get, store, erase, capability",  60, 1, protocol_git },
    { "bazel",      "bazel-credential-walr",      "get",                           120, 1, JSON_PROTOCOL(protocol_bazel) },
    { "go",         NULL,                         "GOAUTH: nothing, or a URL",   300, 1, protocol_go },
    { "docker",     "docker-credential-walr",     "get, store, erase, list",     300, 1, JSON_PROTOCOL(protocol_docker) },
    { "terraform",  "terraform-credentials-walr", "get, store, forget HOST",       300, 2, protocol_terraform },
    { "cargo",      "cargo-credential-walr",      "a credential provider",       120, 0, JSON_PROTOCOL(protocol_cargo) },
    { "kubernetes", NULL,                         "an exec plugin of kubectl",     120, 0, JSON_PROTOCOL(protocol_kubernetes) },
    { NULL, NULL, NULL, 0, 0, NULL },
};
/* clang-format on */

enum wc_code protocol_find_profile(const struct options *options,
                                   const struct host_port *host,
                                   struct profile *ret_profile, bool *ret_known,
                                   struct wc_error *err)
{
    *ret_known = false;
    if (options->profile) {
        if (profile_load(options->profile, &options->settings, ret_profile,
                         err) != WC_OK)
            return err->code;
        *ret_known = profile_serves(ret_profile, host);
        return WC_OK;
    }
    if (profile_load_for_host(host, &options->settings, ret_profile, ret_known,
                              err) == WC_OK ||
        *ret_known)
        return err->code;
    *err = (struct wc_error){ 0 };
    return WC_OK;
}

/* Whether a blank line stands in INPUT, no earlier than at FROM. */
static bool has_blank_line(const struct secret *input, size_t from)
{
    if (input->len == 0)
        return false;
    return input->bytes[0] == '\n' ||
           memmem(input->bytes + from, input->len - from, "\n\n", 2) != NULL;
}

static enum fdio read_paragraph(struct secret *input)
{
    enum fdio result = FDIO_OK;
    size_t from = 0;
    bool end = false;

    while (result == FDIO_OK && !end && !has_blank_line(input, from)) {
        from = input->len > 0 ? input->len - 1 : 0;
        result = fdio_read_some(STDIN_FILENO, input, &end);
    }
    return result;
}

/* WC_USAGE unless INPUT was read, whole and without a NUL. */
static enum wc_code check_input(enum fdio result, const struct secret *input,
                                struct wc_error *err)
{
    switch (result) {
    case FDIO_OK:
        break;
    case FDIO_TOO_BIG:
        return wc_fail(err, WC_USAGE, "the question on stdin is over %d bytes",
                       PROTOCOL_INPUT_MAX);
    case FDIO_ERROR:
        return wc_fail(err, WC_USAGE, "the question on stdin cannot be read");
    }
    if (memchr(secret_bytes(input), '\0', input->len))
        return wc_fail(err, WC_USAGE, "a NUL byte in the question on stdin");
    return WC_OK;
}

enum wc_code protocol_read_stdin(struct secret *input, struct wc_error *err)
{
    return check_input(fdio_read_all(STDIN_FILENO, input), input, err);
}

enum wc_code protocol_read_paragraph(struct secret *input, struct wc_error *err)
{
    return check_input(read_paragraph(input), input, err);
}

int64_t protocol_end_s(const struct record *record, const struct moment *now)
{
    int64_t left = record_remaining_s(record, now);
    int64_t margin =
        record->lifetime_s / 10 < MARGIN_S ? record->lifetime_s / 10 : MARGIN_S;

    return now->wall_s + (left > margin ? left - margin : 0);
}

const char *protocol_format_end(const struct record *record,
                                const struct moment *now,
                                char text[static PROTOCOL_TIME_TEXT])
{
    time_t end = protocol_end_s(record, now);
    struct tm tm = { 0 };

    (void)gmtime_r(&end, &tm);
    (void)strftime(text, PROTOCOL_TIME_TEXT, "%Y-%m-%dT%H:%M:%SZ", &tm);
    return text;
}

const struct protocol *protocol_find(const char *name)
{
    const struct protocol *row = protocols;

    while (row->name && strcmp(row->name, name) != 0)
        row++;
    return row->name ? row : NULL;
}

const struct protocol *protocol_find_program(const char *program)
{
    const struct protocol *row = protocols;

    while (row->name && (!row->program || strcmp(row->program, program) != 0))
        row++;
    return row->name ? row : NULL;
}
