/* SPDX-License-Identifier: MIT */
/*
 * exchange.c - everything well-behaved, through libmicrohttpd: the resource,
 * git, files, and the token endpoint as token-endpoint.c answers it.
 *
 * Our connection reaches libmicrohttpd over a socket pair; the slot of its
 * exchange travels as the port of the client's address.
 */
#include "config.h"

#include "tests/identity-server/exchange.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/identity-server/files.h"
#include "tests/identity-server/git-backend.h"
#include "tests/identity-server/server.h"
#include "tests/identity-server/token-endpoint.h"
#include "tests/identity-server/tokens.h"

#define CONNECTIONS_MAX 4096

/* The body of one request while it arrives. */
struct upload {
    char *bytes;
    size_t len;
};

int exchange_connect(unsigned slot)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)slot) };
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return -1;
    if (MHD_add_connection(server.daemon, ends[1], (struct sockaddr *)&address,
                           sizeof(address)) == MHD_YES)
        return ends[0];
    (void)close(ends[0]);
    return -1;
}

static struct exchange *exchange_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct sockaddr_in address;

    memcpy(&address, info->client_addr, sizeof(address));
    return server.slots[ntohs(address.sin_port) % SLOTS];
}

enum MHD_Result exchange_answer(struct MHD_Connection *connection,
                                unsigned status, const char *content_type,
                                const void *body, size_t len,
                                const char *const *headers)
{
    union {
        const void *in;
        void *out;
    } bytes = { .in = body };
    struct MHD_Response *response =
        MHD_create_response_from_buffer(len, bytes.out, MHD_RESPMEM_MUST_COPY);
    enum MHD_Result result;

    if (!response)
        return MHD_NO;
    if (content_type)
        (void)MHD_add_response_header(response, "Content-Type", content_type);
    for (; headers && headers[0]; headers += 2)
        (void)MHD_add_response_header(response, headers[0], headers[1]);
    (void)MHD_add_response_header(response, "Connection", "close");
    result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result answer_text(struct MHD_Connection *connection,
                                   unsigned status, const char *body,
                                   const char *const *headers)
{
    return exchange_answer(connection, status, "application/json", body,
                           strlen(body), headers);
}

static const char *authorization(struct MHD_Connection *connection)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
                                       "Authorization");
}

static enum MHD_Result answer_resource(struct MHD_Connection *connection)
{
    static const char *const challenge[] = { "WWW-Authenticate",
                                             "Bearer error=\"invalid_token\"",
                                             NULL };
    static const char body[] = "{\"resource\":\"the answer\"}\n";

    if (!tokens_accept_bearer(authorization(connection)))
        return answer_text(connection, 401, "{\"error\":\"invalid_token\"}\n",
                           challenge);
    return answer_text(connection, 200, body, NULL);
}

/* As the file OFFERS says: basic, bearer or both. */
static enum MHD_Result challenge(struct MHD_Connection *connection,
                                 const char *offers_file)
{
    char *offers = server_setting(offers_file, "basic bearer");
    const char *headers[5] = { NULL };
    size_t n = 0;
    enum MHD_Result result;

    if (strstr(offers, "basic")) {
        headers[n++] = "WWW-Authenticate";
        headers[n++] = "Basic realm=\"tests\"";
    }
    if (strstr(offers, "bearer")) {
        headers[n++] = "WWW-Authenticate";
        headers[n++] = "Bearer realm=\"tests\"";
    }
    result =
        answer_text(connection, 401, "{\"error\":\"unauthorized\"}\n", headers);
    free(offers);
    return result;
}

static bool is_let_in(struct MHD_Connection *connection)
{
    return tokens_accept_bearer(authorization(connection)) ||
           tokens_accept_basic(authorization(connection));
}

/* For what a tool reads before it has anything to show. */
static bool files_are_open(void)
{
    char *offers = server_setting("files-offers", "");
    bool open = strcmp(offers, "open") == 0;

    free(offers);
    return open;
}

static enum MHD_Result answer_file(struct MHD_Connection *connection,
                                   const char *path)
{
    enum MHD_Result result;

    if (!files_are_open() && !is_let_in(connection))
        return challenge(connection, "files-offers");
    if (files_answer(connection, path, &result))
        return result;
    return answer_text(connection, 404, "{\"error\":\"not_found\"}\n", NULL);
}

static enum MHD_Result route(struct MHD_Connection *connection,
                             const char *path, const char *method,
                             const struct upload *upload)
{
    struct exchange *exchange = exchange_of(connection);

    if (exchange && exchange->is_token_request)
        return token_endpoint_answer(connection, &exchange->scenario,
                                     upload->bytes, upload->len);
    if (strncmp(path, "/api/", 5) == 0)
        return answer_resource(connection);
    if (strncmp(path, "/git/", 5) == 0) {
        if (!is_let_in(connection))
            return challenge(connection, "git-offers");
        return git_backend_answer(connection, path + 4, method, upload->bytes,
                                  upload->len);
    }
    return answer_file(connection, path);
}

static enum MHD_Result on_request(void *context,
                                  struct MHD_Connection *connection,
                                  const char *path, const char *method,
                                  const char *version, const char *data,
                                  size_t *len, void **state)
{
    struct upload *upload = *state;
    char *longer;

    (void)context;
    (void)version;
    if (!upload) {
        *state = calloc(1, sizeof(*upload));
        return *state ? MHD_YES : MHD_NO;
    }
    if (*len == 0)
        return route(connection, path, method, upload);
    longer = realloc(upload->bytes, upload->len + *len + 1);
    if (!longer)
        return MHD_NO;
    upload->bytes = longer;
    memcpy(upload->bytes + upload->len, data, *len);
    upload->len += *len;
    upload->bytes[upload->len] = '\0';
    *len = 0;
    return MHD_YES;
}

static void on_completed(void *context, struct MHD_Connection *connection,
                         void **state, enum MHD_RequestTerminationCode why)
{
    struct upload *upload = *state;

    (void)context;
    (void)connection;
    (void)why;
    if (upload)
        free(upload->bytes);
    free(upload);
}

bool exchange_start(void)
{
    server.daemon = MHD_start_daemon(
        MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD |
            MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ITC | MHD_USE_POLL,
        0, NULL, NULL, on_request, NULL, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)CONNECTIONS_MAX, MHD_OPTION_NOTIFY_COMPLETED, on_completed,
        NULL, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)(256 * 1024),
        MHD_OPTION_END);
    return server.daemon != NULL;
}
