/* SPDX-License-Identifier: MIT */
/*
 * protocol.h - the languages that tools ask in: one row and one file each.
 *
 * A protocol reads its question from stdin or argv, lets hosts.h decide, and
 * appends its whole answer to OUT.  A foreign host is answered in the
 * protocol's own way of saying "nothing", with WC_OK.
 */
#ifndef HELPER_PROTOCOL_PROTOCOL_H
#define HELPER_PROTOCOL_PROTOCOL_H

#include <stdint.h>

#include "common/error.h"
#include "common/secret.h"
#include "helper/caller.h"
#include "helper/options.h"

/* Bytes of a question on stdin (IN-6). */
#define PROTOCOL_INPUT_MAX (1024 * 1024)

struct protocol {
    const char *name;    /* behind `walr-cred helper` */
    const char *program; /* the name that the tool runs */
    const char *actions; /* for --help */
    int64_t min_validity_s;
    /* ACTION is the tool's word, or NULL where it gave none. */
    enum wc_code (*run)(const struct protocol *protocol, const char *action,
                        const struct options *options, struct caller *caller,
                        struct secret *out, struct wc_error *err);
};

/* Ends in a NULL name. */
extern const struct protocol protocols[];

/* The row named NAME, or whose program is called PROGRAM; NULL for none. */
const struct protocol *protocol_find(const char *name);
const struct protocol *protocol_find_program(const char *program);

enum wc_code protocol_git(const struct protocol *protocol, const char *action,
                          const struct options *options, struct caller *caller,
                          struct secret *out, struct wc_error *err);

#endif
