/* SPDX-License-Identifier: MIT */
/*
 * request.h - what the worker is asked, as lines.
 *
 * The front makes one from a profile and writes it to the worker's stdin.  It
 * holds no secret.  Its first part, the identity, is everything a token is
 * asked with; a record repeats it, the cache file is named after it, and a
 * cached token is used only where the identity is equal byte for byte (OPS-1).
 */
#ifndef COMMON_REQUEST_H
#define COMMON_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/error.h"
#include "common/secret.h"

#define REQUEST_MAX        (128 * 1024) /* bytes of a whole request */
#define REQUEST_PARAMS_MAX 16           /* extra request fields */

struct request_param {
    const char *name, *value;
};

/* What to do.  The names are those of the `action` line. */
enum request_action {
    REQUEST_OBTAIN = 0, /* look the secret up, ask for a token: a record */
    REQUEST_LOGIN,      /* read the secret from fd 3 or the terminal, check it
                           with the endpoint, store it: a record, or done */
    REQUEST_LOGOUT,     /* remove the keyring item: done */
    REQUEST_LOOK,       /* is it stored, is the keyring locked: done */
};

/* Where the client secret comes from.  The names are those of `secret`. */
enum request_source {
    REQUEST_KEYRING = 0,
    REQUEST_ENVIRONMENT, /* WALR_CLIENT_SECRET in the worker's environment */
    REQUEST_STREAM,      /* fd 3, up to its end: a file, a command's output, or
                            the caller's stdin */
    REQUEST_TERMINAL,    /* /dev/tty, without echo */
};

/* Texts belong to somebody else; NULL where absent. */
struct request {
    /* the identity */
    const char *profile, *token_url, *client_id, *audience, *scope, *resource;
    bool form;  /* the body is a form; otherwise JSON */
    bool basic; /* client authentication by HTTP Basic; otherwise in the body */
    struct request_param params[REQUEST_PARAMS_MAX];
    size_t n_params;
    /* how to go about it */
    enum request_action action;
    enum request_source source;
    const char *secret_from; /* of REQUEST_STREAM: the setting that names the
                                file or command; NULL: the caller's stdin */
    const char *ca_file;     /* absolute path, or NULL for the system's */
    const char *proxy;       /* "env", "none" or a URL */
    bool allow_insecure_loopback, allow_plain_session;
    bool may_prompt; /* the keyring may ask the person */
    bool no_verify;  /* login: store without asking the endpoint */
    int64_t default_lifetime_s;
    int64_t deadline_ms; /* what is left of the caller's time, from now */
    int64_t parent;      /* process id of the front */
};

/* Append the identity's lines.  False when OUT is full or a value cannot
   stand in a line. */
bool request_write_identity(const struct request *request, struct secret *out)
    __attribute__((warn_unused_result));

/*
 * Append what decides how a token request ends: the identity, the CA, the
 * proxy, the source of the secret; not who asks, why and for how long.  False
 * as above.
 */
bool request_write_question(const struct request *request, struct secret *out)
    __attribute__((warn_unused_result));

/* Append the whole request, identity first.  False as above. */
bool request_write(const struct request *request, struct secret *out)
    __attribute__((warn_unused_result));

/*
 * Read the LEN bytes at TEXT, cut in place; *ret points into them.  Every line
 * must be known, well-formed and there once; profile, token-url and action must
 * be there.  WC_INTERNAL otherwise: only our own front writes requests.
 */
enum wc_code request_parse(char *text, size_t len, struct request *ret,
                           struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
