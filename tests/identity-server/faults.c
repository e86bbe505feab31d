/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/identity-server/faults.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/identity-server/server.h"

#define STALL_MS 30000 /* longer than any client waits */
#define GOOD_BODY \
    "{\"access_token\":\"fault\",\"token_type\":\"Bearer\",\"expires_in\":60}"
#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

static void stall(struct stream *stream, const struct scenario *scenario)
{
    (void)scenario;
    stream_wait_closed(stream, STALL_MS);
}

static void hang_up(struct stream *stream, const struct scenario *scenario)
{
    (void)stream;
    (void)scenario;
}

/* A linger of 0 makes close() send RST. */
static void reset(struct stream *stream, const struct scenario *scenario)
{
    const struct linger linger = { .l_onoff = 1, .l_linger = 0 };

    (void)scenario;
    (void)setsockopt(stream->fd, SOL_SOCKET, SO_LINGER, &linger,
                     sizeof(linger));
    (void)close(stream->fd);
    stream->fd = -1;
}

static void false_length(struct stream *stream, const struct scenario *scenario)
{
    char text[256];

    (void)snprintf(text, sizeof(text), HEAD "Content-Length: %ld\r\n\r\n%s",
                   scenario_number(scenario, "length", 100000), GOOD_BODY);
    (void)stream_write_text(stream, text);
}

/* The first AT bytes of an answer that announces a long body. */
static void truncated(struct stream *stream, const struct scenario *scenario)
{
    static const char text[] = HEAD "Content-Length: 400\r\n\r\n"
                                    "{\"access_token\":\"aaaaaaaaaaaaaaaaaaaaa"
                                    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    size_t at = (size_t)scenario_number(scenario, "at", 120);

    (void)stream_write(stream, text,
                       at < sizeof(text) - 1 ? at : sizeof(text) - 1);
}

static void bad_chunk(struct stream *stream, const struct scenario *scenario)
{
    (void)scenario;
    (void)stream_write_text(stream, HEAD "Transfer-Encoding: chunked\r\n\r\n"
                                         "zz\r\n" GOOD_BODY "\r\n0\r\n\r\n");
}

static void cut_chunk(struct stream *stream, const struct scenario *scenario)
{
    (void)scenario;
    (void)stream_write_text(stream, HEAD "Transfer-Encoding: chunked\r\n\r\n"
                                         "400\r\n" GOOD_BODY);
}

static void bare_cr(struct stream *stream, const struct scenario *scenario)
{
    (void)scenario;
    (void)stream_write_text(stream, HEAD "X-Odd: a\rX-Injected: b\r\n"
                                         "Connection: close\r\n\r\n" GOOD_BODY);
}

/* The bytes of body-file as they are. */
static void raw(struct stream *stream, const struct scenario *scenario)
{
    const char *path = scenario_value(scenario, "body-file", "/dev/null");
    FILE *file = fopen(path, "re");
    char bytes[4096];
    size_t n;

    while (file && (n = fread(bytes, 1, sizeof(bytes), file)) > 0) {
        if (!stream_write(stream, bytes, n))
            break;
    }
    if (file)
        (void)fclose(file);
}

/* One byte a second. */
static void drip(struct stream *stream, const struct scenario *scenario)
{
    static const char text[] = HEAD "Content-Length: 70\r\n\r\n" GOOD_BODY;

    (void)scenario;
    for (size_t i = 0; i < sizeof(text) - 1; i++) {
        if (!stream_write(stream, text + i, 1))
            return;
        stream_wait_closed(stream, 1000);
    }
}

/* COUNT times TEXT, or until the client has had enough. */
static void flood(struct stream *stream, const char *text, long count)
{
    while (count-- > 0 && stream_write_text(stream, text))
        ;
}

#define KILOBYTE                                                       \
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void endless_body(struct stream *stream, const struct scenario *scenario)
{
    (void)scenario;
    if (stream_write_text(stream, HEAD "Connection: close\r\n\r\n{\"x\":\""))
        flood(stream, KILOBYTE, 1L << 24);
}

static void endless_headers(struct stream *stream,
                            const struct scenario *scenario)
{
    (void)scenario;
    if (stream_write_text(stream, HEAD))
        flood(stream, "X-Flood: " KILOBYTE "\r\n", 1L << 24);
}

static void many_1xx(struct stream *stream, const struct scenario *scenario)
{
    (void)scenario;
    flood(stream, "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n", 10000);
    (void)stream_write_text(stream, HEAD "Connection: close\r\n\r\n" GOOD_BODY);
}

