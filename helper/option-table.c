/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/option-table.h"

#include "helper/options.h"

/* clang-format off */
#define AT(member) offsetof(struct options, member)
const struct option_row option_rows[] = {
    { "profile",      'p', TAKES_PROFILE,   OPTION_TEXT,        AT(profile),          "PROFILE", "the profile to use" },
    { "url",          0,   TAKES_URL,       OPTION_TEXT,        AT(url),              "URL",     "use the profile whose hosts contain the URL's" },
    { "format",       'f', TAKES_FORMAT,    OPTION_FORMAT,      0,                    "FORMAT",  "how the token is printed" },
    { "min-validity", 0,   TAKES_MIN_VALIDITY, OPTION_SETTING,  SETTING_MIN_VALIDITY, "TIME",    NULL },
    { "refresh",      0,   TAKES_REFRESH,   OPTION_FLAG,        AT(refresh),          NULL,      "obtain a new token even if the cached one is fresh" },
    { "output",       'o', TAKES_OUTPUT,    OPTION_TEXT,        AT(output),           "FILE",    "write to FILE, mode 0600, replaced atomically" },
    { "no-verify",    0,   TAKES_NO_VERIFY, OPTION_FLAG,        AT(no_verify),        NULL,      "store without asking the token endpoint" },
    { "all",          0,   TAKES_ALL,       OPTION_FLAG,        AT(all),              NULL,      "every profile" },
    { "json",         0,   TAKES_JSON,      OPTION_FLAG,        AT(json),             NULL,      "print JSON" },
    { "any-host",     0,   TAKES_ANY_HOST,  OPTION_FLAG,        AT(any_host),         NULL,      "lift the checks of what curl is given" },
    { "apply",        0,   TAKES_APPLY,     OPTION_FLAG,        AT(apply),            NULL,      "do it, where that is safe, and say how to undo it" },
    { "yes",          0,   TAKES_APPLY,     OPTION_FLAG,        AT(yes),              NULL,      "apply without asking" },
    { "param",        0,   TAKES_SETTINGS,  OPTION_PARAM,       0,                    "NAME=VALUE", "an extra field of the token request" },
    { "timeout",      0,   0,               OPTION_SETTING,     SETTING_TIMEOUT,      "TIME",    NULL },
    { "interactive",  0,   0,               OPTION_INTERACTIVE, 0,                    "WHEN",    "may the keyring ask: auto, always or never" },
    { "quiet",        'q', 0,               OPTION_FLAG,        AT(quiet),            NULL,      "no warnings and notes" },
    { "verbose",      'v', 0,               OPTION_FLAG,        AT(verbose),          NULL,      "say what is done: names and times, never values" },
    { "help",         'h', 0,               OPTION_FLAG,        AT(help),             NULL,      "print this help" },
    { "version",      'V', 0,               OPTION_FLAG,        AT(version),          NULL,      "print the version" },
    { NULL, 0, 0, OPTION_FLAG, 0, NULL, NULL },
};
/* clang-format on */
