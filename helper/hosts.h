/* SPDX-License-Identifier: MIT */
/*
 * hosts.h - the one matcher: may a token go to this host?
 *
 * A question is put in one normal form, or refused, before anything is
 * compared; then host and port must equal an entry exactly (HOST-1 to HOST-3).
 * Nothing is compared by prefix or suffix; a wildcard stands for one label and
 * only where the user wrote it.
 */
#ifndef HELPER_HOSTS_H
#define HELPER_HOSTS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/error.h"

#define HOST_MAX   253 /* bytes of a DNS name (RFC 1035) */
#define HOSTS_PORT 443 /* where none is written */

/*
 * A host in normal form: lower-case ASCII name without trailing dot, dotted
 * IPv4, or IPv6 in brackets as inet_ntop(3) writes it.
 */
struct host_port {
    char host[HOST_MAX + 1];
    uint16_t port;
};

/*
 * Read HOST or HOST:PORT; the default port is 443.  False for anything that is
 * not a plain host: '%', '@', '\', blanks, control or non-ASCII bytes, empty
 * labels, a port of 0 or above 65535, a bare IPv6 address, a name whose last
 * label is a number.
 */
bool hosts_parse(const char *text, struct host_port *ret);

/*
 * Read the host of an https URL: "https://" in any case, an authority as
 * above, then nothing or '/', '?', '#' and anything printable.
 */
bool hosts_parse_url(const char *url, struct host_port *ret);

/* Room for HOST:PORT with its NUL. */
#define HOSTS_TEXT (HOST_MAX + 7)

/* Write HOST:PORT and return TEXT. */
const char *hosts_format(const struct host_port *host,
                         char text[static HOSTS_TEXT]);

/*
 * Whether QUESTION is one of HOSTS: blank-separated HOST[:PORT] or
 * "*.example.com[:PORT]" (one label).  HOSTS has passed hosts_check().
 */
bool hosts_match(const char *hosts, const struct host_port *question);

/* An entry of `hosts`: a host, or a wildcard for one label in front of it. */
struct host_entry {
    bool wildcard;
    struct host_port host;
};

/* Read the entry at the start of *AT, a part of HOSTS that has passed
   hosts_check(), and move behind it.  False at the end. */
bool hosts_next(const char **at, struct host_entry *ret);

/* Whether every entry of HOSTS can be understood.  WC_USAGE names the first
   that cannot. */
enum wc_code hosts_check(const char *hosts, struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
