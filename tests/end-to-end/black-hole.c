/* SPDX-License-Identifier: MIT */
/*
 * black-hole.c - a port from which no answer ever comes.
 *
 * usage: black-hole ADDRESS PORT.  A TCP port whose queue is full, so that the
 * kernel drops what asks for a connection, and a UDP port that nobody reads;
 * PORT 0 is any.  The port is printed when both are there.  Lives as long as
 * its parent.
 */
#include "config.h"

#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define FILLERS 64 /* more than any kernel keeps for a queue of 0 */

union address {
    struct sockaddr plain;
    struct sockaddr_storage storage;
};

/* A socket of TYPE bound to HOST and PORT; *ret is where. */
static int bound(int type, const char *host, const char *port,
                 union address *ret, socklen_t *ret_len)
{
    struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
                              .ai_socktype = type };
    struct addrinfo *found = NULL;
    int fd = -1;

    if (getaddrinfo(host, port, &hints, &found) != 0)
        return -1;
    *ret_len = sizeof(*ret);
    fd = socket(found->ai_family, type, 0);
    if (fd >= 0 && (bind(fd, found->ai_addr, found->ai_addrlen) != 0 ||
                    getsockname(fd, &ret->plain, ret_len) != 0)) {
        (void)close(fd);
        fd = -1;
    }
    freeaddrinfo(found);
    return fd;
}

/* Connect until the queue is full; the sockets stay open. */
static void fill(const union address *address, socklen_t len)
{
    for (int i = 0; i < FILLERS; i++) {
        int fd =
            socket(address->plain.sa_family, SOCK_STREAM | SOCK_NONBLOCK, 0);

        if (fd >= 0)
            (void)connect(fd, &address->plain, len);
    }
}

int main(int argc, char **argv)
{
    union address address;
    socklen_t len;
    char port[NI_MAXSERV];
    int fd;

    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (argc != 3)
        return EXIT_FAILURE;
    fd = bound(SOCK_STREAM, argv[1], argv[2], &address, &len);
    if (fd < 0 || listen(fd, 0) != 0 ||
        getnameinfo(&address.plain, len, NULL, 0, port, sizeof(port),
                    NI_NUMERICSERV) != 0)
        return EXIT_FAILURE;
    fill(&address, len);
    if (bound(SOCK_DGRAM, argv[1], port, &address, &len) < 0)
        return EXIT_FAILURE;
    printf("%s\n", port);
    (void)fflush(stdout);
    for (;;)
        (void)pause();
}
