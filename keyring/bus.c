/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "keyring/bus.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/user.h"

#define VARIABLE  "DBUS_SESSION_BUS_ADDRESS"
#define KIND      "unix:"
#define PATH_TEXT 256 /* bytes of an address that we make */

/* Whether each of the ';'-separated parts is of KIND. */
static bool is_unix(const char *address)
{
    while (*address) {
        if (strncmp(address, KIND, strlen(KIND)) != 0)
            return false;
        address += strcspn(address, ";");
        address += *address == ';';
    }
    return true;
}

/* Use FOLDER/bus if it is a socket of ours. */
static bool use_socket(const char *folder)
{
    char address[PATH_TEXT];
    struct stat st;
    int n = snprintf(address, sizeof(address), KIND "path=%s/bus", folder);

    if (n < 0 || (size_t)n >= sizeof(address) || strpbrk(folder, ",;%"))
        return false;
    return lstat(address + strlen(KIND "path="), &st) == 0 &&
           S_ISSOCK(st.st_mode) && st.st_uid == user_id() &&
           setenv(VARIABLE, address, 1) == 0;
}

enum wc_code bus_find(struct wc_error *err)
{
    const char *address = secure_getenv(VARIABLE);
    const char *runtime_dir = secure_getenv("XDG_RUNTIME_DIR");
    char user_dir[64];

    if (address && address[0] != '\0') {
        if (is_unix(address))
            return WC_OK;
        return wc_fail(
            err, WC_NO_KEYRING,
            "the D-Bus session bus is not a unix socket: correct " VARIABLE);
    }
    (void)snprintf(user_dir, sizeof(user_dir), "/run/user/%lu",
                   (unsigned long)user_id());
    if ((runtime_dir && runtime_dir[0] == '/' && use_socket(runtime_dir)) ||
        use_socket(user_dir))
        return WC_OK;
    return wc_fail(err, WC_NO_KEYRING,
                   "no D-Bus session bus: log in to the desktop, or set "
                   "WALR_CLIENT_ID and WALR_CLIENT_SECRET");
}
