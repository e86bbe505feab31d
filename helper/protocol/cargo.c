/* SPDX-License-Identifier: MIT */
/*
 * cargo.c - Cargo's credential provider protocol, version 1.
 *
 * A conversation, and so the one protocol that writes by itself: a hello line,
 * then a line for each question until stdin ends.  Whatever goes wrong with one
 * is an answer too, and the exit status stays 0: cargo takes any other as its
 * own failure.  Only what is no line at all (too long, unreadable) ends it.
 */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "common/fdio.h"
#include "common/json.h"
#include "common/number.h"
#include "helper/protocol/protocol.h"
#include "helper/token.h"

#define LINE_LIMIT 65535 /* bytes of a question */
#define ARGS_MAX   16    /* of cargo's own configuration */

#define PROTOCOL_V  1
#define HELLO       "{\"v\":[1]}\n"
#define NOT_OURS    "{\"Err\":{\"kind\":\"url-not-supported\"}}\n"
#define UNSUPPORTED "{\"Err\":{\"kind\":\"operation-not-supported\"}}\n"
#define LOGGED_OUT  "{\"Ok\":{\"kind\":\"logout\"}}\n"

/* A question, whose texts belong to its JSON. */
struct question {
    const char *kind, *url;
    const cJSON *args;
};

static enum wc_code say(const struct secret *answer, struct wc_error *err)
{
    if (fdio_write_all(STDOUT_FILENO, secret_bytes(answer), answer->len) ==
        FDIO_OK)
        return WC_OK;
    return wc_fail(err, WC_OUTPUT, "cannot answer cargo (%s)", strerror(errno));
}

/*
 * Read up to the next LF into LINE, which ends without it; what came after it
 * stays in INPUT.  *ret_end where nothing came any more.
 */
static enum wc_code read_line(struct secret *input, struct secret *line,
                              bool *ret_end, struct wc_error *err)
{
    const char *end;

    secret_cut(line, 0);
    *ret_end = false;
    while (
        !(end = input->len ? memchr(input->bytes, '\n', input->len) : NULL)) {
        enum fdio result = fdio_read_some(STDIN_FILENO, input, ret_end);

        if (result == FDIO_TOO_BIG)
            return wc_fail(err, WC_USAGE, "cargo's question is over %d bytes",
                           LINE_LIMIT);
        if (result != FDIO_OK)
            return wc_fail(err, WC_USAGE, "cargo's question cannot be read");
        if (*ret_end)
            return WC_OK;
    }
    if (!secret_add(line, input->bytes, (size_t)(end - input->bytes)))
        return wc_no_memory(err);
    secret_drop(input, (size_t)(end - input->bytes) + 1);
    return WC_OK;
}

static const char *text(const cJSON *object, const char *name)
{
    bool twice = false;
    const char *value = cJSON_GetStringValue(json_member(object, name, &twice));

    return twice ? NULL : value;
}

static enum wc_code read_question(const cJSON *root, struct question *ret,
                                  struct wc_error *err)
{
    bool twice = false;
    const cJSON *version = json_member(root, "v", &twice);

    ret->kind = text(root, "kind");
    ret->url = text(json_member(root, "registry", &twice), "index-url");
    ret->args = json_member(root, "args", &twice);
    if (version && cJSON_GetNumberValue(version) != PROTOCOL_V)
        return wc_fail(err, WC_USAGE,
                       "cargo speaks another version: get a newer walr-cred");
    if (twice || !ret->kind || !ret->url)
        return wc_fail(err, WC_USAGE,
                       "cargo's question has not one kind and one index-url");
    if (ret->args && !cJSON_IsArray(ret->args))
        return wc_fail(err, WC_USAGE, "cargo's question has odd args");
    return WC_OK;
}

/* The options that cargo's configuration names, behind those of argv. */
static enum wc_code read_args(const struct question *question,
                              const struct options *given,
                              struct options *ret_options, struct wc_error *err)
{
    static char name[] = "walr-cred", command[] = "helper",
                protocol[] = "cargo";
    char *argv[ARGS_MAX + 4] = { name, command, protocol };
    struct options options = { .format = given->format };
    const cJSON *arg;
    int argc = 3;

    *ret_options = *given;
    cJSON_ArrayForEach(arg, question->args)
    {
        if (!cJSON_IsString(arg))
            return wc_fail(err, WC_USAGE, "cargo's question has odd args");
        if (argc == ARGS_MAX + 3)
            return wc_fail(err, WC_USAGE,
                           "credential-provider has more than %d arguments",
                           ARGS_MAX);
        argv[argc++] = arg->valuestring;
    }
    if (argc == 3)
        return WC_OK;
    if (options_parse(argc, argv, &options, err) != WC_OK)
        return wc_context(err, "credential-provider");
    if (options.n_operands > 1)
        return wc_fail(err, WC_USAGE,
                       "credential-provider: unexpected argument '%s'",
                       options.operands[1]);
    *ret_options = options;
    return WC_OK;
}

