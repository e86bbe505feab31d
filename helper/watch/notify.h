/* SPDX-License-Identifier: MIT */
/*
 * notify.h - tell the service manager how it goes: sd_notify(3)'s protocol.
 *
 * One datagram a message to the socket that NOTIFY_SOCKET names.  Nothing of it
 * can fail in a way that matters to us.
 */
#ifndef HELPER_WATCH_NOTIFY_H
#define HELPER_WATCH_NOTIFY_H

#include <sys/socket.h>
#include <sys/un.h>

#define NOTIFY_MESSAGE_MAX 1024 /* bytes; longer ones are cut */

struct notify {
    int fd; /* -1: nobody wants to know */
    struct sockaddr_un to;
    socklen_t to_len;
};

/* Take NOTIFY_SOCKET, a path or "@NAME" for an abstract socket, out of the
   environment: it is for this process and none that it starts. */
void notify_open(struct notify *ret_notify);

/* Send a message: NAME=VALUE lines without a newline behind the last. */
void notify_send(const struct notify *notify, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

void notify_close(struct notify *notify);

#define auto_notify __attribute__((cleanup(notify_close))) struct notify

#endif
