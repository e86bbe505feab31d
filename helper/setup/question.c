/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/setup/question.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/fdio.h"

#define QUESTION "apply? [y/N] "

/* Read a line from TTY and return its first byte; '\n' for an empty one or the
   end. */
static char read_answer(int tty)
{
    char first = '\0', c = '\0';
    ssize_t n;

    do {
        n = read(tty, &c, 1);
        if (n == 1 && first == '\0')
            first = c;
    } while ((n < 0 && errno == EINTR) || (n == 1 && c != '\n'));
    return n == 1 ? first : '\n';
}

enum wc_code question_ask(const struct secret *text, struct wc_error *err)
{
    auto_fd tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    char answer;

    if (tty < 0 || isatty(STDIN_FILENO) != 1)
        return wc_fail(err, WC_USAGE,
                       "--apply asks first: run it at a terminal, or give "
                       "--yes");
    if (fdio_write_all(tty, text->bytes, text->len) != FDIO_OK ||
        fdio_write_all(tty, QUESTION, sizeof(QUESTION) - 1) != FDIO_OK)
        return wc_fail(err, WC_INTERNAL, "the terminal is gone");
    answer = read_answer(tty);
    if (answer != 'y' && answer != 'Y')
        return wc_fail(err, WC_USAGE, "nothing was changed, as answered");
    return WC_OK;
}
