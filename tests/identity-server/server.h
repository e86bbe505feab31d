/* SPDX-License-Identifier: MIT */
/*
 * server.h - the identity server: what its parts share.
 *
 * One request a connection.  We own accept and TLS, so that the exact bytes are
 * recorded and any misbehaviour can be played; what is well-behaved is handed,
 * as plain HTTP over a socket pair, to libmicrohttpd.  Everything is scripted
 * and reported through files in one folder (README.md).
 */
#ifndef IDENTITY_SERVER_SERVER_H
#define IDENTITY_SERVER_SERVER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/identity-server/certificates.h"
#include "tests/identity-server/scenario.h"

#define REQUEST_BYTES_MAX (64UL * 1024 * 1024) /* of a whole request */
#define SLOTS             4096                 /* exchanges at one time */

/* One request as it is dealt with. */
struct exchange {
    unsigned number; /* from 1; requests/NUMBER.request */
    bool is_token_request;
    struct scenario scenario;
};

struct server {
    const char *dir;
    struct certificates certificates;
    void *daemon;          /* struct MHD_Daemon */
    pthread_mutex_t mutex; /* of everything below, and of all files */
    unsigned requests, connections;
    struct exchange *slots[SLOTS];
};

extern struct server server;

/* The text of the file NAME in the folder, or FALLBACK; trailing newlines are
   kept.  The caller frees it. */
char *server_setting(const char *name, const char *fallback);
long server_setting_number(const char *name, long fallback);

/* Append a line to the file NAME. */
void server_append(const char *name, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Write a whole file, by a temporary one and a rename. */
bool server_write(const char *name, const void *bytes, size_t len);

/* Whether LINE is a whole line of the file NAME. */
bool server_has_line(const char *name, const char *line);

/* Serve the accepted FD, of the TLS port or the plain one; closes it. */
void connection_serve(int fd, bool tls);

/* Start libmicrohttpd; hand it one connection for the exchange in SLOT. */
bool exchange_start(void);
int exchange_connect(unsigned slot);

#endif
