/* SPDX-License-Identifier: MIT */
/*
 * interfaces.h - the D-Bus interfaces of the Secret Service specification.
 */
#ifndef MOCK_SECRET_SERVICE_INTERFACES_H
#define MOCK_SECRET_SERVICE_INTERFACES_H

#include <gio/gio.h>

/* The description of NAME; it lives as long as the process. */
GDBusInterfaceInfo *interface_find(const char *name);

#endif
