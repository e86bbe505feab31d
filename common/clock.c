/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "common/clock.h"

#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/cleanup.h"

int64_t clock_boot_ms(void)
{
    struct timespec now = { 0 };

    (void)clock_gettime(CLOCK_BOOTTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void read_boot_id(char boot_id[static BOOT_ID_TEXT])
{
    auto_fd fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);

    memset(boot_id, 0, BOOT_ID_TEXT);
    if (fd < 0 ||
        read(fd, boot_id, BOOT_ID_TEXT - 1) != (ssize_t)(BOOT_ID_TEXT - 1) ||
        strspn(boot_id, "0123456789abcdef-") != BOOT_ID_TEXT - 1)
        memset(boot_id, 0, BOOT_ID_TEXT);
}

void clock_now(struct moment *ret)
{
    /* It is the same for as long as we live. */
    static char boot_id[BOOT_ID_TEXT];
    struct timespec wall = { 0 };

    (void)clock_gettime(CLOCK_REALTIME, &wall);
    ret->wall_s = wall.tv_sec;
    ret->boot_ms = clock_boot_ms();
    if (boot_id[0] == '\0')
        read_boot_id(boot_id);
    memcpy(ret->boot_id, boot_id, sizeof(boot_id));
}
