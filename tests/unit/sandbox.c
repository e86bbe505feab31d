/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/unit/sandbox.h"

#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/suite.h"

#define SANDBOX_FDS 16 /* descriptors for nftw(3) */

char sandbox_path[PATH_MAX];

static void make_folder(const char *name)
{
    char path[PATH_MAX + 64];

    (void)snprintf(path, sizeof(path), "%s/%s", sandbox_path, name);
    ck_assert_int_eq(mkdir(path, 0700), 0);
}

static void set_path(const char *variable, const char *name)
{
    char path[PATH_MAX + 64];

    (void)snprintf(path, sizeof(path), "%s/%s", sandbox_path, name);
    ck_assert_int_eq(setenv(variable, path, 1), 0);
}

void sandbox_enter(void)
{
    const char *base = getenv("TMPDIR");

    (void)snprintf(sandbox_path, sizeof(sandbox_path), "%s/walr-unit.XXXXXX",
                   base ? base : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(sandbox_path));
    make_folder("home");
    make_folder("run");
    make_folder("config");
    make_folder("config/walr-cred");
    set_path("HOME", "home");
    set_path("XDG_RUNTIME_DIR", "run");
    set_path("XDG_CONFIG_HOME", "config");
    (void)unsetenv("WALR_PROFILE");
    (void)unsetenv("WALR_CLIENT_ID");
    (void)unsetenv("WALR_CLIENT_SECRET");
}

static int remove_one(const char *path, const struct stat *st, int type,
                      struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

void sandbox_leave(void)
{
    (void)nftw(sandbox_path, remove_one, SANDBOX_FDS, FTW_DEPTH | FTW_PHYS);
}

void sandbox_write(const char *name, const char *text)
{
    char path[PATH_MAX + 64];
    int fd;

    (void)snprintf(path, sizeof(path), "%s/%s", sandbox_path, name);
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq((int)write(fd, text, strlen(text)), (int)strlen(text));
    ck_assert_int_eq(close(fd), 0);
}

void sandbox_config(const char *text)
{
    sandbox_write("config/walr-cred/config", text);
}
