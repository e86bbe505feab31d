/* SPDX-License-Identifier: MIT */
/*
 * secret-service.c - the desktop keyring as a place for the client secret.
 *
 * The four actions of keyring.h, and the words for each way in which an item
 * may not be there: they are six different things to a person (ERR-5).
 */
#include "config.h"

#include <string.h>

#include "keyring/service.h"

/* Finds also what other programs stored, to explain why ours is not there. */
static const SecretSchema any_schema = {
    .name = SCHEMA_NAME,
    .flags = SECRET_SCHEMA_DONT_MATCH_NAME,
    .attributes = { { "client-id", SECRET_SCHEMA_ATTRIBUTE_STRING } },
};

/* Say why there is no item: the nearest thing to it that is there. */
static enum wc_code fail_absent(SecretService *service,
                                const struct request *request,
                                struct wc_error *err)
{
    g_autoptr(GHashTable) wanted = secret_attributes_build(
        &any_schema, "client-id", request->client_id, NULL);
    g_autoptr(ItemList) found = secret_service_search_sync(
        service, &any_schema, wanted, SECRET_SEARCH_ALL, NULL, NULL);
    g_autofree char *foreign = NULL;

    for (GList *at = found; at; at = at->next) {
        g_autoptr(GHashTable) have = secret_item_get_attributes(at->data);
        const char *url;

        if (!have || !service_has(have, "client-id", request->client_id))
            continue;
        if (!service_has(have, SCHEMA_KEY, SCHEMA_NAME)) {
            g_free(foreign);
            foreign = secret_item_get_label(at->data);
            continue;
        }
        if (!service_has(have, "profile", request->profile))
            continue;
        url = g_hash_table_lookup(have, "token-url");
        if (!url)
            return wc_fail(err, WC_NO_CREDENTIAL,
                           "the stored item of profile '%s' does not say for "
                           "which token endpoint: run walr-cred login",
                           request->profile);
        return wc_fail(
            err, WC_NO_CREDENTIAL,
            "the client secret of profile '%s' is stored for another "
            "token endpoint, '%.150s': run walr-cred login",
            request->profile, url);
    }
    if (foreign)
        return wc_fail(err, WC_NO_CREDENTIAL,
                       "the item '%.100s' has this client id but is not ours: "
                       "run walr-cred login",
                       foreign);
    return wc_fail(err, WC_NO_CREDENTIAL,
                   "no client secret is stored for profile '%s': run walr-cred "
                   "login",
                   request->profile);
}

/* The labels come last: there may be more than a line takes. */
static enum wc_code fail_ambiguous(ItemList *items, struct wc_error *err)
{
    g_autoptr(GString) labels = g_string_new(NULL);

    for (GList *at = items; at; at = at->next) {
        g_autofree char *label = secret_item_get_label(at->data);

        g_string_append_printf(labels, "%s'%.60s'", at == items ? "" : ", ",
                               label ? label : "");
    }
    return wc_fail(
        err, WC_NO_CREDENTIAL,
        "%u keyring items match, which is ambiguous: remove all but one, or "
        "run walr-cred logout and login: %s",
        g_list_length(items), labels->str);
}

/* Append the secret of ITEM.  *ret_again: a new session may do better. */
static enum wc_code load(SecretItem *item, struct secret *secret,
                         bool *ret_again, struct wc_error *err)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(SecretValue) value = NULL;
    const char *bytes;
    gsize len = 0;

    if (!secret_item_load_secret_sync(item, NULL, &error)) {
        *ret_again =
            !g_error_matches(error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED);
        return service_fail(error, "read the keyring item", err);
    }
    value = secret_item_get_secret(item);
    bytes = value ? secret_value_get(value, &len) : NULL;
    *ret_again = !bytes || len == 0;
    if (!bytes)
        return wc_fail(
            err, WC_NO_KEYRING,
            "cannot read the keyring item: it came without a secret");
    if (!secret_add(secret, bytes, len))
        return wc_fail(err, WC_NO_CREDENTIAL,
                       "the stored client secret is longer than %d bytes: "
                       "store it again",
                       CLIENT_SECRET_MAX);
    return WC_OK;
}

static enum wc_code read_once(const struct keyring_call *call,
                              struct secret *secret, bool *ret_again,
                              struct wc_error *err)
{
    g_autoptr(SecretService) service = NULL;
    g_autoptr(ItemList) items = NULL;
    SecretItem *item;

    *ret_again = false;
    if (service_open(call, /* session= */ true, &service, err) != WC_OK ||
        service_search(service, call->request, &items, err) != WC_OK)
        return err->code;
    if (!items)
        return fail_absent(service, call->request, err);
    if (items->next)
        return fail_ambiguous(items, err);
    item = items->data;
    if (secret_item_get_locked(item) &&
        service_unlock(call, service, item, err) != WC_OK)
        return err->code;
    return load(item, secret, ret_again, err);
}

enum wc_code service_read(const struct keyring_call *call,
                          struct secret *secret, struct wc_error *err)
{
    struct wc_error first = { .code = WC_OK };
    bool again;

    (void)read_once(call, secret, &again, &first);
    if (again) {
        first.code = WC_OK;
        secret_cut(secret, 0);
        (void)read_once(call, secret, &again, &first);
    }
    if (first.code != WC_OK)
        return wc_fail(err, first.code, "%s", first.text);
    return WC_OK;
}

