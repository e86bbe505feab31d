/* SPDX-License-Identifier: MIT */
/*
 * git.c - git's credential protocol (git-credential(1), gitcredentials(7)).
 *
 * git >= 2.46 announces capability[]=authtype and is given a Bearer credential,
 * which it may ask for once more in the same command when the server answers
 * 401 (capability[]=state); older git, and servers that offer Basic only, are
 * given the token as a password.  Nothing is ever stored: `store` is a no-op,
 * `erase` drops the cached token and only if it is the one that failed (HOST-6,
 * HOST-7).
 */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "common/clock.h"
#include "common/lines.h"
#include "common/text.h"
#include "helper/protocol/protocol.h"
#include "helper/token.h"

#define GIT_LINE_MAX     65535    /* bytes of a line with its LF */
#define GIT_USERNAME     "oauth2" /* where nobody names one */
#define GIT_CAPABILITIES "version 0\ncapability authtype\ncapability state\n"
#define GIT_STATE        "walr-cred:" /* in front of a state of ours */
#define GIT_LAST         "last"       /* there is no try behind this one */

/* What git asked; texts are in the input. */
struct question {
    const char *protocol, *host, *username, *password, *credential;
    const char *state; /* behind GIT_STATE: what we said in this command before:
                          GIT_LAST, or the token's hash */
    bool authtype;     /* git understands authtype and credential */
    bool keeps_state;  /* and state[] and continue */
    bool offers_basic, offers_bearer; /* by the server's last answer */
    bool bad;                         /* nothing may be answered */
};

/* Whether VALUE starts with the authentication scheme SCHEME. */
static bool is_scheme(const char *value, const char *scheme)
{
    size_t len = strcspn(value, " \t,=");

    return len == strlen(scheme) && strncasecmp(value, scheme, len) == 0;
}

/* What stands in a URL holds no control byte (CVE-2024-52006), and a user name
   is given back (IN-3). */
static const char *of_url(struct question *question, const char *value)
{
    question->bad |= text_has_control(value, strlen(value));
    return value;
}

/* Set one of the attributes that may be there once. */
static void set_once(struct question *question, const char **ret,
                     const char *value)
{
    if (*ret)
        question->bad = true;
    *ret = value;
}

static void set_capability(struct question *question, const char *value)
{
    question->authtype |= strcmp(value, "authtype") == 0;
    question->keeps_state |= strcmp(value, "state") == 0;
}

/* Keys we do not know are git's business and ignored. */
static void set_attribute(struct question *question, const char *key,
                          const char *value)
{
    if (strcmp(key, "protocol") == 0)
        set_once(question, &question->protocol, value);
    else if (strcmp(key, "host") == 0)
        set_once(question, &question->host, value);
    else if (strcmp(key, "username") == 0)
        question->username = of_url(question, value);
    else if (strcmp(key, "path") == 0)
        (void)of_url(question, value);
    else if (strcmp(key, "password") == 0)
        question->password = value;
    else if (strcmp(key, "credential") == 0)
        question->credential = value;
    else if (strcmp(key, "capability[]") == 0)
        set_capability(question, value);
    else if (strcmp(key, "state[]") == 0 &&
             strncmp(value, GIT_STATE, strlen(GIT_STATE)) == 0)
        question->state = value + strlen(GIT_STATE);
    else if (strcmp(key, "wwwauth[]") == 0) {
        question->offers_basic |= is_scheme(value, "Basic");
        question->offers_bearer |= is_scheme(value, "Bearer");
    }
}

/* Read git's attribute lines up to a blank one. */
static enum wc_code read_question(struct secret *input,
                                  struct question *question,
                                  struct wc_error *err)
{
    struct lines lines;
    char *line;

    if (protocol_read_paragraph(input, err) != WC_OK)
        return err->code;
    if (input->len == 0)
        return WC_OK;
    if (!lines_open(&lines, input->bytes, input->len))
        return wc_fail(err, WC_USAGE, "a NUL byte in git's question");
    while ((line = lines_next(&lines)) != NULL && line[0] != '\0') {
        char *value;

        if (strlen(line) >= GIT_LINE_MAX)
            return wc_fail(err, WC_USAGE,
                           "line %u of git's question is over "
                           "%d bytes",
                           lines.number, GIT_LINE_MAX);
        value = lines_split(line);
        if (!value)
            return wc_fail(err, WC_USAGE,
                           "line %u of git's question has no '='",
                           lines.number);
        set_attribute(question, line, value);
    }
    return WC_OK;
}

/*
 * Find the profile of the question's host.  *ret_known is false, with WC_OK,
 * where git must be told nothing.
 */
