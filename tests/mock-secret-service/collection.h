/* SPDX-License-Identifier: MIT */
/* collection.h - how an item comes into the mock's collection. */
#ifndef MOCK_SECRET_SERVICE_COLLECTION_H
#define MOCK_SECRET_SERVICE_COLLECTION_H

#include <gio/gio.h>

/* Do what the arguments ARGS of CreateItem say; the item's path, or NULL. */
const char *collection_create(GVariant *args);

#endif
