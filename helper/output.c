/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/fdio.h"

#define OUTPUT_SUFFIX ".XXXXXX" /* of the file that is renamed */

enum wc_code output_stdout(const struct secret *answer, bool was_closed,
                           struct wc_error *err)
{
    if (was_closed)
        return wc_fail(err, WC_OUTPUT,
                       "stdout is closed: give it a reader, or use -o FILE");
    if (fdio_write_all(STDOUT_FILENO, secret_bytes(answer), answer->len) ==
            FDIO_OK &&
        close(STDOUT_FILENO) == 0)
        return WC_OK;
    if (errno == EPIPE)
        return wc_fail(err, WC_OUTPUT, "%s", "");
    return wc_fail(err, WC_OUTPUT,
                   "cannot write to stdout (%s): make room and run it again",
                   strerror(errno));
}

static enum wc_code cannot_write(const char *path, struct wc_error *err)
{
    return wc_fail(err, WC_OUTPUT,
                   "cannot write '%s' (%s): choose another file", path,
                   strerror(errno));
}

/* Write ANSWER to FD, which is made and empty, and put it in place. */
static bool fill_and_rename(int fd, const char *temp, const char *path,
                            const struct secret *answer)
{
    return fchmod(fd, 0600) == 0 &&
           fdio_write_all(fd, secret_bytes(answer), answer->len) == FDIO_OK &&
           fsync(fd) == 0 && rename(temp, path) == 0;
}

enum wc_code output_file(const char *path, const struct secret *answer,
                         struct wc_error *err)
{
    char temp[PATH_MAX];
    struct stat st;
    auto_fd fd = -1;
    int n = snprintf(temp, sizeof(temp), "%s%s", path, OUTPUT_SUFFIX);

    if (n < 0 || (size_t)n >= sizeof(temp)) {
        errno = ENAMETOOLONG;
        return cannot_write(path, err);
    }
    if (lstat(path, &st) == 0 && !S_ISREG(st.st_mode))
        return wc_fail(err, WC_OUTPUT,
                       "'%s' is not a regular file: choose another file, "
                       "or leave -o out",
                       path);
    fd = mkostemp(temp, O_CLOEXEC);
    if (fd < 0)
        return cannot_write(path, err);
    if (!fill_and_rename(fd, temp, path, answer)) {
        (void)cannot_write(path, err);
        (void)unlink(temp);
        return err->code;
    }
    return WC_OK;
}

void output_message(const char *severity, const char *text)
{
    char line[WC_ERROR_TEXT + 64];
    int n = snprintf(line, sizeof(line), "walr-cred: %s%s\n", severity, text);

    if (n > 0)
        (void)!write(STDERR_FILENO, line,
                     (size_t)n < sizeof(line) ? (size_t)n : sizeof(line) - 1);
}
