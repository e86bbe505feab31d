/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/identity-server/stream.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

ssize_t stream_read(struct stream *stream, void *bytes, size_t len)
{
    ssize_t n;

    do {
        n = stream->session ? gnutls_record_recv(stream->session, bytes, len)
                            : recv(stream->fd, bytes, len, 0);
    } while (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED ||
             (!stream->session && n < 0 && errno == EINTR));
    return n < 0 ? -1 : n;
}

bool stream_write(struct stream *stream, const void *bytes, size_t len)
{
    const char *at = bytes;

    while (len > 0) {
        ssize_t n = stream->session
                        ? gnutls_record_send(stream->session, at, len)
                        : send(stream->fd, at, len, MSG_NOSIGNAL);

        if (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED)
            continue;
        if (n <= 0)
            return false;
        at += n;
        len -= (size_t)n;
    }
    return true;
}

bool stream_write_text(struct stream *stream, const char *text)
{
    return stream_write(stream, text, strlen(text));
}

void stream_wait_closed(struct stream *stream, int ms)
{
    struct pollfd fd = { .fd = stream->fd, .events = POLLRDHUP };

    while (poll(&fd, 1, ms) < 0 && errno == EINTR)
        ;
}

void stream_close(struct stream *stream)
{
    if (stream->session) {
        (void)gnutls_bye(stream->session, GNUTLS_SHUT_WR);
        gnutls_deinit(stream->session);
    }
    stream->session = NULL;
    if (stream->fd >= 0)
        (void)close(stream->fd);
    stream->fd = -1;
}
