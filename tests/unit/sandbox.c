/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/unit/sandbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/unit/suite.h"

char sandbox_path[FOLDER_PATH_MAX];

static void make_folder(const char *name)
{
    ck_assert_int_eq(mkdir(folder_file(sandbox_path, name), 0700), 0);
}

static void set_path(const char *variable, const char *name)
{
    ck_assert_int_eq(setenv(variable, folder_file(sandbox_path, name), 1), 0);
}

void sandbox_enter(void)
{
    folder_make(sandbox_path);
    make_folder("home");
    make_folder("run");
    make_folder("config");
    make_folder("config/walr-cred");
    set_path("HOME", "home");
    set_path("XDG_RUNTIME_DIR", "run");
    set_path("XDG_CONFIG_HOME", "config");
    set_path("XDG_STATE_HOME", "state");
    (void)unsetenv("WALR_PROFILE");
    (void)unsetenv("WALR_CLIENT_ID");
    (void)unsetenv("WALR_CLIENT_SECRET");
}

void sandbox_leave(void)
{
    folder_remove(sandbox_path);
}

void sandbox_write(const char *name, const char *text)
{
    folder_write(sandbox_path, name, text, strlen(text), 0600);
}

void sandbox_config(const char *text)
{
    sandbox_write("config/walr-cred/config", text);
}
