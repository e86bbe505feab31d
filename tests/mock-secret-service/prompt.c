/* SPDX-License-Identifier: MIT */
/*
 * prompt.c - org.freedesktop.Secret.Prompt.
 *
 * One is open at a time, as there is one client.
 */
#include "config.h"

#include "tests/mock-secret-service/prompt.h"

#include <stdlib.h>

#include "tests/mock-secret-service/collection.h"
#include "tests/mock-secret-service/mock.h"
#include "tests/mock-secret-service/store.h"

#define PROMPT_INTERFACE "org.freedesktop.Secret.Prompt"

static struct {
    enum prompt_purpose purpose;
    GVariant *args;
    char *item, *path;
} prompt;

const char *prompt_new(enum prompt_purpose purpose, GVariant *args,
                       const char *item)
{
    static unsigned number;

    g_clear_pointer(&prompt.args, g_variant_unref);
    g_free(prompt.item);
    g_free(prompt.path);
    prompt.purpose = purpose;
    prompt.args = args ? g_variant_ref(args) : NULL;
    prompt.item = g_strdup(item);
    prompt.path = g_strdup_printf(MOCK_ROOT "/prompt/p%u", ++number);
    (void)dispatch_register(prompt.path, PROMPT_INTERFACE);
    return prompt.path;
}

/* Do it, if the person has AGREED; the result has the type that the
   specification gives it. */
static GVariant *carry_out(bool agreed)
{
    const char *created;
    struct item *item;

    switch (prompt.purpose) {
    case PROMPT_UNLOCK:
        if (!agreed)
            return g_variant_new_array(G_VARIANT_TYPE_OBJECT_PATH, NULL, 0);
        store.locked = false;
        return prompt.args;
    case PROMPT_CREATE:
        created = agreed ? collection_create(prompt.args) : NULL;
        return g_variant_new_object_path(created ? created : "/");
    case PROMPT_DELETE:
        item = agreed ? store_find(prompt.item) : NULL;
        if (item)
            store_remove(item);
        break;
    }
    return g_variant_new_string("");
}

static void emit(GVariant *args)
{
    (void)g_dbus_connection_emit_signal(
        mock.bus, NULL, prompt.path, PROMPT_INTERFACE, "Completed", args, NULL);
}

static void complete(bool dismissed, bool right_type)
{
    g_autoptr(GVariant) result = g_variant_take_ref(
        g_variant_ref_sink(g_variant_new_variant(carry_out(!dismissed))));
    GVariant *wrong = g_variant_new_variant(g_variant_new_string(""));

    emit(g_variant_new("(b@v)", dismissed, right_type ? result : wrong));
}

void prompt_prompt(const struct call *call)
{
    enum prompt_end end = mock.mode->prompt;

    if (end == PROMPT_FAILS) {
        call_refuse(call, "org.freedesktop.DBus.Error.Failed", "no display");
        return;
    }
    call_answer(call, "()");
    switch (end) {
    case PROMPT_COMPLETES:
        complete(false, true);
        break;
    case PROMPT_STAYS_LOCKED:
        emit(g_variant_new_parsed("(false, <@ao []>)"));
        break;
    case PROMPT_DISMISSED:
        complete(true, true);
        break;
    case PROMPT_DISMISSED_WRONG:
        complete(true, false);
        break;
    case PROMPT_COMPLETES_WRONG:
        complete(false, false);
        break;
    case PROMPT_GARBLED:
        emit(g_variant_new_parsed("('what?',)"));
        break;
    case PROMPT_GONE:
        (void)g_dbus_connection_flush_sync(mock.bus, NULL, NULL);
        _Exit(EXIT_SUCCESS);
    case PROMPT_NEVER:
    case PROMPT_FAILS:
        break;
    }
}

void prompt_dismiss(const struct call *call)
{
    call_answer(call, "()");
    if (mock.mode->prompt != PROMPT_NEVER)
        complete(true, true);
}
