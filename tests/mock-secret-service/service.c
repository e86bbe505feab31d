/* SPDX-License-Identifier: MIT */
/*
 * service.c - org.freedesktop.Secret.Service and Session.
 */
#include "config.h"

#include <string.h>

#include "tests/mock-secret-service/mock.h"
#include "tests/mock-secret-service/prompt.h"
#include "tests/mock-secret-service/session.h"
#include "tests/mock-secret-service/store.h"

void service_open_session(const struct call *call)
{
    g_autoptr(GVariant) input = NULL;
    struct session *session;
    const char *algorithm;
    GVariant *output;

    g_variant_get(call->args, "(&sv)", &algorithm, &input);
    if (strcmp(algorithm, SESSION_PLAIN) == 0) {
        session = session_open(NULL, &output);
    } else if (strcmp(algorithm, SESSION_ENCRYPTED) == 0 &&
               !(mock.mode->flags & MODE_PLAIN_ONLY)) {
        session = session_open(input, &output);
    } else {
        call_refuse(call, "org.freedesktop.DBus.Error.NotSupported",
                    "no such algorithm");
        return;
    }
    call_answer(call, "(vo)", output, session_path(session));
}

void service_search_items(const struct call *call)
{
    g_autoptr(GVariant) wanted = g_variant_get_child_value(call->args, 0);
    bool lying = mock.mode->flags & MODE_LYING;
    GVariant *found = store_paths(lying ? NULL : wanted);
    GVariant *none = g_variant_new_array(G_VARIANT_TYPE_OBJECT_PATH, NULL, 0);

    call_answer(call, "(@ao@ao)", store.locked ? none : found,
                store.locked ? found : none);
}

void service_unlock(const struct call *call)
{
    g_autoptr(GVariant) objects = g_variant_get_child_value(call->args, 0);
    GVariant *none = g_variant_new_array(G_VARIANT_TYPE_OBJECT_PATH, NULL, 0);

    if (!store.locked) {
        g_variant_unref(g_variant_ref_sink(none));
        call_answer(call, "(@aoo)", objects, MOCK_NO_PROMPT);
        return;
    }
    call_answer(call, "(@aoo)", none, prompt_new(PROMPT_UNLOCK, objects, NULL));
}

void service_lock(const struct call *call)
{
    g_autoptr(GVariant) objects = g_variant_get_child_value(call->args, 0);

    store.locked = true;
    call_answer(call, "(@aoo)", objects, MOCK_NO_PROMPT);
}

void service_get_secrets(const struct call *call)
{
    g_autoptr(GVariant) paths = NULL;
    const struct session *session;
    const char *session_name, *path;
    GVariantBuilder secrets;
    GVariantIter at;

    g_variant_get(call->args, "(@ao&o)", &paths, &session_name);
    session = session_find(session_name);
    if (!session) {
        call_refuse(call, ERROR_NO_SESSION, "no such session");
        return;
    }
    g_variant_builder_init(&secrets, G_VARIANT_TYPE("a{o(oayays)}"));
    g_variant_iter_init(&at, paths);
    while (g_variant_iter_next(&at, "&o", &path)) {
        const struct item *item = store_find(path);

        if (item && !store.locked)
            g_variant_builder_add(&secrets, "{o@(oayays)}", path,
                                  session_wrap(session, item->secret));
    }
    call_answer(call, "(a{o(oayays)})", &secrets);
}

void service_read_alias(const struct call *call)
{
    const char *alias;
    bool known;

    g_variant_get(call->args, "(&s)", &alias);
    known =
        strcmp(alias, "default") == 0 && !(mock.mode->flags & MODE_NO_DEFAULT);
    call_answer(call, "(o)", known ? MOCK_COLLECTION : "/");
}

void session_close(const struct call *call)
{
    call_answer(call, "()");
}
