/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/identity-server/credentials.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tests/identity-server/tokens.h"

static int hex_value(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, c | 0x20) : NULL;

    return at ? (int)(at - digits) : -1;
}

/* Decode application/x-www-form-urlencoded in place. */
static void decode_form(char *text)
{
    char *to = text;

    for (; *text; text++) {
        if (*text == '+') {
            *to++ = ' ';
        } else if (*text == '%' && hex_value(text[1]) >= 0 &&
                   hex_value(text[2]) >= 0) {
            *to++ = (char)(hex_value(text[1]) * 16 + hex_value(text[2]));
            text += 2;
        } else {
            *to++ = *text;
        }
    }
    *to = '\0';
}

static char **member_of(struct credentials *credentials, const char *name)
{
    if (strcmp(name, "client_id") == 0)
        return &credentials->client_id;
    if (strcmp(name, "client_secret") == 0)
        return &credentials->client_secret;
    if (strcmp(name, "audience") == 0)
        return &credentials->audience;
    if (strcmp(name, "grant_type") == 0)
        return &credentials->grant_type;
    return NULL;
}

static void set(struct credentials *credentials, const char *name,
                const char *value)
{
    char **member = member_of(credentials, name);

    if (!member || !value)
        return;
    free(*member);
    *member = strdup(value);
}

static void read_json(const char *body, struct credentials *ret)
{
    static const char *const names[] = { "client_id", "client_secret",
                                         "audience", "grant_type" };
    cJSON *root = cJSON_Parse(body);

    for (size_t i = 0; i < 4; i++)
        set(ret, names[i],
            cJSON_GetStringValue(
                cJSON_GetObjectItemCaseSensitive(root, names[i])));
    cJSON_Delete(root);
}

static void read_form(const char *body, struct credentials *ret)
{
    char *copy = strdup(body);
    char *rest = copy, *field;

    while ((field = strsep(&rest, "&"))) {
        char *value = strchr(field, '=');

        if (!value)
            continue;
        *value++ = '\0';
        decode_form(field);
        decode_form(value);
        set(ret, field, value);
    }
    free(copy);
}

/* RFC 6749 section 2.3.1: each part is form-encoded. */
static void read_basic(const char *authorization, struct credentials *ret)
{
    char *pair = tokens_decode_base64(authorization);
    char *secret = pair ? strchr(pair, ':') : NULL;

    if (secret) {
        *secret++ = '\0';
        decode_form(pair);
        decode_form(secret);
        set(ret, "client_id", pair);
        set(ret, "client_secret", secret);
    }
    free(pair);
}

void credentials_read(struct MHD_Connection *connection, const char *body,
                      size_t len, struct credentials *ret)
{
    const char *type = MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
                                                   "Content-Type");
    const char *authorization = MHD_lookup_connection_value(
        connection, MHD_HEADER_KIND, "Authorization");

    *ret = (struct credentials){ 0 };
    if (len > 0 && type && strncasecmp(type, "application/json", 16) == 0)
        read_json(body, ret);
    else if (len > 0)
        read_form(body, ret);
    if (authorization && strncasecmp(authorization, "Basic ", 6) == 0)
        read_basic(authorization + 6, ret);
}

void credentials_clear(struct credentials *credentials)
{
    free(credentials->client_id);
    free(credentials->client_secret);
    free(credentials->audience);
    free(credentials->grant_type);
}
