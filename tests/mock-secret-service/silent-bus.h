/* SPDX-License-Identifier: MIT */
/* silent-bus.h - a socket in the bus's place, behind which nobody speaks. */
#ifndef MOCK_SECRET_SERVICE_SILENT_BUS_H
#define MOCK_SECRET_SERVICE_SILENT_BUS_H

#include <stdbool.h>

/*
 * Listen on PATH.  KIND: "silent" accepts and says nothing, "mute" lets clients
 * log in and then says nothing, "closing" hangs up at once.
 */
bool silent_bus_listen(const char *path, const char *kind);

#endif
