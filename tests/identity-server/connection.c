/* SPDX-License-Identifier: MIT */
/*
 * connection.c - accept -> TLS -> request, recorded -> fault or libmicrohttpd.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/identity-server/faults.h"
#include "tests/identity-server/request.h"
#include "tests/identity-server/server.h"
#include "tests/identity-server/stream.h"

#define TOKEN_PATH "/oauth/token"
#define OLD_TLS    "NORMAL:-VERS-ALL:+VERS-TLS1.0:+VERS-TLS1.1"
/* Asked to be a proxy, it wants other credentials. */
#define PROXY_ANSWER                                 \
    "HTTP/1.1 407 Proxy Authentication Required\r\n" \
    "Proxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n"

#define NEW_TLS "NORMAL:-VERS-ALL:+VERS-TLS1.2:+VERS-TLS1.3"

static enum certificate certificate_of(const struct scenario *scenario)
{
    if (scenario_is(scenario, "expired-certificate"))
        return CERTIFICATE_EXPIRED;
    if (scenario_is(scenario, "wrong-host-certificate"))
        return CERTIFICATE_WRONG_HOST;
    if (scenario_is(scenario, "self-signed-certificate"))
        return CERTIFICATE_SELF_SIGNED;
    return CERTIFICATE_GOOD;
}

static bool shake_hands(struct stream *stream, const struct scenario *scenario)
{
    const char *versions =
        scenario_is(scenario, "tls10-only") ? OLD_TLS : NEW_TLS;
    int result;

    if (gnutls_init(&stream->session, GNUTLS_SERVER | GNUTLS_NO_SIGNAL) != 0)
        return false;
    if (gnutls_priority_set_direct(stream->session, versions, NULL) != 0 ||
        gnutls_credentials_set(
            stream->session, GNUTLS_CRD_CERTIFICATE,
            server.certificates.credentials[certificate_of(scenario)]) != 0)
        return false;
    gnutls_transport_set_int(stream->session, stream->fd);
    do {
        result = gnutls_handshake(stream->session);
    } while (result < 0 && !gnutls_error_is_fatal(result));
    return result == 0;
}

/* Keep the request's bytes and count it; a token request takes its scenario. */
static void record(const struct http_request *request,
                   struct exchange *exchange)
{
    char name[64];

    (void)pthread_mutex_lock(&server.mutex);
    exchange->number = ++server.requests;
    (void)snprintf(name, sizeof(name), "requests/%u.request", exchange->number);
    (void)server_write(name, request->bytes, request->len);
    exchange->is_token_request = strstr(request->path, "/token") != NULL &&
                                 strcmp(request->method, "POST") == 0;
    if (exchange->is_token_request)
        server_append("token-requests", "%u %s", exchange->number,
                      request->path);
    (void)pthread_mutex_unlock(&server.mutex);
    if (exchange->is_token_request)
        scenario_read(&exchange->scenario, true);
}

static int take_slot(struct exchange *exchange)
{
    int slot = -1;

    (void)pthread_mutex_lock(&server.mutex);
    for (int i = 1; slot < 0 && i < SLOTS; i++) {
        if (!server.slots[i])
            slot = i;
    }
    if (slot > 0)
        server.slots[slot] = exchange;
    (void)pthread_mutex_unlock(&server.mutex);
    return slot;
}

static void free_slot(int slot)
{
    (void)pthread_mutex_lock(&server.mutex);
    server.slots[slot] = NULL;
    (void)pthread_mutex_unlock(&server.mutex);
}

/* Before the client has its answer, so that who has it finds the line. */
static void note(const struct http_request *request,
                 const struct exchange *exchange, const char *result)
{
    (void)pthread_mutex_lock(&server.mutex);
    server_append("log", "%u %s %s %s", exchange->number, request->method,
                  request->path, result);
    (void)pthread_mutex_unlock(&server.mutex);
}

/* Have libmicrohttpd answer, and copy that to the client. */
static void relay(struct stream *stream, const struct http_request *request,
                  struct exchange *exchange)
{
    char bytes[65536], status[4] = "-";
    struct stream inner = { .fd = -1 };
    int slot = take_slot(exchange);
    ssize_t n = 0;

    if (slot >= 0)
        inner.fd = exchange_connect((unsigned)slot);
    if (inner.fd >= 0 && stream_write(&inner, request->bytes, request->len))
        n = stream_read(&inner, bytes, sizeof(bytes));
    if (n > 12)
        (void)snprintf(status, sizeof(status), "%.3s", bytes + 9);
    note(request, exchange, status);
    while (n > 0 && stream_write(stream, bytes, (size_t)n))
        n = stream_read(&inner, bytes, sizeof(bytes));
    stream_close(&inner);
    if (slot >= 0)
        free_slot(slot);
}

static void answer(struct stream *stream, const struct http_request *request)
{
    struct exchange exchange = { 0 };
    const struct fault *fault;

    record(request, &exchange);
    fault = fault_find(&exchange.scenario, FAULT_REQUESTED);
    if (scenario_is(&exchange.scenario, "delay"))
        stream_wait_closed(
            stream, (int)scenario_number(&exchange.scenario, "ms", 1000));
    if (fault) {
        note(request, &exchange, fault->name);
        fault->play(stream, &exchange.scenario);
    } else if (strcmp(request->method, "CONNECT") == 0) {
        note(request, &exchange, "-");
        (void)stream_write_text(stream, PROXY_ANSWER);
    } else {
        relay(stream, request, &exchange);
    }
    scenario_clear(&exchange.scenario);
}

static void count_connection(void)
{
    (void)pthread_mutex_lock(&server.mutex);
    server_append("connections", "%u", ++server.connections);
    (void)pthread_mutex_unlock(&server.mutex);
}

void connection_serve(int fd, bool tls)
{
    struct stream stream = { .fd = fd };
    struct http_request request = { 0 };
    struct scenario scenario;
    const struct fault *fault;

    count_connection();
    scenario_read(&scenario, false);
    fault = fault_find(&scenario, FAULT_ACCEPTED);
    if (!fault && (!tls || shake_hands(&stream, &scenario))) {
        fault = fault_find(&scenario, FAULT_CONNECTED);
        if (!fault && http_request_read(&stream, &request))
            answer(&stream, &request);
    }
    if (fault)
        fault->play(&stream, &scenario);
    http_request_clear(&request);
    scenario_clear(&scenario);
    stream_close(&stream);
}
