/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/format.h"

#include <string.h>

#include "common/number.h"
#include "common/text.h"

/* The token, if it may stand in a header (IN-2), else NULL. */
static const char *checked_token(const struct record *record)
{
    const char *token = secret_bytes(&record->token);

    return text_is_token(token, record->token.len) ? token : NULL;
}

static bool put_around(const struct record *record, const char *before,
                       const char *after, struct secret *out)
{
    const char *token = checked_token(record);

    return token && secret_add_text(out, before) &&
           secret_add_text(out, token) && secret_add_text(out, after);
}

static bool write_header(const struct record *record, const struct moment *now,
                         struct secret *out)
{
    (void)now;
    return put_around(record, "Authorization: Bearer ", "\n", out);
}

static bool write_token(const struct record *record, const struct moment *now,
                        struct secret *out)
{
    (void)now;
    return put_around(record, "", "\n", out);
}

/* A token needs no escaping in JSON: it holds no quote and no backslash. */
static bool write_headers_json(const struct record *record,
                               const struct moment *now, struct secret *out)
{
    (void)now;
    return put_around(record, "{\"Authorization\": \"Bearer ", "\"}\n", out);
}

/* wgetrc knows no quotes: they would be sent. */
static bool write_wget(const struct record *record, const struct moment *now,
                       struct secret *out)
{
    (void)now;
    return put_around(record, "header = Authorization: Bearer ", "\n", out);
}

/* Quoted, as a token may start with a tilde. */
static bool write_env(const struct record *record, const struct moment *now,
                      struct secret *out)
{
    (void)now;
    return put_around(record, "export WALR_TOKEN='", "'\n", out) &&
           put_around(record, "export WALR_AUTHORIZATION='Bearer ", "'\n", out);
}

/* A token needs no escaping in a curl config file: it holds no quote. */
static bool write_curl(const struct record *record, const struct moment *now,
                       struct secret *out)
{
    (void)now;
    return put_around(record, "header = \"Authorization: Bearer ", "\"\n", out);
}

/* The members of a token response (RFC 6749 5.1) and expires_at.  A token needs
   no escaping in JSON, as above. */
static bool write_json(const struct record *record, const struct moment *now,
                       struct secret *out)
{
    int64_t left = record_remaining_s(record, now);
    char text[NUMBER_TEXT];

    return put_around(record, "{\"access_token\":\"", "\"", out) &&
           secret_add_text(out, ",\"token_type\":\"Bearer\",\"expires_in\":") &&
           secret_add_text(out, number_format(left, text)) &&
           secret_add_text(out, ",\"expires_at\":") &&
           secret_add_text(out, number_format(now->wall_s + left, text)) &&
           secret_add_text(out, "}\n");
}

/* Whatever else curl is told, it has no protocol to speak and no socket. */
#define CURL_STOP "proto = \"=file\"\nunix-socket = \"/dev/null/no-token\"\n"

/* clang-format off */
const struct format formats[] = {
    { "header", "a header line, for curl -H @<(walr-cred)",    write_header, NULL },
    { "token",  "the bare token",                              write_token,  NULL },
    { "json",   "a token response, with what is left of it",   write_json,   NULL },
    { "headers-json", "a JSON object of headers",              write_headers_json, NULL },
    { "curl",   "a line for curl -K <(walr-cred -f curl)",     write_curl,   CURL_STOP },
    { "wget",   "a line for a file that wget --config reads",  write_wget,   NULL },
    { "env",    "lines for eval: WALR_TOKEN, WALR_AUTHORIZATION", write_env, NULL },
    { NULL, NULL, NULL, NULL },
};
/* clang-format on */

const struct format *format_find(const char *name)
{
    const struct format *row = formats;

    while (row->name && strcmp(row->name, name) != 0)
        row++;
    return row->name ? row : NULL;
}
