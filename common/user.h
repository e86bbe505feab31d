/* SPDX-License-Identifier: MIT */
/*
 * user.h - who we are, told by the kernel when the program was started.
 *
 * Both programs refuse to run where this could differ from anything else
 * (FS-6), so no system call is spent on it.
 */
#ifndef COMMON_USER_H
#define COMMON_USER_H

#include <stdbool.h>
#include <sys/auxv.h>
#include <sys/types.h>

/* The effective user. */
static inline uid_t user_id(void)
{
    return (uid_t)getauxval(AT_EUID);
}

/* Whether we were started with privileges that are not the user's. */
static inline bool user_is_privileged(void)
{
    return getauxval(AT_SECURE) || getauxval(AT_UID) != getauxval(AT_EUID) ||
           getauxval(AT_GID) != getauxval(AT_EGID);
}

#endif
