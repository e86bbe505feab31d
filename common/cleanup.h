/* SPDX-License-Identifier: MIT */
/*
 * cleanup.h - variables that let go of what they hold when they leave scope.
 *
 * Initialise at declaration; hand over with take_fd() or take_str().  A
 * function that uses one of these has no goto.
 */
#ifndef COMMON_CLEANUP_H
#define COMMON_CLEANUP_H

#include <stdlib.h>
#include <unistd.h>

static inline void cleanup_fd(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}

static inline void cleanup_str(char **str)
{
    free(*str);
    *str = NULL;
}

/* The descriptor, which now belongs to the caller. */
static inline int take_fd(int *fd)
{
    int taken = *fd;

    *fd = -1;
    return taken;
}

/* The string, which now belongs to the caller; freed with free(). */
static inline char *take_str(char **str)
{
    char *taken = *str;

    *str = NULL;
    return taken;
}

#define auto_fd  __attribute__((cleanup(cleanup_fd))) int
#define auto_str __attribute__((cleanup(cleanup_str))) char *

#endif
