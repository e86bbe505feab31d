/* SPDX-License-Identifier: MIT */
/*
 * reject.c - an API refused a token: drop it, if it is the cached one.
 */
#include "config.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "common/fdio.h"
#include "helper/command/command.h"
#include "helper/profile-lookup.h"
#include "helper/token.h"

#define INPUT_MAX (TOKEN_MAX + 64) /* a header line with its end */

/* Move *text behind PREFIX, in any case, and the blanks after it. */
static void skip(const char **text, const char *prefix)
{
    size_t len = strlen(prefix);

    if (strncasecmp(*text, prefix, len) == 0)
        *text += len + strspn(*text + len, " ");
}

/* Cut the white space off the end. */
static void trim(struct secret *input)
{
    size_t len = input->len;

    while (len > 0 && strchr(" \t\r\n", input->bytes[len - 1]))
        len--;
    secret_cut(input, len);
}

/* "Authorization: Bearer TOKEN", "Bearer TOKEN" or TOKEN on stdin. */
static enum wc_code read_token(struct secret *input, const char **ret_token,
                               struct wc_error *err)
{
    const char *token;

    if (fdio_read_all(STDIN_FILENO, input) != FDIO_OK)
        return wc_fail(err, WC_USAGE,
                       "the token on stdin cannot be read, or is too long");
    trim(input);
    token = secret_bytes(input);
    skip(&token, "Authorization:");
    skip(&token, "Bearer ");
    if (!text_is_token(token, strlen(token)))
        return wc_fail(err, WC_USAGE,
                       "no token on stdin: give what the API refused, bare or "
                       "as a header");
    *ret_token = token;
    return WC_OK;
}

static void say(const struct caller *caller, const char *profile,
                enum token_fate fate)
{
    static const char *const words[] = {
        [TOKEN_DROPPED] = "the token is dropped",
        [TOKEN_OTHER] = "that is not the cached token, which stays",
        [TOKEN_KEPT] = "the token stays: it has just replaced a refused one",
    };

    caller_say(caller, "profile '%s': %s", profile, words[fate]);
}

enum wc_code command_reject(const struct options *options,
                            struct caller *caller, struct secret *out,
                            struct wc_error *err)
{
    auto_secret input = SECRET_MAX(INPUT_MAX);
    auto_profile profile = PROFILE_INIT;
    enum token_fate fate;
    const char *token = NULL;

    (void)out;
    if (read_token(&input, &token, err) != WC_OK ||
        profile_load(options->profile, &options->settings, &profile, err) !=
            WC_OK ||
        token_reject(&profile, token, &fate, err) != WC_OK)
        return err->code;
    say(caller, profile.name, fate);
    return WC_OK;
}
