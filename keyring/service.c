/* SPDX-License-Identifier: MIT */
/*
 * service.c - a conversation with the Secret Service.
 *
 * A search never unlocks, and what a provider returns is compared again: one
 * that matches too much would give us a foreign secret.  Prompts are those of
 * prompt.c (KR-3), and secrets travel over an encrypted session (KR-6).
 * Nothing here can be cancelled: keyring.c has armed a limit.
 */
#include "config.h"

#include "keyring/service.h"

#include "keyring/prompt.h"

const SecretSchema service_schema = {
    .name = SCHEMA_NAME,
    .flags = SECRET_SCHEMA_NONE,
    .attributes = { { "profile", SECRET_SCHEMA_ATTRIBUTE_STRING },
                    { "token-url", SECRET_SCHEMA_ATTRIBUTE_STRING },
                    { "client-id", SECRET_SCHEMA_ATTRIBUTE_STRING } },
};

static bool service_absent(const GError *error)
{
    return g_error_matches(error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
           g_error_matches(error, G_DBUS_ERROR,
                           G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
           g_error_matches(error, G_DBUS_ERROR,
                           G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND);
}

enum wc_code service_fail(GError *error, const char *what, struct wc_error *err)
{
    if (service_absent(error))
        return wc_fail(err, WC_NO_KEYRING,
                       "no keyring is running: install or start one "
                       "(gnome-keyring, KWallet, KeePassXC)");
    if (g_error_matches(error, PROMPT_ERROR, 0))
        return wc_fail(err, WC_LOCKED, "cannot %s: %s", what, error->message);
    if (g_error_matches(error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
        return wc_fail(err, WC_LOCKED,
                       "the keyring was locked meanwhile: unlock it");
    (void)g_dbus_error_strip_remote_error(error);
    return wc_fail(err, WC_NO_KEYRING,
                   "cannot %s (%.200s): try again, or restart the keyring",
                   what, error->message);
}

/* The connection that libsecret will use; a lost bus must not end us. */
static enum wc_code connect_bus(struct wc_error *err)
{
    static GDBusConnection *bus;
    g_autoptr(GError) error = NULL;

    if (!bus)
        bus = g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, &error);
    if (!bus)
        return service_fail(error, "reach the session bus", err);
    g_dbus_connection_set_exit_on_close(bus, FALSE);
    return WC_OK;
}

/* KWallet fails about one time in a hundred to agree on its key: once more is
   enough. */
enum wc_code service_open(const struct keyring_call *call, bool session,
                          SecretService **ret, struct wc_error *err)
{
    SecretServiceFlags flags =
        session ? SECRET_SERVICE_OPEN_SESSION : SECRET_SERVICE_NONE;
    g_autoptr(SecretService) service = NULL;
    g_autoptr(GError) error = NULL;

    if (connect_bus(err) != WC_OK)
        return err->code;
    service = secret_service_open_sync(prompting_service_get_type(), NULL,
                                       flags, NULL, &error);
    if (!service && !service_absent(error)) {
        g_clear_error(&error);
        service = secret_service_open_sync(prompting_service_get_type(), NULL,
                                           flags, NULL, &error);
    }
    if (!service)
        return service_fail(error, "reach the keyring", err);
    if (session && !call->request->allow_plain_session &&
        g_strcmp0(secret_service_get_session_algorithms(service),
                  "dh-ietf1024-sha256-aes128-cbc-pkcs7") != 0)
        return wc_fail(err, WC_NO_KEYRING,
                       "the keyring offers no encrypted session: update it, or "
                       "set 'allow-plain-session = yes'");
    prompting_service_set_call(service, call);
    *ret = g_steal_pointer(&service);
    return WC_OK;
}

GHashTable *service_attributes(const struct request *request)
{
    return secret_attributes_build(&service_schema, "profile", request->profile,
                                   "token-url", request->token_url, "client-id",
                                   request->client_id, NULL);
}

bool service_has(GHashTable *attributes, const char *key, const char *value)
{
    return g_strcmp0(g_hash_table_lookup(attributes, key), value) == 0;
}

static bool is_ours(SecretItem *item, const struct request *request)
{
    g_autoptr(GHashTable) attributes = secret_item_get_attributes(item);

    return attributes && service_has(attributes, SCHEMA_KEY, SCHEMA_NAME) &&
           service_has(attributes, "profile", request->profile) &&
           service_has(attributes, "token-url", request->token_url) &&
           service_has(attributes, "client-id", request->client_id);
}

enum wc_code service_search(SecretService *service,
                            const struct request *request, ItemList **ret_items,
                            struct wc_error *err)
{
    g_autoptr(GHashTable) attributes = service_attributes(request);
    g_autoptr(GError) error = NULL;
    g_autoptr(ItemList) found = secret_service_search_sync(
        service, &service_schema, attributes, SECRET_SEARCH_ALL, NULL, &error);
    GList *items = NULL;

    if (error)
        return service_fail(error, "search the keyring", err);
    for (GList *at = found; at; at = at->next) {
        if (is_ours(at->data, request))
            items = g_list_prepend(items, g_object_ref(at->data));
    }
    *ret_items = items;
    return WC_OK;
}

enum wc_code service_unlock(const struct keyring_call *call,
                            SecretService *service, gpointer object,
                            struct wc_error *err)
{
    g_autoptr(GError) error = NULL;
    GList one = { .data = object };
    int n;

    if (!call->request->may_prompt)
        return wc_fail(err, WC_LOCKED,
                       "the keyring is locked: unlock it, or allow the prompt "
                       "with --interactive=always");
    n = secret_service_unlock_sync(service, &one, NULL, NULL, &error);
    if (g_error_matches(error, PROMPT_ERROR, 0))
        return service_fail(error, "unlock the keyring", err);
    if (error) {
        (void)g_dbus_error_strip_remote_error(error);
        return wc_fail(err, WC_LOCKED,
                       "the keyring is locked and cannot be unlocked (%.200s): "
                       "unlock it on the desktop",
                       error->message);
    }
    if (n < 1)
        return wc_fail(err, WC_LOCKED,
                       "the keyring stays locked, though its prompt was "
                       "answered: run walr-cred again");
    return WC_OK;
}
