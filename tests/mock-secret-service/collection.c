/* SPDX-License-Identifier: MIT */
/*
 * collection.c - org.freedesktop.Secret.Collection.
 */
#include "config.h"

#include "tests/mock-secret-service/collection.h"

#include "tests/mock-secret-service/mock.h"
#include "tests/mock-secret-service/prompt.h"
#include "tests/mock-secret-service/session.h"
#include "tests/mock-secret-service/store.h"

/* The item that has exactly ATTRIBUTES, or NULL. */
static struct item *find_same(GVariant *attributes)
{
    for (guint i = 0; i < store.items->len; i++) {
        struct item *item = store.items->pdata[i];

        if (g_hash_table_size(item->attributes) ==
                g_variant_n_children(attributes) &&
            item_has(item, attributes))
            return item;
    }
    return NULL;
}

const char *collection_create(GVariant *args)
{
    g_autoptr(GVariant) properties = g_variant_get_child_value(args, 0);
    g_autoptr(GVariant) wrapped = g_variant_get_child_value(args, 1);
    g_autoptr(GVariant) attributes = g_variant_lookup_value(
        properties, "org.freedesktop.Secret.Item.Attributes",
        G_VARIANT_TYPE("a{ss}"));
    g_autoptr(GBytes) secret = NULL;
    const char *session_name, *label = "";
    struct session *session;
    struct item *same;
    gboolean replace;

    g_variant_get_child(args, 2, "b", &replace);
    g_variant_get_child(wrapped, 0, "&o", &session_name);
    (void)g_variant_lookup(properties, "org.freedesktop.Secret.Item.Label",
                           "&s", &label);
    session = session_find(session_name);
    secret = session ? session_unwrap(session, wrapped) : NULL;
    if (!secret || !attributes)
        return NULL;
    same = replace ? find_same(attributes) : NULL;
    if (!same)
        return store_add(label, attributes, secret)->path;
    g_bytes_unref(same->secret);
    same->secret = g_bytes_ref(secret);
    return same->path;
}

void collection_create_item(const struct call *call)
{
    const char *path;

    if (store.locked) {
        call_refuse(call, ERROR_IS_LOCKED, "the collection is locked");
        return;
    }
    if (mock.mode->flags & MODE_ASKS) {
        call_answer(call, "(oo)", "/",
                    prompt_new(PROMPT_CREATE, call->args, NULL));
        return;
    }
    path = collection_create(call->args);
    if (path)
        call_answer(call, "(oo)", path, MOCK_NO_PROMPT);
    else
        call_refuse(call, ERROR_NO_SESSION, "the secret cannot be read");
}

void collection_search_items(const struct call *call)
{
    g_autoptr(GVariant) wanted = g_variant_get_child_value(call->args, 0);

    call_answer(call, "(@ao)", store_paths(wanted));
}
