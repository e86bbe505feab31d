/* SPDX-License-Identifier: MIT */
/*
 * bus.h - the session bus, found without starting any program (KR-1).
 *
 * GLib would run dbus-launch out of PATH, or whatever an address of another
 * kind says; so it is given one address that can do neither.
 */
#ifndef KEYRING_BUS_H
#define KEYRING_BUS_H

#include "common/error.h"

/*
 * Set DBUS_SESSION_BUS_ADDRESS of this process: as it is if all its parts are
 * of the kind "unix:", else our own socket $XDG_RUNTIME_DIR/bus or
 * /run/user/EUID/bus.  WC_NO_KEYRING when there is none, or it is of another
 * kind.
 */
enum wc_code bus_find(struct wc_error *err) __attribute__((warn_unused_result));

#endif
