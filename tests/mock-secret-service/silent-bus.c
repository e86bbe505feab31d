/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/mock-secret-service/silent-bus.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <string.h>

#define GUID "0123456789abcdef0123456789abcdef"

/* D-Bus specification, "Authentication Protocol": our side of it. */
static const char *reply_to(const char *line)
{
    if (strcmp(line, "AUTH EXTERNAL") == 0)
        return "DATA\r\n"; /* who they say they are comes next */
    if (strcmp(line, "DATA") == 0 || g_str_has_prefix(line, "AUTH EXTERNAL "))
        return "OK " GUID "\r\n";
    if (g_str_has_prefix(line, "AUTH"))
        return "REJECTED EXTERNAL\r\n";
    if (strcmp(line, "NEGOTIATE_UNIX_FD") == 0)
        return "AGREE_UNIX_FD\r\n";
    return NULL; /* BEGIN: from here on it is silent */
}

static void greet(GIOStream *stream)
{
    g_autoptr(GDataInputStream) in =
        g_data_input_stream_new(g_io_stream_get_input_stream(stream));
    GOutputStream *out = g_io_stream_get_output_stream(stream);

    g_data_input_stream_set_newline_type(in, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
    (void)g_data_input_stream_read_byte(in, NULL, NULL); /* a NUL */
    for (;;) {
        g_autofree char *line =
            g_data_input_stream_read_line(in, NULL, NULL, NULL);
        const char *reply = line ? reply_to(line) : NULL;

        if (!reply)
            return;
        (void)g_output_stream_write_all(out, reply, strlen(reply), NULL, NULL,
                                        NULL);
    }
}

/* One client at a time; those that are to wait are never let go. */
static gboolean on_client(GSocketService *service, GSocketConnection *client,
                          GObject *source, gpointer data)
{
    const char *kind = data;

    (void)service, (void)source;
    if (strcmp(kind, "closing") == 0)
        return TRUE;
    (void)g_object_ref(client);
    if (strcmp(kind, "mute") == 0)
        greet(G_IO_STREAM(client));
    return TRUE;
}

bool silent_bus_listen(const char *path, const char *kind)
{
    GSocketService *service = g_socket_service_new();
    g_autoptr(GSocketAddress) address = g_unix_socket_address_new(path);
    static char words[16];

    (void)g_strlcpy(words, kind, sizeof(words));
    (void)g_signal_connect(service, "incoming", G_CALLBACK(on_client), words);
    return g_socket_listener_add_address(
        G_SOCKET_LISTENER(service), address, G_SOCKET_TYPE_STREAM,
        G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, NULL);
}
