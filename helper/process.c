/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/process.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/clock.h"

int process_handle(pid_t pid)
{
    return (int)syscall(SYS_pidfd_open, pid, 0U);
}

void process_await(int handle, int64_t limit_ms)
{
    struct pollfd fd = { .fd = handle, .events = POLLIN };
    int64_t until_ms = clock_boot_ms() + limit_ms;
    int64_t left;

    while (fd.fd >= 0 && (left = until_ms - clock_boot_ms()) > 0 &&
           poll(&fd, 1, (int)left) < 0 && errno == EINTR)
        ;
}

bool process_collect(pid_t pid, int *ret_status)
{
    siginfo_t info = { .si_pid = 0 };
    /* not reaped yet, so that its number is still its own */
    bool ended = waitid(P_PID, (id_t)abs(pid), &info,
                        WEXITED | WNOHANG | WNOWAIT) == 0 &&
                 info.si_pid != 0;

    if (!ended || pid < 0)
        (void)kill(pid, SIGKILL);
    while (waitpid(abs(pid), ret_status, 0) < 0 && errno == EINTR)
        ;
    return ended;
}
