/* SPDX-License-Identifier: MIT */
/*
 * request.h - one HTTP request, read whole and kept byte for byte.
 */
#ifndef IDENTITY_SERVER_REQUEST_H
#define IDENTITY_SERVER_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/identity-server/stream.h"

struct http_request {
    char *bytes; /* owned; NUL-terminated behind LEN */
    size_t len;
    size_t head_len; /* up to and with the blank line */
    char method[16], path[512];
};

/* Read one request up to the end of its body.  False at the end of the stream
   or for what is no request. */
bool http_request_read(struct stream *stream, struct http_request *ret);
void http_request_clear(struct http_request *request);

#endif
