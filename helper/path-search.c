/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/path-search.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/cleanup.h"

#define PATH_DEFAULT "/usr/bin:/bin" /* where PATH is not set */

static bool can_run(const char *path)
{
    struct stat st;

    if (stat(path, &st) != 0)
        return false;
    if (!S_ISREG(st.st_mode)) {
        errno = EACCES;
        return false;
    }
    return faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0;
}

/* FOLDER/NAME, of which FOLDER is LEN bytes; NULL when memory is out. */
static char *join(const char *folder, size_t len, const char *name)
{
    char *path = NULL;

    if (len > 4096) {
        errno = ENAMETOOLONG;
        return NULL;
    }
    return asprintf(&path, "%.*s/%s", (int)len, folder, name) < 0 ? NULL : path;
}

/* The file that the user named by a path, seen from the working folder. */
static char *take_path(const char *name)
{
    auto_str here = NULL;
    auto_str path = NULL;

    if (name[0] == '/') {
        path = strdup(name);
    } else {
        here = getcwd(NULL, 0);
        path = here ? join(here, strlen(here), name) : NULL;
    }
    return path && can_run(path) ? take_str(&path) : NULL;
}

char *path_search(const char *name)
{
    const char *at = getenv("PATH");
    int why = ENOENT;

    if (strchr(name, '/'))
        return take_path(name);
    if (!at)
        at = PATH_DEFAULT;
    while (name[0] && *at) {
        size_t len = strcspn(at, ":");
        auto_str path = at[0] == '/' ? join(at, len, name) : NULL;

        if (path && can_run(path))
            return take_str(&path);
        if (path && errno == EACCES)
            why = EACCES;
        at += len + (at[len] == ':');
    }
    errno = why;
    return NULL;
}
