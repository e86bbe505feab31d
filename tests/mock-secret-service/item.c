/* SPDX-License-Identifier: MIT */
/*
 * item.c - org.freedesktop.Secret.Item.
 */
#include "config.h"

#include "tests/mock-secret-service/mock.h"
#include "tests/mock-secret-service/prompt.h"
#include "tests/mock-secret-service/session.h"
#include "tests/mock-secret-service/store.h"

#define HUGE_BYTES (1024 * 1024)

/* What ITEM's secret is said to be. */
static GBytes *new_secret(const struct item *item)
{
    static bool was_empty;
    g_autofree char *huge = NULL;

    switch (mock.mode->secret) {
    case SECRET_EMPTY:
        return g_bytes_new(NULL, 0);
    case SECRET_EMPTY_ONCE:
        if (was_empty)
            break;
        was_empty = true;
        return g_bytes_new(NULL, 0);
    case SECRET_HUGE:
        huge = g_strnfill(HUGE_BYTES, 'x');
        return g_bytes_new(huge, HUGE_BYTES);
    case SECRET_BYTES_NOT_UTF8:
        return g_bytes_new("\377\376 not text", 11);
    case SECRET_CONTROL:
        return g_bytes_new("\033[31mred", 8);
    default:
        break;
    }
    return g_bytes_ref(item->secret);
}

void item_get_secret(const struct call *call)
{
    const struct item *item = store_find(call->path);
    g_autoptr(GBytes) secret = NULL;
    const struct session *session;
    const char *name;

    g_variant_get(call->args, "(&o)", &name);
    session = session_find(name);
    if (!item) {
        call_refuse(call, ERROR_NO_OBJECT, "no such item");
    } else if (store.locked) {
        call_refuse(call, ERROR_IS_LOCKED, "the item is locked");
    } else if (!session) {
        call_refuse(call, ERROR_NO_SESSION, "no such session");
    } else {
        secret = new_secret(item);
        call_answer(call, "(@(oayays))", session_wrap(session, secret));
    }
}

void item_set_secret(const struct call *call)
{
    g_autoptr(GVariant) wrapped = g_variant_get_child_value(call->args, 0);
    struct item *item = store_find(call->path);
    const struct session *session;
    const char *name;
    GBytes *secret;

    g_variant_get_child(wrapped, 0, "&o", &name);
    session = session_find(name);
    secret = session ? session_unwrap(session, wrapped) : NULL;
    if (!item || !secret) {
        call_refuse(call, ERROR_NO_SESSION, "the secret cannot be read");
        return;
    }
    g_bytes_unref(item->secret);
    item->secret = secret;
    call_answer(call, "()");
}

void item_delete(const struct call *call)
{
    struct item *item = store_find(call->path);

    if (!item) {
        call_refuse(call, ERROR_NO_OBJECT, "no such item");
    } else if (mock.mode->flags & MODE_ASKS) {
        call_answer(call, "(o)", prompt_new(PROMPT_DELETE, NULL, call->path));
    } else {
        call_answer(call, "(o)", MOCK_NO_PROMPT);
        store_remove(item);
    }
}
