/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "common/request.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "common/lines.h"
#include "common/number.h"
#include "common/text.h"

#define REQUEST_HEAD  "walr-cred-request"
#define REQUEST_FORM  "1"
#define PARAM_PREFIX  "param."
#define PARAM_KEY_MAX 128 /* bytes of "param.NAME" with its NUL */

enum kind {
    TEXT,
    FLAG,
    NUMBER,
    CHOICE
};

static const char *const yes_no[] = { "no", "yes", NULL };
static const char *const bodies[] = { "json", "form", NULL };
static const char *const auths[] = { "post", "basic", NULL };
static const char *const actions[] = { "obtain", "login", "logout", "look",
                                       NULL };
static const char *const sources[] = { "keyring", "environment", "stream",
                                       "terminal", NULL };

/* clang-format off */
#define FIELD(member) offsetof(struct request, member)
static const struct field {
    const char *key;
    enum kind kind;
    size_t offset;
    const char *const *words; /* of a FLAG or CHOICE, in the order of values */
} identity_fields[] = {
    { "profile",     TEXT, FIELD(profile),   NULL },
    { "token-url",   TEXT, FIELD(token_url), NULL },
    { "client-id",   TEXT, FIELD(client_id), NULL },
    { "audience",    TEXT, FIELD(audience),  NULL },
    { "scope",       TEXT, FIELD(scope),     NULL },
    { "resource",    TEXT, FIELD(resource),  NULL },
    { "request",     FLAG, FIELD(form),      bodies },
    { "client-auth", FLAG, FIELD(basic),     auths },
}, other_fields[] = {
    { "action",                  CHOICE, FIELD(action),                  actions },
    { "secret",                  CHOICE, FIELD(source),                  sources },
    { "secret-from",             TEXT,   FIELD(secret_from),             NULL },
    { "ca-file",                 TEXT,   FIELD(ca_file),                 NULL },
    { "proxy",                   TEXT,   FIELD(proxy),                   NULL },
    { "allow-insecure-loopback", FLAG,   FIELD(allow_insecure_loopback), yes_no },
    { "allow-plain-session",     FLAG,   FIELD(allow_plain_session),     yes_no },
    { "may-prompt",              FLAG,   FIELD(may_prompt),              yes_no },
    { "no-verify",               FLAG,   FIELD(no_verify),               yes_no },
    { "default-lifetime",        NUMBER, FIELD(default_lifetime_s),      NULL },
    { "deadline-ms",             NUMBER, FIELD(deadline_ms),             NULL },
    { "parent",                  NUMBER, FIELD(parent),                  NULL },
};
/* clang-format on */

#define N_IDENTITY (sizeof(identity_fields) / sizeof(identity_fields[0]))
#define N_OTHER    (sizeof(other_fields) / sizeof(other_fields[0]))

static bool put_field(const struct request *request, const struct field *field,
                      struct secret *out)
{
    const char *at = (const char *)request + field->offset;
    const char *text;
    int64_t number;
    int choice;
    bool flag;

    switch (field->kind) {
    case TEXT:
        memcpy(&text, at, sizeof(text));
        return !text || lines_put(out, field->key, text);
    case FLAG:
        memcpy(&flag, at, sizeof(flag));
        return lines_put(out, field->key, field->words[flag]);
    case NUMBER:
        memcpy(&number, at, sizeof(number));
        return lines_put_number(out, field->key, number);
    case CHOICE:
        memcpy(&choice, at, sizeof(choice));
        return lines_put(out, field->key, field->words[choice]);
    }
    return false;
}

bool request_write_identity(const struct request *request, struct secret *out)
{
    for (size_t i = 0; i < N_IDENTITY; i++) {
        if (!put_field(request, &identity_fields[i], out))
            return false;
    }
    for (size_t i = 0; i < request->n_params; i++) {
        char key[PARAM_KEY_MAX];
        int n = snprintf(key, sizeof(key), PARAM_PREFIX "%s",
                         request->params[i].name);

        if (n < 0 || (size_t)n >= sizeof(key) ||
            !lines_put(out, key, request->params[i].value))
            return false;
    }
    return true;
}

