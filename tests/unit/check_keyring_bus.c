/* SPDX-License-Identifier: MIT */
/* check_keyring_bus.c - how the session bus is found (bus.h). */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "keyring/bus.h"
#include "tests/unit/suite.h"

#define BUS_VARIABLE "DBUS_SESSION_BUS_ADDRESS"

static const struct {
    const char *address;
    bool local;
} cases[] = {
    { "unix:path=/run/user/1000/bus", true },
    { "unix:abstract=/tmp/dbus-x,guid=00", true },
    { "unix:path=/a;unix:path=/b", true },
    { "", false },
    { "autolaunch:", false },
    { "tcp:host=127.0.0.1,port=1", false },
    { "nonce-tcp:host=127.0.0.1", false },
    { "unixexec:path=/bin/sh", false },
    { "launchd:env=X", false },
    { "unix", false },
    { "UNIX:path=/a", false },
    { " unix:path=/a", false },
    { "unix:path=/a;", false },
    { "unix:path=/a;tcp:host=h", false },
    { "autolaunch:;unix:path=/a", false },
    { "unix:path=/a;unixexec:path=/bin/sh;unix:path=/b", false },
};

/* KR-1 */
START_TEST(only_addresses_of_unix_sockets_are_local)
{
    ck_assert_int_eq(bus_address_is_local(cases[_i].address), cases[_i].local);
}
END_TEST

/* KR-1 */
START_TEST(a_foreign_address_is_refused_and_left_alone)
{
    struct wc_error err = { .code = WC_OK };

    ck_assert_int_eq(setenv(BUS_VARIABLE, "autolaunch:", 1), 0);
    ck_assert_int_eq(bus_find(&err), WC_NO_KEYRING);
    ck_assert_ptr_nonnull(strstr(err.text, "refused"));
    ck_assert_str_eq(getenv(BUS_VARIABLE), "autolaunch:");
}
END_TEST

static char dir[] = "/tmp/check bus,XXXXXX";

static void make_dir(void)
{
    ck_assert_ptr_nonnull(mkdtemp(dir));
    ck_assert_int_eq(setenv("XDG_RUNTIME_DIR", dir, 1), 0);
    ck_assert_int_eq(unsetenv(BUS_VARIABLE), 0);
}

static void remove_dir(void)
{
    char path[64];

    (void)snprintf(path, sizeof(path), "%s/bus", dir);
    (void)unlink(path);
    (void)rmdir(dir);
}

/* KR-1 */
START_TEST(our_socket_in_the_runtime_directory_is_set_with_escapes)
{
    struct wc_error err = { .code = WC_OK };
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    char want[128];

    make_dir();
    (void)snprintf(at.sun_path, sizeof(at.sun_path), "%s/bus", dir);
    ck_assert_int_eq(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
    ck_assert_int_eq(bus_find(&err), WC_OK);
    /* D-Bus specification, "Server Addresses": blank and comma are %xx. */
    (void)snprintf(want, sizeof(want), "unix:path=/tmp/check%%20bus%%2c%s/bus",
                   dir + strlen("/tmp/check bus,"));
    ck_assert_str_eq(getenv(BUS_VARIABLE), want);
    (void)close(fd);
    remove_dir();
}
END_TEST

/* KR-1 */
START_TEST(what_is_no_socket_is_no_bus)
{
    struct wc_error err = { .code = WC_OK };
    const char *found;
    char path[64];
    int fd;

    make_dir();
    (void)snprintf(path, sizeof(path), "%s/bus", dir);
    fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    ck_assert_int_ge(fd, 0);
    (void)close(fd);
    /* The machine may have a bus in /run/user; the file is never it. */
    if (bus_find(&err) != WC_OK)
        ck_assert_int_eq(err.code, WC_NO_KEYRING);
    found = getenv(BUS_VARIABLE);
    ck_assert(!found || !strstr(found, "/tmp/"));
    remove_dir();
}
END_TEST

/* KR-1, HOST-11 */
START_TEST(no_bus_is_looked_for_in_the_working_folder)
{
    struct wc_error err = { .code = WC_OK };
    struct sockaddr_un at = { .sun_family = AF_UNIX, .sun_path = "bus" };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const char *found;

    make_dir();
    ck_assert_int_eq(chdir(dir), 0);
    ck_assert_int_eq(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
    ck_assert_int_eq(setenv("XDG_RUNTIME_DIR", ".", 1), 0);
    if (bus_find(&err) != WC_OK)
        ck_assert_int_eq(err.code, WC_NO_KEYRING);
    found = getenv(BUS_VARIABLE);
    ck_assert(!found || !strstr(found, "./bus"));
    (void)close(fd);
    remove_dir();
}
END_TEST

static void fill(TCase *tc)
{
    add_cases(tc, only_addresses_of_unix_sockets_are_local, cases);
    tcase_add_test(tc, a_foreign_address_is_refused_and_left_alone);
    tcase_add_test(tc, our_socket_in_the_runtime_directory_is_set_with_escapes);
    tcase_add_test(tc, what_is_no_socket_is_no_bus);
    tcase_add_test(tc, no_bus_is_looked_for_in_the_working_folder);
}

int main(void)
{
    return run_suite("keyring_bus", fill);
}
