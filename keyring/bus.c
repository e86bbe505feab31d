/* SPDX-License-Identifier: MIT */
/*
 * bus.c - the session bus, found without starting anything.
 *
 * The address is always set explicitly before GLib looks, so that its own
 * search, which ends in running programs, never begins.
 */
#include "config.h"

#include "keyring/bus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUS_VARIABLE "DBUS_SESSION_BUS_ADDRESS"
#define BUS_SCHEME   "unix:"
#define BUS_PATH_MAX 128 /* a socket's path has 107 bytes at most */

bool bus_address_is_local(const char *address)
{
    const char *part = address;

    for (;;) {
        if (strncmp(part, BUS_SCHEME, strlen(BUS_SCHEME)) != 0)
            return false;
        part = strchr(part, ';');
        if (!part)
            return true;
        part++;
    }
}

static bool is_own_socket(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISSOCK(st.st_mode) &&
           st.st_uid == geteuid();
}

/* Set the variable to the address of PATH, escaped as D-Bus wants it. */
static bool use_path(const char *path)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_/.";
    char address[sizeof(BUS_SCHEME "path=") + 3 * BUS_PATH_MAX] =
        BUS_SCHEME "path=";
    size_t used = strlen(address);

    for (const char *at = path; *at; at++) {
        if (strchr(plain, *at))
            address[used++] = *at;
        else
            used += (size_t)snprintf(address + used, sizeof(address) - used,
                                     "%%%02x", (unsigned char)*at);
    }
    address[used] = '\0';
    return setenv(BUS_VARIABLE, address, 1) == 0;
}

static bool find_in(const char *dir)
{
    char path[BUS_PATH_MAX];
    int n = snprintf(path, sizeof(path), "%s/bus", dir);

    return n > 0 && (size_t)n < sizeof(path) && path[0] == '/' &&
           is_own_socket(path) && use_path(path);
}

enum wc_code bus_find(struct wc_error *err)
{
    const char *address = getenv(BUS_VARIABLE);
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    char by_uid[32];

    if (address && address[0] != '\0') {
        if (bus_address_is_local(address))
            return WC_OK;
        return wc_fail(err, WC_NO_KEYRING,
                       "the bus address '%.100s' is refused: " BUS_VARIABLE
                       " must be a unix: address",
                       address);
    }
    (void)snprintf(by_uid, sizeof(by_uid), "/run/user/%lu",
                   (unsigned long)geteuid());
    if ((runtime && find_in(runtime)) || find_in(by_uid))
        return WC_OK;
    return wc_fail(
        err, WC_NO_KEYRING,
        "there is no D-Bus session bus, so no keyring: log in on the "
        "desktop, or use another source with 'secret ='");
}