bool request_write_question(const struct request *request, struct secret *out)
{
    struct request question = *request;

    question.action = REQUEST_OBTAIN;
    question.may_prompt = false;
    question.no_verify = false;
    question.deadline_ms = 0;
    question.parent = 0;
    return request_write(&question, out);
}

bool request_write(const struct request *request, struct secret *out)
{
    if (!lines_put(out, REQUEST_HEAD, REQUEST_FORM) ||
        !request_write_identity(request, out))
        return false;
    for (size_t i = 0; i < N_OTHER; i++) {
        if (!put_field(request, &other_fields[i], out))
            return false;
    }
    return true;
}

static int find_word(const char *const *words, const char *word)
{
    for (int i = 0; words[i]; i++) {
        if (strcmp(words[i], word) == 0)
            return i;
    }
    return -1;
}

static bool set_field(struct request *request, const struct field *field,
                      const char *value)
{
    char *at = (char *)request + field->offset;
    int64_t number;
    int choice;
    bool flag;

    switch (field->kind) {
    case TEXT:
        memcpy(at, &value, sizeof(value));
        return true;
    case NUMBER:
        if (!number_parse(value, 0, INT64_MAX, &number))
            return false;
        memcpy(at, &number, sizeof(number));
        return true;
    case FLAG:
    case CHOICE:
        choice = find_word(field->words, value);
        if (choice < 0)
            return false;
        flag = choice == 1;
        if (field->kind == FLAG)
            memcpy(at, &flag, sizeof(flag));
        else
            memcpy(at, &choice, sizeof(choice));
        return true;
    }
    return false;
}

static bool set_param(struct request *request, const char *key,
                      const char *value)
{
    struct request_param *param = &request->params[request->n_params];

    if (request->n_params == REQUEST_PARAMS_MAX ||
        strlen(key) >= PARAM_KEY_MAX || text_has_control(key, strlen(key)))
        return false;
    param->name = key + strlen(PARAM_PREFIX);
    param->value = value;
    request->n_params++;
    return param->name[0] != '\0';
}

/* Find KEY in FIELDS and set it; *seen has a bit for each field. */
static bool set_by_key(struct request *request, const struct field *fields,
                       size_t n_fields, const char *key, const char *value,
                       unsigned *seen, bool *ret_known)
{
    for (size_t i = 0; i < n_fields; i++) {
        if (strcmp(fields[i].key, key) != 0)
            continue;
        *ret_known = true;
        if (*seen & 1U << i)
            return false;
        *seen |= 1U << i;
        return set_field(request, &fields[i], value);
    }
    *ret_known = false;
    return true;
}

static bool set_line(struct request *request, const char *key,
                     const char *value, unsigned seen[static 2])
{
    bool known = false;

    if (strncmp(key, PARAM_PREFIX, strlen(PARAM_PREFIX)) == 0)
        return set_param(request, key, value);
    if (!set_by_key(request, identity_fields, N_IDENTITY, key, value, &seen[0],
                    &known))
        return false;
    if (known)
        return true;
    return set_by_key(request, other_fields, N_OTHER, key, value, &seen[1],
                      &known) &&
           known;
}

enum wc_code request_parse(char *text, size_t len, struct request *ret,
                           struct wc_error *err)
{
    struct request request = { 0 };
    unsigned seen[2] = { 0, 0 };
    struct lines lines;
    char *line;

    if (!lines_open(&lines, text, len))
        return wc_fail(err, WC_INTERNAL, "request: a NUL byte");
    while ((line = lines_next(&lines)) != NULL) {
        char *value = lines_split(line);
        bool head = lines.number == 1;

        if (!value || text_has_control(value, strlen(value)) ||
            head != (strcmp(line, REQUEST_HEAD) == 0) ||
            (head ? strcmp(value, REQUEST_FORM) != 0
                  : !set_line(&request, line, value, seen)))
            return wc_fail(err, WC_INTERNAL, "request: bad line %u",
                           lines.number);
    }
    if (!request.profile || !request.token_url || !(seen[1] & 1U))
        return wc_fail(err, WC_INTERNAL, "request: incomplete");
    *ret = request;
    return WC_OK;
}
