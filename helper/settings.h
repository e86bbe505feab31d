/* SPDX-License-Identifier: MIT */
/*
 * settings.h - the keys of a profile: one row each.
 *
 * The table is the config file's vocabulary, login's options, what status
 * prints and what walr-cred-config(5) documents (a test compares them).
 */
#ifndef HELPER_SETTINGS_H
#define HELPER_SETTINGS_H

#include <stdint.h>

#include "common/error.h"

/* In the order of status and of walr-cred-config(5). */
enum setting {
    SETTING_TOKEN_URL = 0,
    SETTING_CLIENT_ID,
    SETTING_AUDIENCE,
    SETTING_SCOPE,
    SETTING_RESOURCE,
    SETTING_REQUEST,
    SETTING_CLIENT_AUTH,
    SETTING_HOSTS,
    SETTING_SECRET,
    SETTING_GIT_USERNAME,
    SETTING_DOCKER_USERNAME,
    SETTING_MIN_VALIDITY,
    SETTING_RENEW_AT,
    SETTING_DEFAULT_LIFETIME,
    SETTING_TIMEOUT,
    SETTING_CA_FILE,
    SETTING_PROXY,
    SETTING_CACHE_DIR,
    SETTING_ALLOW_INSECURE_LOOPBACK,
    SETTING_ALLOW_PLAIN_SESSION,
    SETTINGS /* how many there are; also "no such setting" */
};

#define SETTING_NEVER "never" /* of KIND_SHARE */

#define PARAM_PREFIX   "param."
#define PARAM_NAME_MAX 64 /* bytes of NAME in param.NAME */

enum setting_kind {
    KIND_URL,    /* https://…, or http:// (checked with the loopback rule) */
    KIND_TEXT,   /* printable, UTF-8 */
    KIND_TOKENS, /* scope tokens of RFC 6749 3.3, blank-separated */
    KIND_URIS,   /* resource indicators of RFC 8707 2, blank-separated */
    KIND_WORD,   /* one of WORDS */
    KIND_TIME,   /* TIME, from MIN to MAX seconds */
    KIND_SHARE,  /* MIN% to MAX%, or never */
    KIND_PATH,   /* absolute path */
    KIND_HOSTS,  /* the matcher's entries */
    KIND_PROXY,  /* env, none or a URL */
    KIND_SECRET, /* one of WORDS, or what secret-source.h opens */
};

struct setting_row {
    const char *key;
    enum setting_kind kind;
    const char *words;    /* of KIND_WORD and KIND_SECRET, blank-separated */
    int64_t min, max;     /* of KIND_TIME in seconds, of KIND_SHARE in % */
    const char *argument; /* in --help: URL, ID, TIME … */
    const char *help;     /* one line */
};

extern const struct setting_row settings[SETTINGS];

/* The setting whose key is KEY, or SETTINGS. */
enum setting setting_find(const char *key);

/*
 * Whether VALUE can stand for SETTING.  An empty value, outer blanks, control
 * bytes and bytes that are not UTF-8 never can.  WC_USAGE, with a line that
 * says what is expected.
 */
enum wc_code setting_check(enum setting setting, const char *value,
                           struct wc_error *err)
    __attribute__((warn_unused_result));

/* setting_check() of an extra request field: NAME in [A-Za-z0-9._-]+, not one
   that the grant itself sets (grant_type, client_id, client_secret …). */
enum wc_code setting_check_param(const char *name, const char *value,
                                 struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
