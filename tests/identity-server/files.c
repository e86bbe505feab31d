/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/identity-server/files.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/fdio.h"
#include "common/secret.h"
#include "tests/identity-server/cgi.h"
#include "tests/identity-server/server.h"

#define FILE_MAX (64UL * 1024 * 1024)

bool files_answer(struct MHD_Connection *connection, const char *path,
                  enum MHD_Result *ret_result)
{
    struct secret text = SECRET_MAX(FILE_MAX);
    char name[PATH_MAX];
    bool read = false;
    int fd;

    if (strstr(path, "..") || snprintf(name, sizeof(name), "%s/files%s/answer",
                                       server.dir, path) >= PATH_MAX)
        return false;
    fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        read = fdio_read_all(fd, &text) == FDIO_OK;
        (void)close(fd);
    }
    if (read)
        *ret_result = cgi_answer(connection, &text);
    secret_clear(&text);
    return read;
}
