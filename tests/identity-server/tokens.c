/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/identity-server/tokens.h"

#include <gnutls/gnutls.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <time.h>

#include "tests/identity-server/server.h"

/* The longest lived token that is remembered; a list is enough for tests. */
struct token {
    struct token *next;
    time_t until;
    char text[];
};

static struct token *tokens;

/* Random base64url with two dots, as a JWT looks. */
static void fill(char *text, size_t len)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789-_";
    static const char head[] = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3Mi";

    for (size_t at = 0; at < len;) {
        size_t n = len - at < 256 ? len - at : 256;

        if (getrandom(text + at, n, 0) == (ssize_t)n)
            at += n;
    }
    for (size_t i = 0; i < len; i++)
        text[i] = digits[(unsigned char)text[i] % 64];
    if (len > 200) {
        memcpy(text, head, sizeof(head) - 1);
        text[len - 100] = '.';
    }
    text[len] = '\0';
}

char *tokens_issue(long lifetime_s)
{
    size_t len = (size_t)server_setting_number("token-bytes", TOKEN_BYTES);
    struct token *token = malloc(sizeof(*token) + len + 1);

    if (!token)
        return NULL;
    fill(token->text, len);
    token->until = time(NULL) + lifetime_s;
    (void)pthread_mutex_lock(&server.mutex);
    token->next = tokens;
    tokens = token;
    server_append("issued", "%s", token->text);
    (void)pthread_mutex_unlock(&server.mutex);
    return strdup(token->text);
}

static bool is_good(const char *text)
{
    bool good = false;

    (void)pthread_mutex_lock(&server.mutex);
    for (const struct token *at = tokens; at && !good; at = at->next)
        good = strcmp(at->text, text) == 0 && at->until > time(NULL);
    (void)pthread_mutex_unlock(&server.mutex);
    return good && !server_has_line("revoked", text);
}

bool tokens_accept_bearer(const char *authorization)
{
    static const char scheme[] = "Bearer ";

    return authorization &&
           strncasecmp(authorization, scheme, strlen(scheme)) == 0 &&
           is_good(authorization + strlen(scheme));
}

char *tokens_decode_base64(const char *text)
{
    gnutls_datum_t in = { 0 }, out;
    char *copy = strdup(text), *decoded = NULL;

    in.data = (unsigned char *)copy;
    in.size = (unsigned)strlen(text);
    if (copy && gnutls_base64_decode2(&in, &out) == 0) {
        decoded = strndup((const char *)out.data, out.size);
        gnutls_free(out.data);
    }
    free(copy);
    return decoded;
}

bool tokens_accept_basic(const char *authorization)
{
    static const char scheme[] = "Basic ";
    char *pair, *password;
    bool good;

    if (!authorization ||
        strncasecmp(authorization, scheme, strlen(scheme)) != 0)
        return false;
    pair = tokens_decode_base64(authorization + strlen(scheme));
    password = pair ? strchr(pair, ':') : NULL;
    good = password && is_good(password + 1);
    free(pair);
    return good;
}
