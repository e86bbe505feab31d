/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "obtain/work.h"

#include "obtain/endpoint.h"
#include "obtain/grant.h"
#include "obtain/response.h"

/* Ask the token endpoint with SECRET. */
static enum wc_code exchange(const struct request *request,
                             const struct secret *secret, struct answer *answer,
                             struct wc_error *err)
{
    auto_grant grant = GRANT_INIT;
    auto_reply reply = REPLY_INIT;

    if (grant_build(request, secret, &grant, err) != WC_OK ||
        endpoint_post(request, &grant, &reply, err) != WC_OK)
        return err->code;
    answer->kind = ANSWER_RECORD;
    return response_read(&reply, request->default_lifetime_s, reply.sent.wall_s,
                         &answer->record, &answer->retry_after_s, err);
}

static enum wc_code obtain(const struct keyring_call *call,
                           struct answer *answer, struct wc_error *err)
{
    auto_secret secret = SECRET_MAX(CLIENT_SECRET_MAX + 2);

    if (keyring_lookup(call, &secret, err) != WC_OK)
        return err->code;
    return exchange(call->request, &secret, answer, err);
}

/* Nothing is stored that the endpoint has not accepted. */
static enum wc_code login(const struct keyring_call *call,
                          struct answer *answer, struct wc_error *err)
{
    auto_secret secret = SECRET_MAX(CLIENT_SECRET_MAX + 2);

    if (keyring_lookup(call, &secret, err) != WC_OK)
        return err->code;
    if (!call->request->no_verify &&
        exchange(call->request, &secret, answer, err) != WC_OK)
        return err->code;
    answer->stored = true;
    return keyring_store(call, &secret, err);
}

static enum wc_code logout(const struct keyring_call *call,
                           struct answer *answer, struct wc_error *err)
{
    return keyring_clear(call, &answer->stored, err);
}

static enum wc_code look(const struct keyring_call *call, struct answer *answer,
                         struct wc_error *err)
{
    return keyring_look(call, &answer->stored, &answer->locked, err);
}

enum wc_code work_do(const struct keyring_call *call, struct answer *ret_answer,
                     struct wc_error *err)
{
    static enum wc_code (*const actions[])(const struct keyring_call *call,
                                           struct answer *answer,
                                           struct wc_error *err) = {
        [REQUEST_OBTAIN] = obtain,
        [REQUEST_LOGIN] = login,
        [REQUEST_LOGOUT] = logout,
        [REQUEST_LOOK] = look,
    };

    ret_answer->kind = ANSWER_DONE;
    if (!call->request->client_id)
        return wc_fail(err, WC_NO_CREDENTIAL,
                       "no client id: run walr-cred login");
    return actions[call->request->action](call, ret_answer, err);
}
