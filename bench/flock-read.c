/* SPDX-License-Identifier: MIT */
/*
 * flock-read.c - what a crowd that waits for one lock costs at least.
 *
 * usage: flock-read LOCK FILE: take LOCK, print FILE.
 */
#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#define FILE_MAX 4096 /* bytes: a header with a token of usual length */

int main(int argc, char **argv)
{
    char bytes[FILE_MAX];
    int lock, fd;
    ssize_t n;

    if (argc != 3)
        return EXIT_FAILURE;
    lock = open(argv[1], O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0 || flock(lock, LOCK_EX) != 0)
        return EXIT_FAILURE;
    fd = open(argv[2], O_RDONLY | O_CLOEXEC);
    n = fd < 0 ? -1 : read(fd, bytes, sizeof(bytes));
    if (n <= 0 || write(STDOUT_FILENO, bytes, (size_t)n) != n)
        return EXIT_FAILURE;
    return EXIT_SUCCESS;
}
