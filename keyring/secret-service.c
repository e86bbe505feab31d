/* SPDX-License-Identifier: MIT */
/*
 * secret-service.c - client secrets in the desktop keyring; the only user of
 * libsecret and GLib.
 *
 * An item is found by all its attributes, so a secret is bound to its token
 * endpoint (HOST-5, KR-5).  Nothing is unlocked unless the person may be asked,
 * and the limit around every call ends a keyring that hangs (KR-2, KR-3).
 */
#include "config.h"

#include <libsecret/secret.h>
#include <string.h>

#include "keyring/bus.h"
#include "keyring/keyring.h"
#include "keyring/limit.h"
#include "keyring/source.h"

#define ALGORITHM_PLAIN "plain"
#define N_ATTRIBUTES    4 /* ours and xdg:schema */
#define LABELS_MAX      3 /* named of an ambiguous look-up */

#define LIMIT_TEXT \
    "the keyring does not answer: restart it, or log out and in again"
#define PROMPT_TEXT \
    "nobody answered the keyring's prompt: run it again, or unlock the keyring"

static const SecretSchema schema = {
    .name = "com.walr.cred.ClientSecret",
    .flags = SECRET_SCHEMA_NONE,
    .attributes = { { "profile", SECRET_SCHEMA_ATTRIBUTE_STRING },
                    { "token-url", SECRET_SCHEMA_ATTRIBUTE_STRING },
                    { "client-id", SECRET_SCHEMA_ATTRIBUTE_STRING },
                    { NULL, 0 } },
};

typedef GList ItemList;

static void free_items(ItemList *items)
{
    g_list_free_full(items, g_object_unref);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ItemList, free_items)

static GHashTable *attributes_of(const struct request *request)
{
    return secret_attributes_build(&schema, "profile", request->profile,
                                   "token-url", request->token_url, "client-id",
                                   request->client_id, NULL);
}

