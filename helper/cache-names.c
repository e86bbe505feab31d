/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/cache-names.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/clock.h"

#define RECORD_SUFFIX ".record"
#define HEX           "0123456789abcdef"
#define DIGITS        "0123456789"

void cache_name_record(const char *profile, const char hash[static HASH_TEXT],
                       char ret_name[static CACHE_NAME_MAX])
{
    (void)snprintf(ret_name, CACHE_NAME_MAX, "%s-%s" RECORD_SUFFIX, profile,
                   hash);
}

void cache_name_temporary(const char *record,
                          char ret_name[static CACHE_NAME_MAX])
{
    (void)snprintf(ret_name, CACHE_NAME_MAX, ".%s.%ld-%lld", record,
                   (long)getpid(), (long long)clock_boot_ms());
}

/* What follows the name of a record of PROFILE that NAME starts with. */
static const char *after_record(const char *name, const char *profile)
{
    size_t len = strlen(profile);

    if (strncmp(name, profile, len) != 0 || name[len] != '-')
        return NULL;
    name += len + 1;
    if (strspn(name, HEX) != HASH_TEXT - 1)
        return NULL;
    name += HASH_TEXT - 1;
    len = strlen(RECORD_SUFFIX);
    return strncmp(name, RECORD_SUFFIX, len) == 0 ? name + len : NULL;
}

static bool is_record(const char *name, const char *profile)
{
    const char *rest = after_record(name, profile);

    return rest && rest[0] == '\0';
}

/* Move *at behind a dot or hyphen C and the digits after it. */
static bool take_number(const char **at, char c)
{
    size_t digits;

    if (**at != c)
        return false;
    digits = strspn(*at + 1, DIGITS);
    *at += 1 + digits;
    return digits > 0;
}

static bool is_leftover(const char *name, const char *profile)
{
    const char *rest = name[0] == '.' ? after_record(name + 1, profile) : NULL;

    return rest && take_number(&rest, '.') && take_number(&rest, '-') &&
           rest[0] == '\0';
}

void cache_names_remove(int folder, const char *profile, unsigned kinds)
{
    auto_fd fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    const struct dirent *entry;

    if (!dir)
        return;
    (void)take_fd(&fd); /* closedir() closes it */
    while ((entry = readdir(dir)) != NULL) {
        if (((kinds & CACHE_RECORDS) && is_record(entry->d_name, profile)) ||
            ((kinds & CACHE_LEFTOVERS) && is_leftover(entry->d_name, profile)))
            (void)unlinkat(folder, entry->d_name, 0);
    }
    (void)closedir(dir);
}
