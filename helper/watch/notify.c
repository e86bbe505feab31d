/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/watch/notify.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/cleanup.h"

#define ENV_SOCKET "NOTIFY_SOCKET"

/* False: NAME is no address of this family. */
static bool fill_address(const char *name, struct notify *notify)
{
    size_t len = strlen(name);

    if ((name[0] != '/' && name[0] != '@') || len < 2 ||
        len >= sizeof(notify->to.sun_path))
        return false;
    notify->to = (struct sockaddr_un){ .sun_family = AF_UNIX };
    memcpy(notify->to.sun_path, name, len);
    if (name[0] == '@')
        notify->to.sun_path[0] = '\0'; /* its name ends with its length */
    notify->to_len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
    return true;
}

void notify_open(struct notify *ret_notify)
{
    const char *name = getenv(ENV_SOCKET);

    ret_notify->fd = -1;
    if (name && fill_address(name, ret_notify))
        ret_notify->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    (void)unsetenv(ENV_SOCKET);
}

void notify_send(const struct notify *notify, const char *fmt, ...)
{
    char message[NOTIFY_MESSAGE_MAX];
    va_list args;

    if (notify->fd < 0)
        return;
    va_start(args, fmt);
    (void)vsnprintf(message, sizeof(message), fmt, args);
    va_end(args);
    (void)sendto(notify->fd, message, strlen(message),
                 MSG_NOSIGNAL | MSG_DONTWAIT,
                 (const struct sockaddr *)&notify->to, notify->to_len);
}

void notify_close(struct notify *notify)
{
    cleanup_fd(&notify->fd);
}
