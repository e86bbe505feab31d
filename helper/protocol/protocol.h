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

#include "common/clock.h"
#include "common/error.h"
#include "common/record.h"
#include "common/secret.h"
#include "helper/caller.h"
#include "helper/hosts.h"
#include "helper/options.h"
#include "helper/profile.h"

/* Bytes of a question on stdin (IN-6). */
#define PROTOCOL_INPUT_MAX (1024 * 1024)

struct protocol {
    const char *name;    /* behind `walr-cred helper` */
    const char *program; /* the name that the tool runs, or NULL */
    const char *actions; /* for --help */
    int64_t min_validity_s;
    int max_operands; /* behind the protocol's name */
    /* ACTION is the tool's word, or NULL where it gave none. */
    enum wc_code (*run)(const struct protocol *protocol, const char *action,
                        const struct options *options, struct caller *caller,
                        struct secret *out, struct wc_error *err);
};

/* Ends in a NULL name. */
extern const struct protocol protocols[];

/*
 * Load the profile that serves HOST: --profile's, else the one whose hosts
 * contain it; WALR_PROFILE is not looked at.  *ret_known is false, with WC_OK,
 * where the tool must be told nothing.
 */
enum wc_code protocol_find_profile(const struct options *options,
                                   const struct host_port *host,
                                   struct profile *ret_profile, bool *ret_known,
                                   struct wc_error *err)
    __attribute__((warn_unused_result));

/* Append all of stdin to INPUT.  WC_USAGE: it cannot be read, is too long, or
   holds a NUL (IN-5, IN-6). */
enum wc_code protocol_read_stdin(struct secret *input, struct wc_error *err)
    __attribute__((warn_unused_result));

/* The same, up to the first blank line, for who asks need not close it; a few
   KiB behind it may be read too. */
enum wc_code protocol_read_paragraph(struct secret *input, struct wc_error *err)
    __attribute__((warn_unused_result));

/* Room for "2030-01-01T00:00:00Z" and NUL. */
#define PROTOCOL_TIME_TEXT 32

/*
 * When RECORD ends, less a minute or a tenth of its life, in seconds since the
 * epoch: what is handed to a tool that keeps the token until then.  Never in
 * the past.
 */
int64_t protocol_end_s(const struct record *record, const struct moment *now);

/* protocol_end_s() as RFC 3339 in whole seconds. */
const char *protocol_format_end(const struct record *record,
                                const struct moment *now,
                                char text[static PROTOCOL_TIME_TEXT]);

/* The row named NAME, or whose program is called PROGRAM; NULL for none. */
const struct protocol *protocol_find(const char *name);
const struct protocol *protocol_find_program(const char *program);

enum wc_code protocol_bazel(const struct protocol *protocol, const char *action,
                            const struct options *options,
                            struct caller *caller, struct secret *out,
                            struct wc_error *err);
enum wc_code protocol_cargo(const struct protocol *protocol, const char *action,
                            const struct options *options,
                            struct caller *caller, struct secret *out,
                            struct wc_error *err);
enum wc_code protocol_docker(const struct protocol *protocol,
                             const char *action, const struct options *options,
                             struct caller *caller, struct secret *out,
                             struct wc_error *err);
enum wc_code protocol_go(const struct protocol *protocol, const char *action,
                         const struct options *options, struct caller *caller,
                         struct secret *out, struct wc_error *err);
enum wc_code protocol_kubernetes(const struct protocol *protocol,
                                 const char *action,
                                 const struct options *options,
                                 struct caller *caller, struct secret *out,
                                 struct wc_error *err);
enum wc_code protocol_terraform(const struct protocol *protocol,
                                const char *action,
                                const struct options *options,
                                struct caller *caller, struct secret *out,
                                struct wc_error *err);
enum wc_code protocol_git(const struct protocol *protocol, const char *action,
                          const struct options *options, struct caller *caller,
                          struct secret *out, struct wc_error *err);

#endif
