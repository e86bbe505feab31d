/* SPDX-License-Identifier: MIT */
/*
 * mock-secret-service.c - main: the folder, the bus, one item.
 */
#include "config.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include "tests/mock-secret-service/mock.h"
#include "tests/mock-secret-service/session.h"
#include "tests/mock-secret-service/silent-bus.h"
#include "tests/mock-secret-service/store.h"

#define DEFAULT_SECRET "demo-secret"

struct mock mock;

static FILE *open_file(const char *name)
{
    g_autofree char *path = g_strdup_printf("%s/%s", mock.dir, name);

    return fopen(path, "ae");
}

void mock_log(const char *name, const char *line)
{
    FILE *file = open_file(name);

    if (!file)
        return;
    (void)fprintf(file, "%s\n", line);
    (void)fclose(file);
}

/* Keep the bytes of every message, in the connection's own thread. */
static GDBusMessage *on_message(GDBusConnection *bus, GDBusMessage *message,
                                gboolean incoming, gpointer data)
{
    gsize len = 0;
    g_autofree guchar *bytes = g_dbus_message_to_blob(
        message, &len, g_dbus_connection_get_capabilities(bus), NULL);
    FILE *file = open_file("wire");

    (void)data;
    if (file) {
        (void)fwrite(bytes, 1, len, file);
        (void)fclose(file);
    }
    if (incoming && mock.mode->flags & MODE_MUTE &&
        g_dbus_message_get_message_type(message) ==
            G_DBUS_MESSAGE_TYPE_METHOD_CALL)
        g_clear_object(&message);
    return message;
}

static bool own_name(void)
{
    const guint flags = G_BUS_NAME_OWNER_FLAGS_ALLOW_REPLACEMENT |
                        G_BUS_NAME_OWNER_FLAGS_REPLACE;
    g_autoptr(GVariant) reply = g_dbus_connection_call_sync(
        mock.bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
        "org.freedesktop.DBus", "RequestName",
        g_variant_new("(su)", MOCK_NAME, flags), G_VARIANT_TYPE("(u)"),
        G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
    guint32 result = 0;

    if (reply)
        g_variant_get(reply, "(u)", &result);
    return result == 1; /* DBUS_REQUEST_NAME_REPLY_PRIMARY_OWNER */
}

bool mock_connect(void)
{
    const char *address = g_getenv("DBUS_SESSION_BUS_ADDRESS");

    if (!address)
        return false;
    mock.bus = g_dbus_connection_new_for_address_sync(
        address,
        G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
            G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
        NULL, NULL, NULL);
    if (!mock.bus)
        return false;
    (void)g_dbus_connection_add_filter(mock.bus, on_message, NULL, NULL);
    (void)dispatch_register(MOCK_ROOT, "org.freedesktop.Secret.Service");
    (void)dispatch_register(MOCK_COLLECTION,
                            "org.freedesktop.Secret.Collection");
    if (!(mock.mode->flags & MODE_NO_DEFAULT))
        (void)dispatch_register(MOCK_ALIAS,
                                "org.freedesktop.Secret.Collection");
    store_register();
    return own_name();
}

/* The attributes that are given as NAME=VALUE, of type a{ss}. */
static GVariant *read_attributes(char **words, bool one_more)
{
    GVariantBuilder builder;

    g_variant_builder_init(&builder, G_VARIANT_TYPE("a{ss}"));
    for (; *words; words++) {
        g_auto(GStrv) parts = g_strsplit(*words, "=", 2);

        if (parts[0] && parts[1])
            g_variant_builder_add(&builder, "{ss}", parts[0], parts[1]);
    }
    if (one_more)
        g_variant_builder_add(&builder, "{ss}", "one", "more");
    return g_variant_ref_sink(g_variant_builder_end(&builder));
}

static void add_items(char **words)
{
    g_autofree char *path = g_strdup_printf("%s/secret", mock.dir);
    g_autoptr(GVariant) attributes = read_attributes(words, false);
    g_autoptr(GVariant) others = read_attributes(words, true);
    g_autoptr(GBytes) secret = NULL;
    g_autofree char *text = NULL;
    gsize len;

    if (g_file_get_contents(path, &text, &len, NULL))
        secret = g_bytes_new(text, len);
    else
        secret = g_bytes_new(DEFAULT_SECRET, strlen(DEFAULT_SECRET));
    if (*words)
        (void)store_add("the item", attributes, secret);
    if (mock.mode->flags & MODE_TWINS)
        (void)store_add("its \033[31mtwin", others, secret);
}

static void list_modes(void)
{
    for (const struct mode *row = modes; row->name; row++)
        (void)printf("%-28s %s\n", row->name, row->help);
}

static int usage(void)
{
    (void)fprintf(stderr, "usage: mock-secret-service --dir FOLDER --mode MODE "
                          "[--die-with-parent] [NAME=VALUE...] | "
                          "--list-modes\n");
    return 2;
}

/* Be the service, or the bus, that the mode says. */
static bool start(char **words)
{
    g_autofree char *path = g_strdup_printf("%s/bus", mock.dir);

    if (mock.mode->bus)
        return silent_bus_listen(path, mock.mode->bus);
    session_init();
    store_init(mock.mode->flags & MODE_LOCKED);
    if (!mock_connect())
        return false;
    add_items(words);
    return true;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        { "dir", required_argument, NULL, 'd' },
        { "mode", required_argument, NULL, 'm' },
        { "die-with-parent", no_argument, NULL, 'p' },
        { "list-modes", no_argument, NULL, 'l' },
        { NULL, 0, NULL, 0 },
    };
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == 'd')
            mock.dir = optarg;
        else if (option == 'm')
            mock.mode = mode_find(optarg);
        else if (option == 'p')
            (void)prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
        else if (option == 'l')
            return list_modes(), 0;
        else
            return usage();
    }
    if (!mock.dir || !mock.mode)
        return usage();
    (void)umask(077);
    if (!start(argv + optind)) {
        (void)fprintf(stderr, "mock-secret-service: cannot start\n");
        return 1;
    }
    mock_log("ready", "ready");
    g_main_loop_run(g_main_loop_new(NULL, FALSE));
    return 0;
}
