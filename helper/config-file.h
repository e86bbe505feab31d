/* SPDX-License-Identifier: MIT */
/*
 * config-file.h - the config file, read strictly.
 *
 * `[profile NAME]` sections of `key = value` lines; '#' starts a comment only
 * at the start of a line; no quoting, no escapes; a value is the rest of the
 * line without outer blanks.  Anything else is refused with file and line
 * (FS-7): nothing is ever read as something the user did not write.
 */
#ifndef HELPER_CONFIG_FILE_H
#define HELPER_CONFIG_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/error.h"
#include "common/secret.h"
#include "helper/settings.h"

#define CONFIG_MAX       (64 * 1024) /* bytes of the file (IN-6) */
#define CONFIG_LINE_MAX  4096        /* bytes of a line, without its LF */
#define PROFILE_DEFAULT  "default"
#define PROFILE_NAME_MAX 40 /* bytes (IN-7) */

/* Whether NAME is [a-z0-9][a-z0-9._-]{0,39} (IN-7). */
bool config_is_profile_name(const char *name);

/* One `key = value` line. */
struct config_entry {
    const char *profile;  /* the section it stands in */
    enum setting setting; /* SETTINGS for param.NAME */
    const char *param;    /* NAME, else NULL */
    const char *value;
};

/* The whole file.  Zero-initialise with CONFIG_INIT; free with config_clear().
 */
struct config {
    char
        *path; /* as found; NULL when neither HOME nor XDG_CONFIG_HOME is set */
    bool exists;
    struct secret text;
    struct config_entry *entries;
    size_t n_entries;
    const char **profiles; /* the sections, in order */
    size_t n_profiles;
};

#define CONFIG_INIT                    \
    {                                  \
        .text = SECRET_MAX(CONFIG_MAX) \
    }

/*
 * Read $XDG_CONFIG_HOME/walr-cred/config, or ~/.config/walr-cred/config.  An
 * absent file is an empty one.  Symbolic links are followed; the final file
 * must be regular, owned by us or root, and not writable by group or others.
 * WC_USAGE names the file, the line and what mends it.
 */
enum wc_code config_read(struct config *ret_config, struct wc_error *err)
    __attribute__((warn_unused_result));

void config_clear(struct config *config);

#define auto_config __attribute__((cleanup(config_clear))) struct config

#endif
