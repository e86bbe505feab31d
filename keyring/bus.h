/* SPDX-License-Identifier: MIT */
/*
 * bus.h - the session bus, found without starting anything.
 *
 * Left alone, GLib runs the first dbus-launch in PATH when DISPLAY is set, and
 * knows addresses that start programs or cross the network (KR-1).
 */
#ifndef KEYRING_BUS_H
#define KEYRING_BUS_H

#include <stdbool.h>

#include "common/error.h"

/* Whether every part of ADDRESS is a `unix:` one. */
bool bus_address_is_local(const char *address);

/*
 * Put the address of the session bus into DBUS_SESSION_BUS_ADDRESS: the one
 * that is there, else our own socket $XDG_RUNTIME_DIR/bus or /run/user/UID/bus.
 * WC_NO_KEYRING: there is none, or not a local one.  Before GLib is used.
 */
enum wc_code bus_find(struct wc_error *err) __attribute__((warn_unused_result));

#endif