static void big_body(struct stream *stream, const struct scenario *scenario)
{
    long bytes = scenario_number(scenario, "bytes", 300000);
    char text[128];

    (void)snprintf(text, sizeof(text), HEAD "Content-Length: %ld\r\n\r\n",
                   bytes);
    if (!stream_write_text(stream, text))
        return;
    for (; bytes > 0; bytes -= 256)
        (void)stream_write(stream, KILOBYTE, bytes < 256 ? (size_t)bytes : 256);
}

/* GOOD_BODY in one stored deflate block would be honest; the bytes do not
   matter to a client that refuses the encoding. */
static void gzip(struct stream *stream, const struct scenario *scenario)
{
    (void)scenario;
    if (stream_write_text(stream, HEAD "Content-Encoding: gzip\r\n"
                                       "Content-Length: 23\r\n\r\n"))
        (void)stream_write(stream,
                           "\x1f\x8b\x08\0\0\0\0\0\0\x03\xab\xae\x05\0\x43\xbf"
                           "\xa6\xa3\x02\0\0\0",
                           23);
}

static void gzip_bomb(struct stream *stream, const struct scenario *scenario)
{
    static char zeros[65536];

    (void)scenario;
    if (!stream_write_text(stream, HEAD "Content-Encoding: gzip\r\n"
                                        "Connection: close\r\n\r\n"
                                        "\x1f\x8b\x08"))
        return;
    for (long n = 0; n < 1L << 18; n++) {
        if (!stream_write(stream, zeros, sizeof(zeros)))
            return;
    }
}

/* Until the client gives up, or the file `release` is there. */
static void hold(struct stream *stream, const struct scenario *scenario)
{
    char path[4096];
    struct stat st;

    (void)scenario;
    (void)snprintf(path, sizeof(path), "%s/release", server.dir);
    for (int i = 0; i < STALL_MS / 50 && stat(path, &st) != 0; i++) {
        char byte;

        stream_wait_closed(stream, 50);
        if (recv(stream->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
            return;
    }
}

/* clang-format off */
const struct fault faults[] = {
    { "stall-handshake",       FAULT_ACCEPTED,  stall,           "accept and stay silent" },
    { "reset",                 FAULT_ACCEPTED,  reset,           "RST after accept" },
    { "expired-certificate",   FAULT_HANDSHAKE, NULL,            "a certificate that is over" },
    { "wrong-host-certificate", FAULT_HANDSHAKE, NULL,           "a certificate of another host" },
    { "self-signed-certificate", FAULT_HANDSHAKE, NULL,          "a certificate that nobody signed" },
    { "tls10-only",            FAULT_HANDSHAKE, NULL,            "TLS 1.0 and 1.1 only" },
    { "stall-after-handshake", FAULT_CONNECTED, stall,           "shake hands and stay silent" },
    { "no-answer",             FAULT_REQUESTED, hang_up,         "close without a byte" },
    { "hold",                  FAULT_REQUESTED, hold,            "never answer, until the file `release` is there" },
    { "reset-after-request",   FAULT_REQUESTED, reset,           "RST instead of an answer" },
    { "false-length",          FAULT_REQUESTED, false_length,    "length=: a Content-Length that is not the body's" },
    { "truncated",             FAULT_REQUESTED, truncated,       "at=: close after so many bytes" },
    { "bad-chunk",             FAULT_REQUESTED, bad_chunk,       "a chunk length that is no number" },
    { "cut-chunk",             FAULT_REQUESTED, cut_chunk,       "close in the middle of a chunk" },
    { "bare-cr",               FAULT_REQUESTED, bare_cr,         "a CR within a header value" },
    { "raw",                   FAULT_REQUESTED, raw,             "body-file=: these bytes are the answer" },
    { "drip",                  FAULT_REQUESTED, drip,            "one byte a second" },
    { "endless-body",          FAULT_REQUESTED, endless_body,    "a body without end" },
    { "endless-headers",       FAULT_REQUESTED, endless_headers, "headers without end" },
    { "many-1xx",              FAULT_REQUESTED, many_1xx,        "10000 interim answers" },
    { "big-body",              FAULT_REQUESTED, big_body,        "bytes=: a body so long" },
    { "gzip",                  FAULT_REQUESTED, gzip,            "a compressed body" },
    { "gzip-bomb",             FAULT_REQUESTED, gzip_bomb,       "16 GiB, compressed" },
    { NULL, FAULT_ACCEPTED, NULL, NULL },
};
/* clang-format on */

const struct fault *fault_find(const struct scenario *scenario,
                               enum fault_phase phase)
{
    for (const struct fault *row = faults; row->name; row++) {
        if (row->phase == phase && scenario_is(scenario, row->name))
            return row;
    }
    return NULL;
}
