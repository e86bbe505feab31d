/* SPDX-License-Identifier: MIT */
/*
 * kubernetes.c - kubectl's exec credential plugin (client.authentication.k8s.io
 * v1 and v1beta1).
 *
 * The question is in KUBERNETES_EXEC_INFO.  The cluster must be in it
 * (provideClusterInfo: true), because a token goes only to a host of the
 * profile; there is no way to say "nothing", so another host is a failure.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "common/json.h"
#include "helper/protocol/protocol.h"
#include "helper/token.h"

#define VARIABLE "KUBERNETES_EXEC_INFO"
#define GROUP    "client.authentication.k8s.io/"

/* What kubectl asked. */
struct question {
    bool beta; /* v1beta1, which must be answered in kind */
    struct host_port host;
};

static const cJSON *member(const cJSON *object, const char *name)
{
    bool twice = false;
    const cJSON *found = json_member(object, name, &twice);

    return twice ? NULL : found;
}

static enum wc_code read_members(const cJSON *root, struct question *ret,
                                 struct wc_error *err)
{
    const char *version = cJSON_GetStringValue(member(root, "apiVersion"));
    const cJSON *cluster = member(member(root, "spec"), "cluster");
    const char *server = cJSON_GetStringValue(member(cluster, "server"));

    ret->beta = version && strcmp(version, GROUP "v1beta1") == 0;
    if (!version || (!ret->beta && strcmp(version, GROUP "v1") != 0))
        return wc_fail(err, WC_USAGE,
                       "kubectl speaks another version: set apiVersion to "
                       "client.authentication.k8s.io/v1");
    if (!server)
        return wc_fail(err, WC_USAGE,
                       "kubectl does not say which cluster: set "
                       "provideClusterInfo: true");
    if (!hosts_parse_url(server, &ret->host))
        return wc_fail(err, WC_USAGE,
                       "the cluster's server '%.100s' is no https URL of a "
                       "plain host",
                       server);
    return WC_OK;
}

static enum wc_code read_question(struct question *ret, struct wc_error *err)
{
    const char *info = secure_getenv(VARIABLE);
    const char *why;
    cJSON *root;

    if (!info || info[0] == '\0')
        return wc_fail(err, WC_USAGE,
                       VARIABLE " is not set: kubectl runs this, see "
                                "walr-cred setup kubernetes");
    root = json_parse_object(info, strlen(info), &why);
    if (root)
        (void)read_members(root, ret, err);
    else
        (void)wc_fail(err, WC_USAGE, VARIABLE " is malformed: %s", why);
    cJSON_Delete(root);
    return err->code;
}

static bool put_answer(const struct question *question,
                       const struct record *record, struct secret *out)
{
    char end[PROTOCOL_TIME_TEXT];
    struct moment now;

    clock_now(&now);
    /* A token holds nothing that JSON would have to escape. */
    return secret_add_text(out, "{\"apiVersion\":\"" GROUP) &&
           secret_add_text(out, question->beta ? "v1beta1" : "v1") &&
           secret_add_text(out, "\",\"kind\":\"ExecCredential\","
                                "\"status\":{\"token\":\"") &&
           secret_add_text(out, secret_bytes(&record->token)) &&
           secret_add_text(out, "\",\"expirationTimestamp\":\"") &&
           secret_add_text(out, protocol_format_end(record, &now, end)) &&
           secret_add_text(out, "\"}}\n");
}

enum wc_code protocol_kubernetes(const struct protocol *protocol,
                                 const char *action,
                                 const struct options *options,
                                 struct caller *caller, struct secret *out,
                                 struct wc_error *err)
{
    auto_record record = RECORD_INIT;
    auto_profile profile = PROFILE_INIT;
    struct question question;
    bool known;

    (void)action;
    if (read_question(&question, err) != WC_OK ||
        protocol_find_profile(options, &question.host, &profile, &known, err) !=
            WC_OK)
        return err->code;
    if (!known)
        return wc_fail(err, WC_NO_CREDENTIAL,
                       "no profile serves %s:%u: add it to hosts of the "
                       "profile whose token may go there",
                       question.host.host, (unsigned)question.host.port);
    if (token_get(caller, &profile, protocol->min_validity_s, false, &record,
                  err) != WC_OK)
        return err->code;
    if (!put_answer(&question, &record, out))
        return wc_fail(err, WC_INTERNAL, "the answer to kubectl is too long");
    return WC_OK;
}
