/* SPDX-License-Identifier: MIT */
/*
 * session.h - how a secret travels: plain, or encrypted with an agreed key.
 *
 * "Transfer of Secrets" of the Secret Service specification: Diffie-Hellman in
 * the 1024 bit group of RFC 2409, HKDF with SHA-256, AES-128-CBC with padding.
 * The only file that knows libgcrypt.
 */
#ifndef MOCK_SECRET_SERVICE_SESSION_H
#define MOCK_SECRET_SERVICE_SESSION_H

#include <gio/gio.h>

#define SESSION_PLAIN     "plain"
#define SESSION_ENCRYPTED "dh-ietf1024-sha256-aes128-cbc-pkcs7"

struct session;

/* Bring libgcrypt up. */
void session_init(void);

/*
 * A new session for a client with public key INPUT, of type ay; NULL makes it
 * plain.  *RET_OUTPUT is our public key, floating.
 */
struct session *session_open(GVariant *input, GVariant **ret_output);

const char *session_path(const struct session *session);
struct session *session_find(const char *path);

/* Forget all of them. */
void session_forget(void);

/* SECRET as (oayays), in the form that the mode wants it; floating. */
GVariant *session_wrap(const struct session *session, GBytes *secret);

/* The secret in an (oayays) of the session, or NULL. */
GBytes *session_unwrap(const struct session *session, GVariant *wrapped);

#endif