static enum wc_code find_profile(const struct question *question,
                                 const struct options *options,
                                 struct profile *profile, bool *ret_known,
                                 struct wc_error *err)
{
    struct host_port host;

    *ret_known = false;
    if (question->bad || !question->protocol || !question->host ||
        strcmp(question->protocol, "https") != 0 ||
        !hosts_parse(question->host, &host))
        return WC_OK;
    return protocol_find_profile(options, &host, profile, ret_known, err);
}

/* Have git come back in this command if the server refuses RECORD's token. */
static bool put_state(const struct question *question,
                      const struct record *record, struct secret *out)
{
    char hash[HASH_TEXT], state[sizeof(GIT_STATE) + HASH_TEXT];

    (void)snprintf(state, sizeof(state), GIT_STATE "%s",
                   question->state ? GIT_LAST : token_hash(record, hash));
    return lines_put(out, "state[]", state) &&
           (question->state || lines_put(out, "continue", "1"));
}

static bool put_bearer(const struct question *question,
                       const struct record *record, struct secret *out)
{
    return lines_put(out, "capability[]", "authtype") &&
           (!question->keeps_state ||
            lines_put(out, "capability[]", "state")) &&
           lines_put(out, "authtype", "Bearer") &&
           lines_put(out, "credential", secret_bytes(&record->token)) &&
           lines_put(out, "ephemeral", "1") &&
           (!question->keeps_state || put_state(question, record, out));
}

static bool put_password(struct secret *out, const char *username,
                         const char *token)
{
    return lines_put(out, "username", username) &&
           lines_put(out, "password", token);
}

/* Whether the token goes out as a Bearer credential; else as a password. */
static bool wants_bearer(const struct question *question,
                         const struct profile *profile)
{
    if (!question->authtype)
        return false;
    if (question->offers_basic || question->offers_bearer)
        return question->offers_bearer;
    return !profile_text(profile, SETTING_GIT_USERNAME);
}

static const char *username_for(const struct question *question,
                                const struct profile *profile)
{
    const char *configured = profile_text(profile, SETTING_GIT_USERNAME);

    if (question->username)
        return question->username;
    return configured ? configured : GIT_USERNAME;
}

static enum wc_code answer_get(const struct protocol *protocol,
                               const struct question *question,
                               const struct profile *profile,
                               struct caller *caller, struct secret *out,
                               struct wc_error *err)
{
    auto_record record = RECORD_INIT;
    struct moment now;
    bool written;

    if (question->state &&
        token_reject_old(profile, question->state, err) != WC_OK)
        return err->code;
    if (token_get(caller, profile, protocol->min_validity_s, false, &record,
                  err) != WC_OK)
        return err->code;
    clock_now(&now);
    written = wants_bearer(question, profile)
                  ? put_bearer(question, &record, out)
                  : put_password(out, username_for(question, profile),
                                 secret_bytes(&record.token));
    if (!written ||
        !lines_put_number(out, "password_expiry_utc",
                          now.wall_s + record_remaining_s(&record, &now)) ||
        !secret_add(out, "\n", 1))
        return wc_fail(err, WC_INTERNAL, "the answer to git is malformed");
    return WC_OK;
}

/* Drop the cached token if git says that this very one failed. */
static enum wc_code answer_erase(const struct question *question,
                                 const struct profile *profile,
                                 struct wc_error *err)
{
    const char *failed =
        question->credential ? question->credential : question->password;
    enum token_fate fate;

    return token_reject(profile, failed, &fate, err);
}

enum wc_code protocol_git(const struct protocol *protocol, const char *action,
                          const struct options *options, struct caller *caller,
                          struct secret *out, struct wc_error *err)
{
    auto_secret input = SECRET_MAX(PROTOCOL_INPUT_MAX);
    auto_profile profile = PROFILE_INIT;
    struct question question = { 0 };
    bool get, known;

    if (!action)
        return wc_fail(err, WC_USAGE, "git wants an action: %s",
                       protocol->actions);
    if (strcmp(action, "capability") == 0)
        return secret_add_text(out, GIT_CAPABILITIES) ? WC_OK
                                                      : wc_no_memory(err);
    /* Also of store and of actions yet unknown: git must not see EPIPE. */
    if (read_question(&input, &question, err) != WC_OK)
        return err->code;
    get = strcmp(action, "get") == 0;
    if (!get && strcmp(action, "erase") != 0)
        return WC_OK;
    if (find_profile(&question, options, &profile, &known, err) != WC_OK ||
        !known)
        return err->code;
    return get ? answer_get(protocol, &question, &profile, caller, out, err)
               : answer_erase(&question, &profile, err);
}
