/* SPDX-License-Identifier: MIT */
/*
 * machine.c - where things are kept, and the clock.
 */
#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "helper/cache.h"
#include "helper/doctor/doctor.h"
#include "helper/ledger-file.h"

/* The start of 2025: a clock that is behind this was never set, and every
   certificate is then from the future. */
#define CLOCK_MIN_S 1735689600

/* The path of the folder FD, or "". */
static const char *path_of(int fd, char path[static PATH_MAX])
{
    char link[sizeof("/proc/self/fd/") + 12];
    ssize_t n;

    (void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    n = readlink(link, path, PATH_MAX - 1);
    path[n > 0 ? n : 0] = '\0';
    return path;
}

void doctor_check_cache(struct doctor *doctor)
{
    auto_cache cache = CACHE_INIT;
    struct wc_error err = { 0 };
    struct request request;
    char path[PATH_MAX];

    if (!doctor->has_profile)
        return;
    profile_request(&doctor->profile, REQUEST_OBTAIN, &request);
    if (cache_open(profile_text(&doctor->profile, SETTING_CACHE_DIR), &request,
                   false, &cache, &err) != WC_OK)
        doctor_fail(doctor, &err);
    else if (cache.folder >= 0)
        doctor_ok(doctor, "'%s'", path_of(cache.folder, path));
    else if (cache.why[0] == '\0')
        doctor_ok(doctor, "its folder is made with the first token");
    else
        doctor_warn(doctor,
                    "tokens are not cached, every call asks for one: "
                    "%s",
                    cache.why);
}

void doctor_check_ledger(struct doctor *doctor)
{
    struct wc_error err = { 0 };
    auto_fd now = -1;
    auto_fd before = -1;

    if (ledger_file_read(&now, &before, &err) != WC_OK)
        doctor_warn(doctor, "%s", err.text);
    else if (now < 0 && before < 0)
        doctor_ok(doctor, "empty, there has been no token request yet");
    else
        doctor_ok(doctor, "kept; walr-cred log prints it");
}

void doctor_check_clock(struct doctor *doctor)
{
    struct moment now;

    clock_now(&now);
    if (now.wall_s < CLOCK_MIN_S)
        doctor_warn(doctor, "it is years behind, so that every certificate is "
                            "refused: set it");
    else if (now.boot_id[0] == '\0')
        doctor_warn(doctor, "the kernel tells no boot id, so that cache-dir "
                            "cannot be used");
    else
        doctor_ok(doctor, "set, and the kernel tells its boot id");
}