static enum wc_code fail_no_default(struct wc_error *err)
{
    return wc_fail(err, WC_NO_KEYRING,
                   "there is no default keyring: create one on the desktop, or "
                   "allow the prompt with --interactive=always");
}

enum wc_code service_look(const struct keyring_call *call, bool *ret_stored,
                          bool *ret_locked, struct wc_error *err)
{
    g_autoptr(SecretService) service = NULL;
    g_autoptr(ItemList) items = NULL;
    g_autoptr(SecretCollection) collection = NULL;
    bool login = call->request->action == REQUEST_LOGIN;

    if (service_open(call, /* session= */ false, &service, err) != WC_OK ||
        service_search(service, call->request, &items, err) != WC_OK)
        return err->code;
    if (items && items->next)
        return fail_ambiguous(items, err);
    *ret_stored = items != NULL;
    *ret_locked = items && secret_item_get_locked(items->data);
    if (items && !login)
        return WC_OK;
    /* a login stores in the default one, wherever the old item is */
    collection = secret_collection_for_alias_sync(
        service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, NULL, NULL);
    if (!collection && login && !call->request->may_prompt)
        return fail_no_default(err);
    *ret_locked |= collection && secret_collection_get_locked(collection);
    return WC_OK;
}

/* "walr-cred: PROFILE (CLIENT_ID at HOST)"; freed with g_free(). */
static char *new_label(const struct request *request)
{
    const char *host = strstr(request->token_url, "://");

    host = host ? host + strlen("://") : request->token_url;
    return g_strdup_printf("walr-cred: %s (%s at %.*s)", request->profile,
                           request->client_id, (int)strcspn(host, "/?#"), host);
}

/* Make the default collection ready, with a prompt only if that is allowed. */
static enum wc_code open_default(const struct keyring_call *call,
                                 SecretService *service, struct wc_error *err)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(SecretCollection) collection =
        secret_collection_for_alias_sync(service, SECRET_COLLECTION_DEFAULT,
                                         SECRET_COLLECTION_NONE, NULL, &error);

    if (error)
        return service_fail(error, "look at the default keyring", err);
    if (collection && secret_collection_get_locked(collection))
        return service_unlock(call, service, collection, err);
    if (!collection && !call->request->may_prompt)
        return fail_no_default(err);
    return WC_OK;
}

static enum wc_code delete_item(const struct keyring_call *call,
                                SecretService *service, SecretItem *item,
                                struct wc_error *err)
{
    g_autoptr(GError) error = NULL;

    if (secret_item_get_locked(item) &&
        service_unlock(call, service, item, err) != WC_OK)
        return err->code;
    (void)secret_item_delete_sync(item, NULL, &error);
    return error ? service_fail(error, "remove the client secret", err) : WC_OK;
}

/*
 * A service replaces an item in the default collection.  OLD may be elsewhere,
 * where the default was another one, or have other attributes beside ours: next
 * to the new one it would make both ambiguous (KR-8).
 */
static enum wc_code remove_replaced(const struct keyring_call *call,
                                    SecretService *service, SecretItem *old,
                                    struct wc_error *err)
{
    g_autoptr(ItemList) items = NULL;

    if (service_search(service, call->request, &items, err) != WC_OK)
        return err->code;
    return items && items->next ? delete_item(call, service, old, err) : WC_OK;
}

enum wc_code service_store(const struct keyring_call *call,
                           const struct secret *secret, struct wc_error *err)
{
    const struct request *request = call->request;
    g_autoptr(GHashTable) attributes = service_attributes(request);
    g_autofree char *label = new_label(request);
    g_autoptr(SecretService) service = NULL;
    g_autoptr(ItemList) items = NULL;
    g_autoptr(SecretValue) value = NULL;
    g_autoptr(GError) error = NULL;

    if (service_open(call, /* session= */ true, &service, err) != WC_OK ||
        service_search(service, request, &items, err) != WC_OK)
        return err->code;
    if (items && items->next)
        return fail_ambiguous(items, err);
    if (open_default(call, service, err) != WC_OK)
        return err->code;
    value = secret_value_new(secret->bytes, (gssize)secret->len, "text/plain");
    /* KeePassXC asks before it lets anybody write, gnome-keyring for the
       password of a collection that has to be created: see prompt.h. */
    (void)secret_service_store_sync(service, &service_schema, attributes,
                                    SECRET_COLLECTION_DEFAULT, label, value,
                                    NULL, &error);
    if (error)
        return service_fail(error, "store the client secret", err);
    return items ? remove_replaced(call, service, items->data, err) : WC_OK;
}

enum wc_code service_clear(const struct keyring_call *call, bool *ret_stored,
                           struct wc_error *err)
{
    g_autoptr(SecretService) service = NULL;
    g_autoptr(ItemList) items = NULL;

    if (service_open(call, /* session= */ false, &service, err) != WC_OK ||
        service_search(service, call->request, &items, err) != WC_OK)
        return err->code;
    for (GList *at = items; at; at = at->next) {
        if (delete_item(call, service, at->data, err) != WC_OK)
            return err->code;
    }
    *ret_stored = items != NULL;
    return WC_OK;
}
