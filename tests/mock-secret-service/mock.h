/* SPDX-License-Identifier: MIT */
/*
 * mock.h - what the parts of the mock Secret Service share.
 *
 * One process, one thread of ours, one mode.  A call arrives in dispatch.c, may
 * meet the mode's fault there, and is else answered by the handler of its row.
 */
#ifndef MOCK_SECRET_SERVICE_MOCK_H
#define MOCK_SECRET_SERVICE_MOCK_H

#include <gio/gio.h>
#include <stdbool.h>

#include "tests/mock-secret-service/mode.h"

#define MOCK_NAME       "org.freedesktop.secrets"
#define MOCK_ROOT       "/org/freedesktop/secrets"
#define MOCK_COLLECTION MOCK_ROOT "/collection/login"
#define MOCK_ALIAS      MOCK_ROOT "/aliases/default"
#define MOCK_NO_PROMPT  "/"

#define ERROR_IS_LOCKED  "org.freedesktop.Secret.Error.IsLocked"
#define ERROR_NO_SESSION "org.freedesktop.Secret.Error.NoSession"
#define ERROR_NO_OBJECT  "org.freedesktop.Secret.Error.NoSuchObject"

struct mock {
    const char *dir;
    const struct mode *mode;
    GDBusConnection *bus; /* the one that owns the name */
};

extern struct mock mock;

/* One call on its way to a handler, which takes the invocation. */
struct call {
    const char *path;
    GVariant *args;
    GDBusMethodInvocation *invocation;
};

/* Append a line to FILE in the mock's folder. */
void mock_log(const char *file, const char *line);

/* Own the name on a connection of its own; the one before, if any, is left. */
bool mock_connect(void);

/* Serve INTERFACE at PATH; the number is what GDBus knows it by. */
guint dispatch_register(const char *path, const char *interface);

void call_answer(const struct call *call, const char *format, ...);
void call_refuse(const struct call *call, const char *error, const char *text);

/* service.c, collection.c, item.c, prompt.c, session.c: one a method. */
void service_open_session(const struct call *call);
void service_search_items(const struct call *call);
void service_unlock(const struct call *call);
void service_lock(const struct call *call);
void service_get_secrets(const struct call *call);
void service_read_alias(const struct call *call);
void collection_create_item(const struct call *call);
void collection_search_items(const struct call *call);
void item_get_secret(const struct call *call);
void item_set_secret(const struct call *call);
void item_delete(const struct call *call);
void prompt_prompt(const struct call *call);
void prompt_dismiss(const struct call *call);
void session_close(const struct call *call);

#endif