/* What a failed call means, and one line about it. */
static enum wc_code failed(const GError *error, struct wc_error *err)
{
    if (g_error_matches(error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
        g_error_matches(error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
        g_error_matches(error, G_DBUS_ERROR,
                        G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND))
        return wc_fail(err, WC_NO_KEYRING,
                       "no keyring answers on the session bus: install or "
                       "start one (gnome-keyring, KWallet, KeePassXC)");
    if (g_error_matches(error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
        return wc_fail(err, WC_LOCKED,
                       "the keyring is locked: unlock it and run it again");
    return wc_fail(err, WC_NO_KEYRING,
                   "the keyring failed (%s): restart it, or log out and in "
                   "again",
                   error ? error->message : "no reason given");
}

/* KR-6: what libsecret falls back to silently must be asked for. */
static enum wc_code check_session(SecretService *service,
                                  const struct request *request,
                                  struct wc_error *err)
{
    const char *algorithms = secret_service_get_session_algorithms(service);

    if (request->allow_plain_session ||
        (algorithms && strcmp(algorithms, ALGORITHM_PLAIN) != 0))
        return WC_OK;
    return wc_fail(err, WC_NO_KEYRING,
                   "the keyring offers no encrypted session: update it, or set "
                   "allow-plain-session = yes");
}

static enum wc_code connect(const struct request *request,
                            SecretService **ret_service, struct wc_error *err)
{
    g_autoptr(SecretService) service = NULL;
    g_autoptr(GError) error = NULL;

    if (bus_find(err) != WC_OK)
        return err->code;
    limit_set(KEYRING_LIMIT_MS, WC_NO_KEYRING, LIMIT_TEXT);
    service =
        secret_service_get_sync(SECRET_SERVICE_OPEN_SESSION, NULL, &error);
    if (!service)
        return failed(error, err);
    if (check_session(service, request, err) != WC_OK)
        return err->code;
    *ret_service = g_steal_pointer(&service);
    return WC_OK;
}

/* All items with ATTRIBUTES, locked ones too, without a prompt. */
static enum wc_code search(SecretService *service, GHashTable *attributes,
                           ItemList **ret_items, struct wc_error *err)
{
    g_autoptr(GError) error = NULL;
    GList *items = secret_service_search_sync(service, &schema, attributes,
                                              SECRET_SEARCH_ALL, NULL, &error);

    if (error) {
        free_items(items);
        return failed(error, err);
    }
    *ret_items = items;
    return WC_OK;
}

/* KR-5: nothing of ours matches; say what does. */
static enum wc_code explain_absence(SecretService *service,
                                    const struct request *request,
                                    struct wc_error *err)
{
    g_autoptr(GHashTable) attributes =
        secret_attributes_build(&schema, "profile", request->profile,
                                "client-id", request->client_id, NULL);
    g_autoptr(ItemList) items = NULL;

    if (search(service, attributes, &items, err) != WC_OK)
        return err->code;
    if (items)
        return wc_fail(err, WC_NO_CREDENTIAL,
                       "the client secret of profile '%s' is stored for "
                       "another token endpoint: run walr-cred login -p %s",
                       request->profile, request->profile);
    return wc_fail(err, WC_NO_CREDENTIAL,
                   "no client secret is stored for profile '%s': run "
                   "walr-cred login -p %s",
                   request->profile, request->profile);
}

static enum wc_code ambiguous(ItemList *items, struct wc_error *err)
{
    g_autoptr(GString) labels = g_string_new(NULL);
    guint n = 0;

    for (GList *at = items; at && n < LABELS_MAX; at = at->next, n++) {
        g_autofree gchar *label = secret_item_get_label(at->data);

        g_string_append_printf(labels, "%s'%s'", n > 0 ? ", " : "", label);
    }
    return wc_fail(err, WC_NO_CREDENTIAL,
                   "%u keyring items match (%s): remove all but one",
                   g_list_length(items), labels->str);
}

/* Unlock OBJECT, an item or a collection, if the person may be asked. */
static enum wc_code unlock(const struct keyring_call *call,
                           SecretService *service, GDBusProxy *object,
                           struct wc_error *err)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GList) objects = NULL;
    ItemList *unlocked = NULL;
    gint n;

    if (!call->request->may_prompt)
        return wc_fail(err, WC_LOCKED,
                       "the keyring is locked: unlock it (log in to the "
                       "desktop, or open its settings) and run it again");
    objects = g_list_append(NULL, object);
    call->prompt(true);
    limit_set(KEYRING_PROMPT_LIMIT_MS, WC_LOCKED, PROMPT_TEXT);
    n = secret_service_unlock_sync(service, objects, NULL, &unlocked, &error);
    limit_set(KEYRING_LIMIT_MS, WC_NO_KEYRING, LIMIT_TEXT);
    call->prompt(false);
    free_items(unlocked);
    if (error)
        return failed(error, err);
    if (n == 0)
        return wc_fail(err, WC_LOCKED,
                       "the keyring stayed locked, its prompt was refused: run "
                       "it again");
    return WC_OK;
}

static enum wc_code load_secret(SecretItem *item, struct secret *secret,
                                struct wc_error *err)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(SecretValue) value = NULL;
    const gchar *bytes;
    gsize len;

    if (!secret_item_load_secret_sync(item, NULL, &error))
        return failed(error, err);
    value = secret_item_get_secret(item);
    if (!value)
        return wc_fail(err, WC_NO_KEYRING, "the keyring gave no secret");
    bytes = secret_value_get(value, &len);
    if (!secret_add(secret, bytes, len))
        return wc_fail(err, WC_NO_CREDENTIAL,
                       "malformed client secret in the keyring: it is over "
                       "4096 bytes");
    return WC_OK;
}

/* Find the one item of the request. */
static enum wc_code find_item(SecretService *service,
                              const struct request *request,
                              SecretItem **ret_item, struct wc_error *err)
{
    g_autoptr(GHashTable) attributes = attributes_of(request);
    g_autoptr(ItemList) items = NULL;

    if (search(service, attributes, &items, err) != WC_OK)
        return err->code;
    if (!items)
        return explain_absence(service, request, err);
    if (items->next)
        return ambiguous(items, err);
    *ret_item = g_object_ref(items->data);
    return WC_OK;
}

static enum wc_code look_up(const struct keyring_call *call,
                            struct secret *secret, struct wc_error *err)
{
    g_autoptr(SecretService) service = NULL;
    g_autoptr(SecretItem) item = NULL;

    if (connect(call->request, &service, err) != WC_OK ||
        find_item(service, call->request, &item, err) != WC_OK)
        return err->code;
    if (secret_item_get_locked(item) &&
        unlock(call, service, G_DBUS_PROXY(item), err) != WC_OK)
        return err->code;
    return load_secret(item, secret, err);
}

/*
 * Some keyrings fail one look-up in a hundred for want of padding in the key
 * exchange; a new session is tried once.
 */
static enum wc_code read_keyring(const struct keyring_call *call,
                                 struct secret *secret, struct wc_error *err)
{
    struct wc_error first = { 0 };

