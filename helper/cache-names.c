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
#include "common/text.h"

#define HEX    "0123456789abcdef"
#define DIGITS "0123456789"

static const struct {
    enum cache_names kind;
    const char *suffix;
} kinds_of_files[] = {
    { CACHE_RECORDS, ".record" },
    { CACHE_COOLDOWNS, ".cooldown" },
    { CACHE_RENEWALS, ".renewal" },
    { CACHE_REJECTIONS, ".rejection" },
};

#define N_KINDS (sizeof(kinds_of_files) / sizeof(kinds_of_files[0]))

void cache_name(const char *profile, const char hash[static HASH_TEXT],
                enum cache_names kind, char ret_name[static CACHE_NAME_MAX])
{
    char *end = ret_name + CACHE_NAME_MAX;
    char *at = ret_name;
    size_t i = 0;

    while (kinds_of_files[i].kind != kind)
        i++;
    at = text_put(at, end, profile);
    at = text_put(at, end, "-");
    at = text_put(at, end, hash);
    (void)text_put(at, end, kinds_of_files[i].suffix);
}

void cache_name_temporary(const char *name,
                          char ret_name[static CACHE_NAME_MAX])
{
    (void)snprintf(ret_name, CACHE_NAME_MAX, ".%s.%ld-%lld", name,
                   (long)getpid(), (long long)clock_boot_ms());
}

/* What follows "PROFILE-HASH16" and SUFFIX that NAME starts with, or NULL. */
static const char *after_name(const char *name, const char *profile,
                              const char *suffix)
{
    size_t len = strlen(profile);

    if (strncmp(name, profile, len) != 0 || name[len] != '-')
        return NULL;
    name += len + 1;
    if (strspn(name, HEX) != HASH_TEXT - 1)
        return NULL;
    name += HASH_TEXT - 1;
    len = strlen(suffix);
    return strncmp(name, suffix, len) == 0 ? name + len : NULL;
}

/* Whether NAME is one of PROFILE's files of KINDS. */
static bool is_file(const char *name, const char *profile, unsigned kinds)
{
    for (size_t i = 0; i < N_KINDS; i++) {
        const char *rest = after_name(name, profile, kinds_of_files[i].suffix);

        if (rest && rest[0] == '\0')
            return kinds & kinds_of_files[i].kind;
    }
    return false;
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
    if (name[0] != '.')
        return false;
    for (size_t i = 0; i < N_KINDS; i++) {
        const char *rest =
            after_name(name + 1, profile, kinds_of_files[i].suffix);

        if (rest && take_number(&rest, '.') && take_number(&rest, '-') &&
            rest[0] == '\0')
            return true;
    }
    return false;
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
        const char *name = entry->d_name;

        if (is_file(name, profile, kinds) ||
            ((kinds & CACHE_LEFTOVERS) && is_leftover(name, profile)))
            (void)unlinkat(folder, entry->d_name, 0);
    }
    (void)closedir(dir);
}
