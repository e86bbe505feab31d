/* SPDX-License-Identifier: MIT */
/*
 * age-record.c - make a cached record older, for tests that cannot wait.
 *
 * usage: age-record FILE SECONDS [BOOT-SECONDS].  Both of its times go back,
 * the boot clock's not beyond the boot: on a machine just started the wall
 * clock alone makes the record old.  With two numbers each clock goes back by
 * its own, a negative one forward: that is how a record looks when a clock was
 * set.  The check line is made anew.
 */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/fdio.h"
#include "common/hash.h"
#include "common/lines.h"
#include "common/number.h"
#include "common/record.h"

static int64_t earlier(int64_t time, int64_t by)
{
    return time > by ? time - by : 1;
}

/* The number in TEXT, negative behind a '-'. */
static bool parse_seconds(const char *text, int64_t *ret)
{
    int64_t sign = *text == '-' ? -1 : 1;

    if (!number_parse(text + (sign < 0), 0, INT32_MAX, ret))
        return false;
    *ret *= sign;
    return true;
}

/* Append LINE to OUT, earlier by WALL_S or BOOT_S if it is a time. */
static bool put_line(struct secret *out, char *line, int64_t wall_s,
                     int64_t boot_s)
{
    const struct {
        const char *key;
        int64_t by;
    } times[] = { { "obtained-at", wall_s },
                  { "obtained-boot-ms", boot_s * 1000 } };
    char *value = lines_split(line);
    int64_t number;

    for (size_t i = 0; value && i < 2; i++) {
        if (strcmp(line, times[i].key) == 0 &&
            number_parse(value, 0, INT64_MAX, &number))
            return lines_put_number(out, line, earlier(number, times[i].by));
    }
    return value && lines_put(out, line, value);
}

int main(int argc, char **argv)
{
    auto_secret text = SECRET_MAX(RECORD_MAX);
    auto_secret out = SECRET_MAX(RECORD_MAX);
    char check[HASH_TEXT];
    struct lines lines;
    int64_t wall_s, boot_s;
    char *line;
    int fd = argc == 3 || argc == 4 ? open(argv[1], O_RDWR | O_CLOEXEC) : -1;

    if (fd < 0 || !parse_seconds(argv[2], &wall_s) ||
        !parse_seconds(argv[argc - 1], &boot_s) ||
        fdio_read_all(fd, &text) != FDIO_OK ||
        !lines_open(&lines, text.bytes, text.len))
        return EXIT_FAILURE;
    while ((line = lines_next(&lines)) != NULL) {
        if (strncmp(line, "check=", 6) != 0 &&
            !put_line(&out, line, wall_s, boot_s))
            return EXIT_FAILURE;
    }
    if (!lines_put(&out, "check",
                   hash_format(hash_bytes(out.bytes, out.len), check)) ||
        ftruncate(fd, 0) != 0 || lseek(fd, 0, SEEK_SET) != 0 ||
        fdio_write_all(fd, out.bytes, out.len) != FDIO_OK)
        return EXIT_FAILURE;
    return close(fd) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
