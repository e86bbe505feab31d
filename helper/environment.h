/* SPDX-License-Identifier: MIT */
/*
 * environment.h - what the worker sees of the caller's environment (PRC-11).
 *
 * An allow-list: libsecret, GLib, OpenSSL, libcurl and the resolver read dozens
 * of variables that lead a secret elsewhere or print it.
 */
#ifndef HELPER_ENVIRONMENT_H
#define HELPER_ENVIRONMENT_H

#include "common/request.h"

#define ENVIRONMENT_MAX 20 /* entries, the NULL behind the last included */

/*
 * Fill VARS, for posix_spawn(3), with the entries of FROM that a worker with
 * REQUEST may have, and with LANG=C.UTF-8.  Proxy variables only when the
 * request leaves the proxy to the environment; the client secret only when it
 * comes from there.  The texts stay FROM's.
 */
void environment_fill(const struct request *request, char *const *from,
                      char *vars[static ENVIRONMENT_MAX]);

#endif
