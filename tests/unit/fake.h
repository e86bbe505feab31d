/* SPDX-License-Identifier: MIT */
/*
 * fake.h - where the fake worker is: beside the running test.
 */
#ifndef TESTS_UNIT_FAKE_H
#define TESTS_UNIT_FAKE_H

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static inline const char *fake_worker_path(void)
{
    static const char name[] = "fake-worker";
    static char path[1024];
    ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - sizeof(name));
    char *slash;

    path[n > 0 ? n : 0] = '\0';
    slash = strrchr(path, '/');
    if (slash)
        memcpy(slash + 1, name, sizeof(name));
    return path;
}

#endif
