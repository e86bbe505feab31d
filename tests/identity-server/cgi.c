/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/identity-server/cgi.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "common/number.h"
#include "tests/identity-server/exchange.h"

#define HEADERS_MAX 8

/* Cut the text at HEAD, ending in a NUL, into status and headers. */
static unsigned parse_head(char *head, const char *headers[],
                           const char **content_type)
{
    unsigned status = 200;
    size_t n = 0;
    char *line;

    while ((line = strsep(&head, "\n"))) {
        char *value = strchr(line, ':');

        line[strcspn(line, "\r")] = '\0';
        if (!value)
            continue;
        *value++ = '\0';
        value += strspn(value, " ");
        if (strcasecmp(line, "Status") == 0) {
            int64_t number = 0;

            value[3] = '\0';
            if (number_parse(value, 100, 599, &number))
                status = (unsigned)number;
        } else if (strcasecmp(line, "Content-Type") == 0) {
            *content_type = value;
        } else if (n < 2 * HEADERS_MAX) {
            headers[n++] = line;
            headers[n++] = value;
        }
    }
    headers[n] = NULL;
    return status;
}

/* End the head at its blank line; the body, or NULL where there is no line. */
static char *cut_head(struct secret *output)
{
    const char *end = output->bytes + output->len;
    char *at = output->len ? output->bytes : NULL;

    while (at && (at = memchr(at, '\n', (size_t)(end - at)))) {
        char *next = ++at;

        if (*next == '\r')
            next++;
        if (*next != '\n')
            continue;
        *at = '\0';
        return next + 1;
    }
    return NULL;
}

enum MHD_Result cgi_answer(struct MHD_Connection *connection,
                           struct secret *output)
{
    const char *headers[2 * HEADERS_MAX + 1] = { NULL };
    const char *content_type = NULL;
    const char *body = cut_head(output);
    unsigned status;

    if (!body)
        return MHD_NO;
    status = parse_head(output->bytes, headers, &content_type);
    return exchange_answer(connection, status, content_type, body,
                           output->len - (size_t)(body - output->bytes),
                           headers);
}
