/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "obtain/grant.h"

#include <string.h>

#include "common/json.h"

#define GRANT_TYPE "client_credentials"
#define FORM_SAFE \
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._"

/* Append TEXT as application/x-www-form-urlencoded (RFC 6749 Appendix B). */
static bool put_encoded(struct secret *out, const char *text)
{
    static const char hex[] = "0123456789ABCDEF";

    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        char escape[] = { '%', hex[c >> 4], hex[c & 0xf] };
        bool put;

        if (strchr(FORM_SAFE, *text))
            put = secret_add(out, text, 1);
        else if (c == ' ')
            put = secret_add(out, "+", 1);
        else
            put = secret_add(out, escape, sizeof(escape));
        if (!put)
            return false;
    }
    return true;
}

static bool put_field(struct secret *out, const char *name, const char *value)
{
    if (!value)
        return true;
    return (out->len == 0 || secret_add(out, "&", 1)) &&
           put_encoded(out, name) && secret_add(out, "=", 1) &&
           put_encoded(out, value);
}

/* Append LEN bytes in base64 (RFC 4648 section 4). */
static bool put_base64(struct secret *out, const char *bytes, size_t len)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *at = (const unsigned char *)bytes;

    for (; len > 0; at += 3) {
        size_t n = len < 3 ? len : 3;
        unsigned group = (unsigned)at[0] << 16 |
                         (n > 1 ? (unsigned)at[1] << 8 : 0) |
                         (n > 2 ? (unsigned)at[2] : 0);
        char four[] = { digits[group >> 18], digits[group >> 12 & 63],
                        n > 1 ? digits[group >> 6 & 63] : '=',
                        n > 2 ? digits[group & 63] : '=' };

        if (!secret_add(out, four, sizeof(four)))
            return false;
        len -= n;
    }
    return true;
}

/* RFC 6749 section 2.3.1: encoded first, then joined, then base64. */
static bool put_basic(struct secret *out, const char *client_id,
                      const char *client_secret)
{
    auto_secret pair = SECRET_MAX(GRANT_MAX);

    return put_encoded(&pair, client_id) && secret_add(&pair, ":", 1) &&
           put_encoded(&pair, client_secret) &&
           secret_add_text(out, "Authorization: Basic ") &&
           put_base64(out, secret_bytes(&pair), pair.len);
}

/* The blank-separated words of *at one by one, copied to WORD; it is empty
   behind the last.  False when memory is out. */
static bool next_word(const char **at, struct secret *word)
{
    size_t len;

    *at += strspn(*at, " ");
    len = strcspn(*at, " ");
    secret_cut(word, 0);
    if (!secret_add(word, *at, len))
        return false;
    *at += len;
    return true;
}

/* RFC 8707: one field a resource. */
static bool put_resources(struct secret *out, const char *resources)
{
    auto_secret word = SECRET_MAX(GRANT_MAX);

    if (!resources)
        return true;
    while (next_word(&resources, &word)) {
        if (word.len == 0)
            return true;
        if (!put_field(out, "resource", secret_bytes(&word)))
            return false;
    }
    return false;
}

static bool put_form(struct secret *out, const struct request *request,
                     const char *client_secret)
{
    if (!request->basic && (!put_field(out, "client_id", request->client_id) ||
                            !put_field(out, "client_secret", client_secret)))
        return false;
    if (!put_field(out, "audience", request->audience) ||
        !put_field(out, "grant_type", GRANT_TYPE) ||
        !put_field(out, "scope", request->scope) ||
        !put_resources(out, request->resource))
        return false;
    for (size_t i = 0; i < request->n_params; i++) {
        if (!put_field(out, request->params[i].name, request->params[i].value))
            return false;
    }
    return true;
}

static bool add_text(cJSON *object, const char *name, const char *value)
{
    return !value || cJSON_AddStringToObject(object, name, value);
}

/* A string for one resource, an array for several. */
static bool add_resources(cJSON *object, const char *resources)
{
    auto_secret word = SECRET_MAX(GRANT_MAX);
    cJSON *array;

    if (!resources || !strchr(resources, ' '))
        return add_text(object, "resource", resources);
    array = cJSON_AddArrayToObject(object, "resource");
    while (array && next_word(&resources, &word)) {
        if (word.len == 0)
            return true;
        if (!cJSON_AddItemToArray(array,
                                  cJSON_CreateString(secret_bytes(&word))))
            return false;
    }
    return false;
}

static bool add_members(cJSON *object, const struct request *request,
                        const char *client_secret)
{
    if (!request->basic &&
        (!add_text(object, "client_id", request->client_id) ||
         !add_text(object, "client_secret", client_secret)))
        return false;
    if (!add_text(object, "audience", request->audience) ||
        !add_text(object, "grant_type", GRANT_TYPE) ||
        !add_text(object, "scope", request->scope) ||
        !add_resources(object, request->resource))
        return false;
    for (size_t i = 0; i < request->n_params; i++) {
        if (!add_text(object, request->params[i].name,
                      request->params[i].value))
            return false;
    }
    return true;
}

static bool put_json(struct secret *out, const struct request *request,
                     const char *client_secret)
{
    cJSON *object = cJSON_CreateObject();
    char *text = NULL;
    bool put = false;

    if (object && add_members(object, request, client_secret))
        text = cJSON_PrintUnformatted(object);
    if (text)
        put = secret_add_text(out, text);
    cJSON_free(text);
    cJSON_Delete(object);
    return put;
}

enum wc_code grant_build(const struct request *request,
                         const struct secret *client_secret,
                         struct grant *ret_grant, struct wc_error *err)
{
    auto_grant grant = GRANT_INIT;
    const char *secret = secret_bytes(client_secret);

    if ((request->basic &&
         !put_basic(&grant.authorization, request->client_id, secret)) ||
        !(request->form ? put_form(&grant.body, request, secret)
                        : put_json(&grant.body, request, secret)))
        return wc_no_memory(err);
    grant.content_type = request->form ? "application/x-www-form-urlencoded"
                                       : "application/json";
    grant_clear(ret_grant);
    *ret_grant = grant;
    grant = (struct grant)GRANT_INIT;
    return WC_OK;
}

void grant_clear(struct grant *grant)
{
    secret_clear(&grant->body);
    secret_clear(&grant->authorization);
}
