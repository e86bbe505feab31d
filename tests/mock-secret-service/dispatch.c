/* SPDX-License-Identifier: MIT */
/*
 * dispatch.c - a call's way to its handler, and what it may meet on the way.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/mock-secret-service/interfaces.h"
#include "tests/mock-secret-service/mock.h"
#include "tests/mock-secret-service/session.h"
#include "tests/mock-secret-service/store.h"

#define FLOOD_BATCH 50

/* What an error says: a terminal's escapes must not get through (IN-3). */
#define ERROR_TEXT "no \033[31mred\r\nAuthorization: Bearer evil"

/* clang-format off */
static const struct method {
    const char *interface, *name;
    void (*run)(const struct call *call);
} methods[] = {
    { "Service",    "OpenSession", service_open_session },
    { "Service",    "SearchItems", service_search_items },
    { "Service",    "Unlock",      service_unlock },
    { "Service",    "Lock",        service_lock },
    { "Service",    "GetSecrets",  service_get_secrets },
    { "Service",    "ReadAlias",   service_read_alias },
    { "Collection", "CreateItem",  collection_create_item },
    { "Collection", "SearchItems", collection_search_items },
    { "Item",       "GetSecret",   item_get_secret },
    { "Item",       "SetSecret",   item_set_secret },
    { "Item",       "Delete",      item_delete },
    { "Prompt",     "Prompt",      prompt_prompt },
    { "Prompt",     "Dismiss",     prompt_dismiss },
    { "Session",    "Close",       session_close },
};
/* clang-format on */

/* "Service" of "org.freedesktop.Secret.Service". */
static const char *short_name(const char *interface)
{
    return strrchr(interface, '.') + 1;
}

void call_answer(const struct call *call, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_dbus_method_invocation_return_value(
        call->invocation, g_variant_new_va(format, NULL, &args));
    va_end(args);
}

void call_refuse(const struct call *call, const char *error, const char *text)
{
    g_dbus_method_invocation_return_dbus_error(call->invocation, error, text);
}

static void run_handler(const struct call *call)
{
    const char *interface =
        g_dbus_method_invocation_get_interface_name(call->invocation);
    const char *name =
        g_dbus_method_invocation_get_method_name(call->invocation);

    for (size_t i = 0; i < G_N_ELEMENTS(methods); i++) {
        if (strcmp(methods[i].interface, short_name(interface)) == 0 &&
            strcmp(methods[i].name, name) == 0) {
            methods[i].run(call);
            return;
        }
    }
}

static gboolean send_flood(gpointer data)
{
    (void)data;
    for (int i = 0; i < FLOOD_BATCH; i++)
        (void)g_dbus_connection_emit_signal(
            mock.bus, NULL, MOCK_ROOT, "org.freedesktop.Secret.Service",
            "CollectionChanged", g_variant_new("(o)", MOCK_COLLECTION), NULL);
    (void)g_dbus_connection_flush_sync(mock.bus, NULL, NULL);
    return G_SOURCE_CONTINUE;
}

static void leave_bus(void)
{
    (void)g_dbus_connection_flush_sync(mock.bus, NULL, NULL);
    _Exit(EXIT_SUCCESS);
}

/* As after an update of the keyring: sessions are gone, items are there. */
static void restart(void)
{
    g_autoptr(GDBusConnection) before = g_object_ref(mock.bus);

    session_forget();
    if (!mock_connect())
        _Exit(EXIT_FAILURE);
    (void)g_dbus_connection_close_sync(before, NULL, NULL);
}

static void meet_fault(const struct call *call)
{
    struct item *item;

    switch (mock.mode->fault) {
    case FAULT_ERROR:
        call_refuse(call, mock.mode->error, ERROR_TEXT);
        return;
    case FAULT_SILENT:
        return;
    case FAULT_GONE:
        leave_bus();
        return;
    case FAULT_RESTART:
        restart();
        return;
    case FAULT_FLOOD:
        (void)g_idle_add(send_flood, NULL);
        break;
    case FAULT_FORGET:
        item = store_find(call->path);
        if (item)
            store_remove(item);
        break;
    case FAULT_NONE:
        break;
    }
    run_handler(call);
}

/* Whether this call, of the mode's method, is one of those that misbehave. */
static bool is_struck(void)
{
    static unsigned seen;

    return mock.mode->times == 0 || seen++ < mock.mode->times;
}

struct late_call {
    struct call call;
    char *path;
};

static gboolean run_late(gpointer data)
{
    struct late_call *late = data;

    meet_fault(&late->call);
    g_variant_unref(late->call.args);
    g_free(late->path);
    g_free(late);
    return G_SOURCE_REMOVE;
}

static void delay(const struct call *call)
{
    struct late_call *late = g_new0(struct late_call, 1);

    late->path = g_strdup(call->path);
    late->call = (struct call){ .path = late->path,
                                .args = g_variant_ref(call->args),
                                .invocation = call->invocation };
    (void)g_timeout_add(mock.mode->delay_ms, run_late, late);
}

static void on_call(GDBusConnection *bus, const gchar *sender,
                    const gchar *path, const gchar *interface,
                    const gchar *method, GVariant *args,
                    GDBusMethodInvocation *invocation, gpointer data)
{
    const struct call call = { .path = path,
                               .args = args,
                               .invocation = invocation };
    g_autofree char *line =
        g_strdup_printf("%s.%s", short_name(interface), method);

    (void)bus, (void)sender, (void)data;
    mock_log("calls", line);
    if (g_strcmp0(mock.mode->call, method) != 0 || !is_struck())
        run_handler(&call);
    else if (mock.mode->delay_ms > 0)
        delay(&call);
    else
        meet_fault(&call);
}

static GVariant *get_property(GDBusConnection *bus, const gchar *sender,
                              const gchar *path, const gchar *interface,
                              const gchar *name, GError **error, gpointer data)
{
    const struct item *item = store_find(path);

    (void)bus, (void)sender, (void)interface, (void)error, (void)data;
    if (strcmp(name, "Collections") == 0)
        return g_variant_new_parsed("[%o]", MOCK_COLLECTION);
    if (strcmp(name, "Items") == 0)
        return store_paths(NULL);
    if (strcmp(name, "Locked") == 0)
        return g_variant_new_boolean(store.locked);
    if (strcmp(name, "Attributes") == 0 && item)
        return item_attributes(item);
    if (strcmp(name, "Label") == 0)
        return g_variant_new_string(item ? item->label : "Login");
    return g_variant_new_uint64(0); /* Created, Modified */
}

guint dispatch_register(const char *path, const char *interface)
{
    static const GDBusInterfaceVTable table = { .method_call = on_call,
                                                .get_property = get_property };

    return g_dbus_connection_register_object(
        mock.bus, path, interface_find(interface), &table, NULL, NULL, NULL);
}
