/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/environment.h"

#include <stddef.h>
#include <string.h>

/* clang-format off */
static const char *const always[] = {
    "HOME", "USER", "LOGNAME", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS",
    NULL,
};
/* Those that libcurl reads.  Not HTTP_PROXY: a web server sets it for a CGI
   program from a header of the request. */
static const char *const proxies[] = {
    "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
    "no_proxy", "NO_PROXY",
    NULL,
};
static const char *const secrets[] = {
    "WALR_CLIENT_SECRET",
    NULL,
};
/* clang-format on */

#define N_NAMES(a) (sizeof(a) / sizeof((a)[0]) - 1)

_Static_assert(N_NAMES(always) + N_NAMES(proxies) + N_NAMES(secrets) + 2 <=
                   ENVIRONMENT_MAX,
               "every name, LANG and the NULL have room");

/* The entry of NAME in FROM, or NULL. */
static char *find(char *const *from, const char *name)
{
    size_t len = strlen(name);

    for (; *from; from++) {
        if (strncmp(*from, name, len) == 0 && (*from)[len] == '=')
            return *from;
    }
    return NULL;
}

/* Add the entries of NAMES at VARS and return what is behind them. */
static char **add(const char *const *names, char *const *from, char **vars)
{
    for (; *names; names++) {
        char *entry = find(from, *names);

        if (entry)
            *vars++ = entry;
    }
    return vars;
}

void environment_fill(const struct request *request, char *const *from,
                      char *vars[static ENVIRONMENT_MAX])
{
    static char lang[] = "LANG=C.UTF-8";

    vars = add(always, from, vars);
    if (!request->proxy || strcmp(request->proxy, "env") == 0)
        vars = add(proxies, from, vars);
    if (request->source == REQUEST_ENVIRONMENT)
        vars = add(secrets, from, vars);
    *vars++ = lang;
    *vars = NULL;
}