static const char *without(const char *url, const char *prefix)
{
    size_t len = strlen(prefix);

    return strncmp(url, prefix, len) == 0 ? url + len : url;
}

static enum wc_code answer_get(const struct protocol *protocol,
                               const struct profile *profile,
                               struct caller *caller, struct secret *out,
                               struct wc_error *err)
{
    auto_record record = RECORD_INIT;
    char end[NUMBER_TEXT];
    struct moment now;

    if (token_get(caller, profile, protocol->min_validity_s, false, &record,
                  err) != WC_OK)
        return err->code;
    clock_now(&now);
    (void)number_format(protocol_end_s(&record, &now), end);
    /* A token holds nothing that JSON would have to escape. */
    if (secret_add_text(out, "{\"Ok\":{\"kind\":\"get\",\"token\":\"Bearer ") &&
        secret_add_text(out, secret_bytes(&record.token)) &&
        secret_add_text(out, "\",\"cache\":\"expires\",\"expiration\":") &&
        secret_add_text(out, end) &&
        secret_add_text(out, ",\"operation_independent\":true}}\n"))
        return WC_OK;
    return wc_fail(err, WC_INTERNAL, "the answer to cargo is too long");
}

static enum wc_code answer(const struct protocol *protocol,
                           const struct question *question,
                           const struct options *given, struct caller *caller,
                           struct secret *out, struct wc_error *err)
{
    const char *url = without(without(question->url, "sparse+"), "registry+");
    auto_profile profile = PROFILE_INIT;
    struct options options;
    struct host_port host;
    enum token_fate fate;
    bool known = false, get = strcmp(question->kind, "get") == 0;

    if (read_args(question, given, &options, err) != WC_OK)
        return err->code;
    if (options.interactive != INTERACTIVE_AUTO)
        caller_set_interactive(caller, options.interactive);
    if (hosts_parse_url(url, &host) &&
        protocol_find_profile(&options, &host, &profile, &known, err) != WC_OK)
        return err->code;
    if (!known)
        return secret_add_text(out, NOT_OURS) ? WC_OK : wc_no_memory(err);
    if (get)
        return answer_get(protocol, &profile, caller, out, err);
    if (strcmp(question->kind, "logout") != 0)
        return secret_add_text(out, UNSUPPORTED) ? WC_OK : wc_no_memory(err);
    if (token_reject(&profile, NULL, &fate, err) != WC_OK)
        return err->code;
    return secret_add_text(out, LOGGED_OUT) ? WC_OK : wc_no_memory(err);
}

/* The failure as an answer; cargo shows its message. */
static bool put_failure(const struct wc_error *failure, struct secret *out)
{
    cJSON *root = cJSON_CreateObject();
    cJSON *object = root ? cJSON_AddObjectToObject(root, "Err") : NULL;
    char *printed = NULL;
    bool done = false;

    secret_cut(out, 0);
    if (object && cJSON_AddStringToObject(object, "kind", "other") &&
        cJSON_AddStringToObject(object, "message", failure->text) &&
        cJSON_AddArrayToObject(object, "caused-by"))
        printed = cJSON_PrintUnformatted(root);
    if (printed)
        done = secret_add_text(out, printed) && secret_add(out, "\n", 1);
    cJSON_free(printed);
    cJSON_Delete(root);
    return done;
}

static enum wc_code answer_line(const struct protocol *protocol,
                                const struct secret *line,
                                const struct options *options,
                                struct caller *caller, struct wc_error *err)
{
    auto_secret out = SECRET_MAX(FORMAT_MAX);
    struct wc_error failure = { 0 };
    struct question question;
    const char *why = "it is empty";
    cJSON *root =
        line->len == 0 ? NULL : json_parse_object(line->bytes, line->len, &why);

    if (!root)
        (void)wc_fail(&failure, WC_USAGE, "cargo's question is malformed: %s",
                      why);
    else if (read_question(root, &question, &failure) == WC_OK)
        (void)answer(protocol, &question, options, caller, &out, &failure);
    cJSON_Delete(root);
    if (failure.code != WC_OK && !put_failure(&failure, &out))
        return wc_no_memory(err);
    return say(&out, err);
}

enum wc_code protocol_cargo(const struct protocol *protocol, const char *action,
                            const struct options *options,
                            struct caller *caller, struct secret *out,
                            struct wc_error *err)
{
    auto_secret input = SECRET_MAX(LINE_LIMIT);
    auto_secret line = SECRET_MAX(LINE_LIMIT);
    auto_secret hello = SECRET_MAX(sizeof(HELLO));
    bool end = false;

    (void)action;
    (void)out;
    if (!secret_add_text(&hello, HELLO))
        return wc_no_memory(err);
    if (say(&hello, err) != WC_OK)
        return err->code;
    while (read_line(&input, &line, &end, err) == WC_OK && !end) {
        if (answer_line(protocol, &line, options, caller, err) != WC_OK)
            break;
    }
    return err->code;
}