    if (look_up(call, secret, &first) == WC_NO_KEYRING ||
        (first.code == WC_OK && secret->len == 0)) {
        secret_service_disconnect();
        secret_clear(secret);
        (void)look_up(call, secret, err);
    } else if (first.code != WC_OK) {
        (void)wc_fail(err, first.code, "%s", first.text);
    }
    limit_clear();
    return err->code;
}

const struct source secret_service_source = {
    .read = read_keyring,
    .malformed = WC_NO_CREDENTIAL,
    .name = "the keyring",
};

/* The default collection, unlocked, so that storing asks nobody unseen. */
static enum wc_code open_default(const struct keyring_call *call,
                                 SecretService *service, struct wc_error *err)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(SecretCollection) collection =
        secret_collection_for_alias_sync(service, SECRET_COLLECTION_DEFAULT,
                                         SECRET_COLLECTION_NONE, NULL, &error);

    if (error)
        return failed(error, err);
    if (!collection)
        return call->request->may_prompt
                   ? WC_OK
                   : wc_fail(err, WC_LOCKED,
                             "there is no default keyring yet: create one at "
                             "the desktop, and run it again");
    if (!secret_collection_get_locked(collection))
        return WC_OK;
    return unlock(call, service, G_DBUS_PROXY(collection), err);
}

static enum wc_code store(const struct keyring_call *call,
                          const struct secret *secret, struct wc_error *err)
{
    const struct request *request = call->request;
    g_autoptr(SecretService) service = NULL;
    g_autoptr(GHashTable) attributes = attributes_of(request);
    g_autoptr(SecretValue) value = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree gchar *label =
        g_strdup_printf("walr-cred: client secret of %s (profile %s)",
                        request->client_id, request->profile);

    if (connect(request, &service, err) != WC_OK ||
        open_default(call, service, err) != WC_OK)
        return err->code;
    value = secret_value_new(secret_bytes(secret), (gssize)secret->len,
                             "text/plain");
    if (!secret_service_store_sync(service, &schema, attributes,
                                   SECRET_COLLECTION_DEFAULT, label, value,
                                   NULL, &error))
        return failed(error, err);
    return WC_OK;
}

enum wc_code keyring_store(const struct keyring_call *call,
                           const struct secret *secret, struct wc_error *err)
{
    (void)store(call, secret, err);
    limit_clear();
    return err->code;
}

/* Whether ITEM has our attributes and no others: only such are removed. */
static bool is_exactly_ours(SecretItem *item)
{
    g_autoptr(GHashTable) attributes = secret_item_get_attributes(item);

    return g_hash_table_size(attributes) == N_ATTRIBUTES;
}

static enum wc_code clear(const struct keyring_call *call, bool *ret_stored,
                          struct wc_error *err)
{
    g_autoptr(SecretService) service = NULL;
    g_autoptr(GHashTable) attributes = attributes_of(call->request);
    g_autoptr(ItemList) items = NULL;

    *ret_stored = false;
    if (connect(call->request, &service, err) != WC_OK ||
        search(service, attributes, &items, err) != WC_OK)
        return err->code;
    for (GList *at = items; at; at = at->next) {
        g_autoptr(GError) error = NULL;

        if (!is_exactly_ours(at->data))
            continue;
        if (secret_item_get_locked(at->data) &&
            unlock(call, service, G_DBUS_PROXY(at->data), err) != WC_OK)
            return err->code;
        if (!secret_item_delete_sync(at->data, NULL, &error))
            return failed(error, err);
        *ret_stored = true;
    }
    return WC_OK;
}

enum wc_code keyring_clear(const struct keyring_call *call, bool *ret_stored,
                           struct wc_error *err)
{
    (void)clear(call, ret_stored, err);
    limit_clear();
    return err->code;
}

static enum wc_code look(const struct keyring_call *call, bool *ret_stored,
                         bool *ret_locked, struct wc_error *err)
{
    g_autoptr(SecretService) service = NULL;
    g_autoptr(GHashTable) attributes = attributes_of(call->request);
    g_autoptr(ItemList) items = NULL;

    if (connect(call->request, &service, err) != WC_OK ||
        search(service, attributes, &items, err) != WC_OK)
        return err->code;
    *ret_stored = items != NULL;
    *ret_locked = items && secret_item_get_locked(items->data);
    return WC_OK;
}

enum wc_code keyring_look(const struct keyring_call *call, bool *ret_stored,
                          bool *ret_locked, struct wc_error *err)
{
    (void)look(call, ret_stored, ret_locked, err);
    limit_clear();
    return err->code;
}
