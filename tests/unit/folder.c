/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/unit/folder.h"

#include <check.h>
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT_MAX 65536 /* bytes of a file that folder_read() gives */

void folder_make(char ret_path[static FOLDER_PATH_MAX])
{
    const char *base = getenv("TMPDIR");

    (void)snprintf(ret_path, FOLDER_PATH_MAX, "%s/walr-cred-unit-XXXXXX",
                   base && base[0] ? base : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(ret_path));
    ck_assert_int_eq(chmod(ret_path, 0700), 0); /* whatever the umask */
}

static int remove_one(const char *path, const struct stat *st, int kind,
                      struct FTW *where)
{
    (void)st;
    (void)kind;
    (void)where;
    return remove(path);
}

void folder_remove(const char *path)
{
    (void)nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

const char *folder_file(const char *path, const char *name)
{
    static char buffers[8][FOLDER_PATH_MAX * 2];
    static unsigned turn;
    char *buffer = buffers[turn++ % 8];

    (void)snprintf(buffer, sizeof(buffers[0]), "%s/%s", path, name);
    return buffer;
}

void folder_write(const char *path, const char *name, const void *bytes,
                  size_t len, mode_t mode)
{
    int fd = open(folder_file(path, name),
                  O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, bytes, len), (ssize_t)len);
    ck_assert_int_eq(fchmod(fd, mode), 0);
    ck_assert_int_eq(close(fd), 0);
}

char *folder_read(const char *path, const char *name)
{
    int fd = open(folder_file(path, name), O_RDONLY | O_CLOEXEC);
    char *text = calloc(1, TEXT_MAX);

    ck_assert_ptr_nonnull(text);
    if (fd >= 0) {
        ck_assert_int_ge(read(fd, text, TEXT_MAX - 1), 0);
        (void)close(fd);
    }
    return text;
}

char *folder_list(const char *path)
{
    struct dirent **entries = NULL;
    int n = scandir(path, &entries, NULL, alphasort);
    char *list = calloc(1, TEXT_MAX);
    size_t used = 0;

    ck_assert_ptr_nonnull(list);
    for (int i = 0; i < n; i++) {
        if (strcmp(entries[i]->d_name, ".") != 0 &&
            strcmp(entries[i]->d_name, "..") != 0)
            used += (size_t)snprintf(list + used, TEXT_MAX - used, "%s ",
                                     entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return list;
}
