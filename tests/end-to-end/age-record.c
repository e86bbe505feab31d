/* SPDX-License-Identifier: MIT */
/*
 * age-record.c - make a cached record older, for tests that cannot wait.
 *
 * usage: age-record FILE SECONDS.  Both of its times go back, the boot clock's
 * not beyond the boot: on a machine just started the wall clock alone makes the
 * record old.  The check line is made anew.
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

/* Append LINE to OUT, BY_S seconds earlier if it is a time. */
static bool put_line(struct secret *out, char *line, int64_t by_s)
{
    static const struct {
        const char *key;
        int64_t scale;
    } times[] = { { "obtained-at", 1 }, { "obtained-boot-ms", 1000 } };
    char *value = lines_split(line);
    int64_t number;

    for (size_t i = 0; value && i < 2; i++) {
        if (strcmp(line, times[i].key) == 0 &&
            number_parse(value, 0, INT64_MAX, &number))
            return lines_put_number(out, line,
                                    earlier(number, by_s * times[i].scale));
    }
    return value && lines_put(out, line, value);
}

int main(int argc, char **argv)
{
    auto_secret text = SECRET_MAX(RECORD_MAX);
    auto_secret out = SECRET_MAX(RECORD_MAX);
    char check[HASH_TEXT];
    struct lines lines;
    int64_t by_s;
    char *line;
    int fd = argc == 3 ? open(argv[1], O_RDWR | O_CLOEXEC) : -1;

    if (fd < 0 || !number_parse(argv[2], 0, INT32_MAX, &by_s) ||
        fdio_read_all(fd, &text) != FDIO_OK ||
        !lines_open(&lines, text.bytes, text.len))
        return EXIT_FAILURE;
    while ((line = lines_next(&lines)) != NULL) {
        if (strncmp(line, "check=", 6) != 0 && !put_line(&out, line, by_s))
            return EXIT_FAILURE;
    }
    if (!lines_put(&out, "check",
                   hash_format(hash_bytes(out.bytes, out.len), check)) ||
        ftruncate(fd, 0) != 0 || lseek(fd, 0, SEEK_SET) != 0 ||
        fdio_write_all(fd, out.bytes, out.len) != FDIO_OK)
        return EXIT_FAILURE;
    return close(fd) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
