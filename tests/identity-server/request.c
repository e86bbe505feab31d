/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/identity-server/request.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/number.h"
#include "tests/identity-server/server.h"

#define CHUNK 65536

/* Read once more; false at the end. */
static bool read_more(struct stream *stream, struct http_request *request)
{
    char *longer = realloc(request->bytes, request->len + CHUNK + 1);
    ssize_t n;

    if (!longer || request->len > REQUEST_BYTES_MAX)
        return false;
    request->bytes = longer;
    n = stream_read(stream, request->bytes + request->len, CHUNK);
    if (n <= 0)
        return false;
    request->len += (size_t)n;
    request->bytes[request->len] = '\0';
    return true;
}

static bool read_head(struct stream *stream, struct http_request *request)
{
    const char *end = NULL;

    while (!end) {
        if (!read_more(stream, request))
            return false;
        end = strstr(request->bytes, "\r\n\r\n");
    }
    request->head_len = (size_t)(end - request->bytes) + 4;
    return sscanf(request->bytes, "%15s %511s HTTP/1.", request->method,
                  request->path) == 2;
}

/* The value of the header NAME in the head, or NULL. */
static const char *find_header(const struct http_request *request,
                               const char *name)
{
    size_t len = strlen(name);
    const char *at = request->bytes;

    while ((at = strstr(at, "\r\n")) != NULL &&
           (size_t)(at - request->bytes) + 2 < request->head_len) {
        at += 2;
        if (strncasecmp(at, name, len) == 0 && at[len] == ':')
            return at + len + 1 + strspn(at + len + 1, " ");
    }
    return NULL;
}

static bool read_counted(struct stream *stream, struct http_request *request,
                         const char *value)
{
    char digits[NUMBER_TEXT] = "";
    size_t n = strspn(value, "0123456789");
    int64_t body;

    if (n == 0 || n >= sizeof(digits))
        return false;
    memcpy(digits, value, n);
    if (!number_parse(digits, 0, (int64_t)REQUEST_BYTES_MAX, &body))
        return false;
    while (request->len < request->head_len + (size_t)body) {
        if (!read_more(stream, request))
            return false;
    }
    return true;
}

/* A chunked body ends in a chunk of length 0 and a blank line. */
static bool read_chunked(struct stream *stream, struct http_request *request)
{
    size_t at = request->head_len;

    for (;;) {
        char *line_end;
        unsigned long size;

        while (!(line_end = strstr(request->bytes + at, "\r\n"))) {
            if (!read_more(stream, request))
                return false;
        }
        size = strtoul(request->bytes + at, NULL, 16);
        at = (size_t)(line_end - request->bytes) + 2 + size + 2;
        while (request->len < at) {
            if (!read_more(stream, request))
                return false;
        }
        if (size == 0)
            return true;
    }
}

bool http_request_read(struct stream *stream, struct http_request *ret)
{
    const char *value;

    *ret = (struct http_request){ 0 };
    if (!read_head(stream, ret))
        return false;
    value = find_header(ret, "Transfer-Encoding");
    if (value && strncasecmp(value, "chunked", 7) == 0)
        return read_chunked(stream, ret);
    value = find_header(ret, "Content-Length");
    return !value || read_counted(stream, ret, value);
}

void http_request_clear(struct http_request *request)
{
    free(request->bytes);
    *request = (struct http_request){ 0 };
}
