/* SPDX-License-Identifier: MIT */
/*
 * store.h - the items of the mock's one collection.
 */
#ifndef MOCK_SECRET_SERVICE_STORE_H
#define MOCK_SECRET_SERVICE_STORE_H

#include <gio/gio.h>
#include <stdbool.h>

struct item {
    char *path, *label;
    GHashTable *attributes; /* text to text */
    GBytes *secret;
    guint registration;
};

struct store {
    GPtrArray *items; /* struct item */
    bool locked;      /* the collection, and so each of its items */
};

extern struct store store;

void store_init(bool locked);

/* Serve every item again, on a new connection. */
void store_register(void);

/* An item that is served from now on; ATTRIBUTES is of type a{ss}. */
struct item *store_add(const char *label, GVariant *attributes, GBytes *secret);
void store_remove(struct item *item);

/* The item at PATH, or NULL. */
struct item *store_find(const char *path);

/* Whether ITEM has all of ATTRIBUTES, of type a{ss}; others do not matter. */
bool item_has(const struct item *item, GVariant *attributes);

/* Its attributes, or the paths of those items that MATCH (NULL: all); floating.
 */
GVariant *item_attributes(const struct item *item);
GVariant *store_paths(GVariant *match);

#endif
