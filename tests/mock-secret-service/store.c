/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/mock-secret-service/store.h"

#include <string.h>

#include "tests/mock-secret-service/mock.h"

struct store store;

static void free_item(gpointer data)
{
    struct item *item = data;

    g_dbus_connection_unregister_object(mock.bus, item->registration);
    g_free(item->path);
    g_free(item->label);
    g_hash_table_unref(item->attributes);
    g_bytes_unref(item->secret);
    g_free(item);
}

void store_init(bool locked)
{
    store.items = g_ptr_array_new_with_free_func(free_item);
    store.locked = locked;
}

static void register_item(struct item *item)
{
    item->registration =
        dispatch_register(item->path, "org.freedesktop.Secret.Item");
}

void store_register(void)
{
    for (guint i = 0; i < store.items->len; i++)
        register_item(store.items->pdata[i]);
}

static GHashTable *new_table(GVariant *attributes)
{
    GHashTable *table =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    GVariantIter at;
    char *key, *value;

    g_variant_iter_init(&at, attributes);
    while (g_variant_iter_next(&at, "{ss}", &key, &value))
        (void)g_hash_table_insert(table, key, value);
    return table;
}

struct item *store_add(const char *label, GVariant *attributes, GBytes *secret)
{
    static unsigned number;
    struct item *item = g_new0(struct item, 1);

    item->path = g_strdup_printf(MOCK_COLLECTION "/%u", ++number);
    item->label = g_strdup(label);
    item->attributes = new_table(attributes);
    item->secret = g_bytes_ref(secret);
    g_ptr_array_add(store.items, item);
    register_item(item);
    return item;
}

void store_remove(struct item *item)
{
    (void)g_ptr_array_remove(store.items, item);
}

struct item *store_find(const char *path)
{
    for (guint i = 0; i < store.items->len; i++) {
        struct item *item = store.items->pdata[i];

        if (strcmp(item->path, path) == 0)
            return item;
    }
    return NULL;
}

bool item_has(const struct item *item, GVariant *attributes)
{
    GVariantIter at;
    const char *key, *value;

    g_variant_iter_init(&at, attributes);
    while (g_variant_iter_next(&at, "{&s&s}", &key, &value)) {
        if (g_strcmp0(g_hash_table_lookup(item->attributes, key), value) != 0)
            return false;
    }
    return true;
}

GVariant *item_attributes(const struct item *item)
{
    GVariantBuilder builder;
    GHashTableIter at;
    gpointer key, value;

    g_variant_builder_init(&builder, G_VARIANT_TYPE("a{ss}"));
    g_hash_table_iter_init(&at, item->attributes);
    while (g_hash_table_iter_next(&at, &key, &value))
        g_variant_builder_add(&builder, "{ss}", key, value);
    return g_variant_builder_end(&builder);
}

GVariant *store_paths(GVariant *match)
{
    GVariantBuilder builder;

    g_variant_builder_init(&builder, G_VARIANT_TYPE("ao"));
    for (guint i = 0; i < store.items->len; i++) {
        const struct item *item = store.items->pdata[i];

        if (!match || item_has(item, match))
            g_variant_builder_add(&builder, "o", item->path);
    }
    return g_variant_builder_end(&builder);
}
