/* SPDX-License-Identifier: MIT */
/*
 * service.h - a conversation with the Secret Service.
 *
 * Private to keyring/: the steps that secret-service.c makes its actions of.
 * Only these two know libsecret and GLib.
 */
#ifndef KEYRING_SERVICE_H
#define KEYRING_SERVICE_H

#include <libsecret/secret.h>

#include "keyring/source.h"

#define SCHEMA_NAME "com.walr.cred.ClientSecret"
#define SCHEMA_KEY  "xdg:schema"

extern const SecretSchema service_schema;

/* A list of SecretItem that owns them. */
typedef GList ItemList;

static inline void service_free_items(ItemList *items)
{
    g_list_free_full(items, g_object_unref);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ItemList, service_free_items)

/* Record ERROR, which happened when we wanted to do WHAT. */
enum wc_code service_fail(GError *error, const char *what,
                          struct wc_error *err);

/* Reach the service, with a SESSION when secrets are to travel (KR-6). */
enum wc_code service_open(const struct keyring_call *call, bool session,
                          SecretService **ret, struct wc_error *err)
    __attribute__((warn_unused_result));

/* What the item of REQUEST is stored and found with; the caller's to unref. */
GHashTable *service_attributes(const struct request *request);

/* Whether ATTRIBUTES has KEY, with exactly VALUE. */
bool service_has(GHashTable *attributes, const char *key, const char *value);

/* All items of REQUEST, locked ones included; no prompt, no secrets.  NULL in
 *ret_items for none. */
enum wc_code service_search(SecretService *service,
                            const struct request *request, ItemList **ret_items,
                            struct wc_error *err)
    __attribute__((warn_unused_result));

/* Unlock OBJECT, an item or collection, if the person may be asked. */
enum wc_code service_unlock(const struct keyring_call *call,
                            SecretService *service, gpointer object,
                            struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
