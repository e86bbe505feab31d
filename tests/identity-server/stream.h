/* SPDX-License-Identifier: MIT */
/*
 * stream.h - one client's bytes, plain or through TLS.
 */
#ifndef IDENTITY_SERVER_STREAM_H
#define IDENTITY_SERVER_STREAM_H

#include <gnutls/gnutls.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct stream {
    int fd;
    gnutls_session_t session; /* NULL: plain */
};

/* Up to LEN bytes; 0 at the end, -1 on failure. */
ssize_t stream_read(struct stream *stream, void *bytes, size_t len);

/* All of LEN bytes. */
bool stream_write(struct stream *stream, const void *bytes, size_t len);
bool stream_write_text(struct stream *stream, const char *text);

/* Wait until the client closes its end, or MS are over. */
void stream_wait_closed(struct stream *stream, int ms);

/* Say goodbye, then close. */
void stream_close(struct stream *stream);

#endif
