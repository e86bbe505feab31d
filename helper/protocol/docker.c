/* SPDX-License-Identifier: MIT */
/*
 * docker.c - the credential helper protocol of Docker, podman, skopeo and
 * their kin.
 *
 * The server's name on stdin, JSON on stdout; the token is a password, never a
 * Bearer header, so it is for registries that take one as such.  A failure's
 * text belongs on stdout, and one sentence there means "nothing", byte for
 * byte: the client goes on without credentials (HOST-9).
 */
#include "config.h"

#include <string.h>

#include "common/cleanup.h"
#include "common/json.h"
#include "helper/protocol/protocol.h"
#include "helper/token.h"

#define NOT_FOUND "credentials not found in native keychain"
#define NO_SERVER "no credentials server URL"
#define USERNAME  "oauth2" /* where docker-username names none */

/* Say on stdout why there is no answer, and leave stderr alone. */
static enum wc_code refuse(struct caller *caller, const char *sentence,
                           struct secret *out, struct wc_error *err)
{
    if (!secret_add_text(out, sentence) || !secret_add(out, "\n", 1))
        return wc_no_memory(err);
    caller->answers_failure = true;
    return wc_fail(err, WC_INTERNAL, "%s", "");
}

/* A failure of ours stands on stdout, for the client, and on stderr. */
static enum wc_code report(struct caller *caller, struct secret *out,
                           struct wc_error *err)
{
    if (secret_add_text(out, "walr-cred: ") &&
        secret_add_text(out, err->text) && secret_add(out, "\n", 1))
        caller->answers_failure = true;
    return err->code;
}

static void trim(struct secret *input)
{
    size_t len = input->len;

    while (len > 0 && strchr(" \t\r\n", input->bytes[len - 1]))
        len--;
    secret_cut(input, len);
}

/* "HOST[:PORT]", or a URL as Docker Hub has one. */
static bool read_host(const char *server, struct host_port *ret)
{
    return hosts_parse(server, ret) || hosts_parse_url(server, ret);
}

static bool put_text(struct secret *out, const char *text)
{
    cJSON *item = cJSON_CreateString(text);
    char *quoted = item ? cJSON_PrintUnformatted(item) : NULL;
    bool done = quoted && secret_add_text(out, quoted);

    cJSON_free(quoted);
    cJSON_Delete(item);
    return done;
}

static enum wc_code answer_get(const struct protocol *protocol,
                               const char *server,
                               const struct profile *profile,
                               struct caller *caller, struct secret *out,
                               struct wc_error *err)
{
    auto_record record = RECORD_INIT;
    const char *username = profile_text(profile, SETTING_DOCKER_USERNAME);

    if (token_get(caller, profile, protocol->min_validity_s, false, &record,
                  err) != WC_OK)
        return report(caller, out, err);
    /* A token holds nothing that JSON would have to escape. */
    if (secret_add_text(out, "{\"ServerURL\":") && put_text(out, server) &&
        secret_add_text(out, ",\"Username\":") &&
        put_text(out, username ? username : USERNAME) &&
        secret_add_text(out, ",\"Secret\":\"") &&
        secret_add_text(out, secret_bytes(&record.token)) &&
        secret_add_text(out, "\"}\n"))
        return WC_OK;
    secret_cut(out, 0);
    return wc_fail(err, WC_INTERNAL, "the answer to docker is too long");
}

/* The server that `docker login` would store a password for. */
static enum wc_code read_stored(const struct secret *input, char **ret_server,
                                struct wc_error *err)
{
    const char *why = "it is empty";
    bool twice = false;
    cJSON *root = input->len == 0
                      ? NULL
                      : json_parse_object(input->bytes, input->len, &why);
    const char *server =
        cJSON_GetStringValue(json_member(root, "ServerURL", &twice));

    if (!root)
        (void)wc_fail(err, WC_USAGE, "what docker stores is malformed: %s",
                      why);
    else if (!server || twice)
        (void)wc_fail(err, WC_USAGE,
                      "what docker stores has not one ServerURL");
    else if (!(*ret_server = strdup(server)))
        (void)wc_no_memory(err);
    cJSON_Delete(root);
    return err->code;
}

/* Taken and dropped for a host of ours; refused where it would be lost. */
static enum wc_code answer_store(const struct options *options,
                                 const struct secret *input,
                                 struct caller *caller, struct secret *out,
                                 struct wc_error *err)
{
    auto_profile profile = PROFILE_INIT;
    auto_str server = NULL;
    struct host_port host;
    bool known = false;

    if (read_stored(input, &server, err) != WC_OK ||
        (read_host(server, &host) &&
         protocol_find_profile(options, &host, &profile, &known, err) != WC_OK))
        return report(caller, out, err);
    if (known)
        return WC_OK;
    (void)wc_fail(err, WC_USAGE,
                  "passwords are obtained, not stored: name another helper for "
                  "'%s' in credHelpers",
                  server);
    return report(caller, out, err);
}

static enum wc_code answer_server(const struct protocol *protocol, bool get,
                                  const struct options *options,
                                  const struct secret *input,
                                  struct caller *caller, struct secret *out,
                                  struct wc_error *err)
{
    const char *server = secret_bytes(input);
    auto_profile profile = PROFILE_INIT;
    struct host_port host;
    enum token_fate fate;
    bool known = false;

    if (server[0] == '\0')
        return refuse(caller, NO_SERVER, out, err);
    if (read_host(server, &host) &&
        protocol_find_profile(options, &host, &profile, &known, err) != WC_OK)
        return report(caller, out, err);
    if (!get)
        return known ? token_reject(&profile, NULL, &fate, err) : WC_OK;
    return known ? answer_get(protocol, server, &profile, caller, out, err)
                 : refuse(caller, NOT_FOUND, out, err);
}

enum wc_code protocol_docker(const struct protocol *protocol,
                             const char *action, const struct options *options,
                             struct caller *caller, struct secret *out,
                             struct wc_error *err)
{
    auto_secret input = SECRET_MAX(PROTOCOL_INPUT_MAX);
    bool get = action && strcmp(action, "get") == 0;

    if (!action)
        return wc_fail(err, WC_USAGE, "docker wants an action: %s",
                       protocol->actions);
    if (strcmp(action, "version") == 0)
        return secret_add_text(out, "walr-cred " PACKAGE_VERSION "\n")
                   ? WC_OK
                   : wc_no_memory(err);
    if (protocol_read_stdin(&input, err) != WC_OK)
        return report(caller, out, err);
    if (strcmp(action, "list") == 0)
        return secret_add_text(out, "{}\n") ? WC_OK : wc_no_memory(err);
    if (strcmp(action, "store") == 0)
        return answer_store(options, &input, caller, out, err);
    trim(&input);
    if (get || strcmp(action, "erase") == 0)
        return answer_server(protocol, get, options, &input, caller, out, err);
    return wc_fail(err, WC_USAGE, "no action '%s': %s", action,
                   protocol->actions);
}
