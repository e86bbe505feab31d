/* SPDX-License-Identifier: MIT */
/*
 * installation.c - the two programs, and the names that tools look for.
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

void doctor_check_program(struct doctor *doctor)
{
    struct wc_error err = { 0 };

    if (access(doctor->caller->worker, X_OK) == 0) {
        doctor_ok(doctor, "walr-cred %s and its worker", PACKAGE_VERSION);
        return;
    }
    (void)wc_fail(&err, WC_INTERNAL,
                  "the worker '%s' cannot be run (%s): reinstall walr-cred",
                  doctor->caller->worker, strerror(errno));
    doctor_fail(doctor, &err);
}

/* Whether the file PATH is the program that runs, whatever it is called. */
static bool is_us(const char *path)
{
    struct stat ours, there;

    return stat("/proc/self/exe", &ours) == 0 && stat(path, &there) == 0 &&
           ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

/* Whether NAME on PATH is this program; where another one has it, that is said;
   where none has, it is added to MISSING. */
static bool look_for(struct doctor *doctor, const char *name,
                     char missing[static NAMES_TEXT])
{
    auto_str path = path_search(name);
    size_t used = strlen(missing);

    if (path && !is_us(path)) {
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
