/* SPDX-License-Identifier: MIT */
/*
 * notify-receiver.c - a service manager that writes down what it is told.
 *
 * usage: notify-receiver ADDRESS.  A path, or "@NAME" for an abstract socket.
 * Each message goes to stdout, with a line "==" behind it; the first line,
 * "ready", says that the socket is there.
 */
#include "config.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

int main(int argc, char **argv)
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    size_t len = argc == 2 ? strlen(argv[1]) : 0;
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    char message[4096];
    ssize_t n;

    if (fd < 0 || len == 0 || len >= sizeof(at.sun_path))
        return EXIT_FAILURE;
    memcpy(at.sun_path, argv[1], len);
    if (at.sun_path[0] == '@')
        at.sun_path[0] = '\0';
    if (bind(fd, (struct sockaddr *)&at,
             (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)) != 0)
        return EXIT_FAILURE;
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    (void)printf("ready\n");
    while ((n = recv(fd, message, sizeof(message), 0)) >= 0)
        (void)printf("%.*s\n==\n", (int)n, message);
    return EXIT_FAILURE;
}
