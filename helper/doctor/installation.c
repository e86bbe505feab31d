/* SPDX-License-Identifier: MIT */
/*
 * installation.c - the programs, and the names that tools look for.
 */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "helper/doctor/doctor.h"
#include "helper/path-search.h"
#include "helper/protocol/protocol.h"

#define NAMES_TEXT 256

/* Whether PATH can be run; else that is said, and what WHAT it is. */
static bool can_run(struct doctor *doctor, const char *what, const char *path)
{
    struct wc_error err = { 0 };

    if (access(path, X_OK) == 0)
        return true;
    (void)wc_fail(&err, WC_INTERNAL,
                  "%s '%s' cannot be run (%s): reinstall walr-cred", what, path,
                  strerror(errno));
    doctor_fail(doctor, &err);
    return false;
}

void doctor_check_program(struct doctor *doctor)
{
    const char *json_program = doctor->caller->json_program;

    if (can_run(doctor, "the worker", doctor->caller->worker) &&
        (!json_program || can_run(doctor, "the program", json_program)))
        doctor_ok(doctor, "walr-cred %s and its worker", PACKAGE_VERSION);
}

static bool is_same_file(const char *path, const char *other)
{
    struct stat one, two;

    return stat(path, &one) == 0 && stat(other, &two) == 0 &&
           one.st_dev == two.st_dev && one.st_ino == two.st_ino;
}

/* Whether the file PATH is the program that runs, or the one that it becomes,
   whatever it is called. */
static bool is_us(const struct doctor *doctor, const char *path)
{
    const char *json_program = doctor->caller->json_program;

    return is_same_file(path, "/proc/self/exe") ||
           (json_program && is_same_file(path, json_program));
}

/* Whether NAME on PATH is ours; where another one has it, that is said;
   where none has, it is added to MISSING. */
static bool look_for(struct doctor *doctor, const char *name,
                     char missing[static NAMES_TEXT])
{
    auto_str path = path_search(name);
    size_t used = strlen(missing);

    if (path && !is_us(doctor, path)) {
        doctor_warn(doctor,
                    "'%s' is another walr-cred: remove it, or change PATH",
                    path);
        return false;
    }
    if (!path)
        (void)snprintf(missing + used, NAMES_TEXT - used, "%s%s",
                       used > 0 ? ", " : "", name);
    return true;
}

void doctor_check_names(struct doctor *doctor)
{
    char missing[NAMES_TEXT] = "";

    if (!look_for(doctor, "walr-cred", missing))
        return;
    for (const struct protocol *row = protocols; row->name; row++) {
        if (row->program && !look_for(doctor, row->program, missing))
            return;
    }
    if (missing[0] == '\0')
        doctor_ok(doctor, "every name that a tool looks for is there");
    else
        doctor_warn(doctor, "not there, so that tools cannot find it: %s",
                    missing);
}
