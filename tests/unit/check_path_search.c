/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/path-search.h"
#include "tests/unit/folder.h"
#include "tests/unit/suite.h"

static char folder[FOLDER_PATH_MAX];

static void add(const char *name, mode_t mode)
{
    folder_write(folder, name, "#!/bin/sh\n", 10, mode);
}

/* one/ and two/ have `both`; two/ has `second`; one/ has `plain`, which cannot
   be run, and the folder `tool`; here/, where we are, has `trap`. */
static void enter(void)
{
    folder_make(folder);
    ck_assert_int_eq(chdir(folder), 0);
    ck_assert_int_eq(mkdir("one", 0700) | mkdir("two", 0700) |
                         mkdir("here", 0700) | mkdir("one/tool", 0700),
                     0);
    add("one/both", 0700);
    add("two/both", 0700);
    add("two/second", 0700);
    add("one/plain", 0600);
    add("two/tool", 0700);
    add("here/trap", 0700);
    ck_assert_int_eq(chdir("here"), 0);
}

static void leave(void)
{
    ck_assert_int_eq(chdir("/"), 0);
    folder_remove(folder);
}

/* In PATH and in what is found, '%' stands for the folder. */
/* clang-format off */
static const struct {
    const char *path, *name, *found; /* NULL: nothing */
    int error;
} cases[] = {
    { "%/one:%/two", "both",   "%/one/both", 0 },
    { "%/two:%/one", "both",   "%/two/both", 0 },
    { "%/one:%/two", "second", "%/two/second", 0 },
    { "%/none:%/two", "second", "%/two/second", 0 },
    { "%/one:%/two", "tool",   "%/two/tool", 0 }, /* a folder is no program */
    { "%/one",       "plain",  NULL, EACCES },
    { "%/one:%/two", "absent", NULL, ENOENT },
    { "%/one",       "",       NULL, ENOENT },
    { ".",           "trap",   NULL, ENOENT }, /* HOST-11 */
    { "",            "trap",   NULL, ENOENT },
    { ":%/one",      "trap",   NULL, ENOENT },
    { "%/one:",      "trap",   NULL, ENOENT },
    { "%/one::%/two", "trap",  NULL, ENOENT },
    { "./:../here:here/../here", "trap", NULL, ENOENT },
    { ".:%/here",    "trap",   "%/here/trap", 0 },
    { "%/one",       "./trap", "%/here/./trap", 0 }, /* named by a path */
    { "%/one",       "%/two/second", "%/two/second", 0 },
    { "%/one",       "./absent", NULL, ENOENT },
};
/* clang-format on */

static const char *fill_in(const char *text, char *buffer, size_t size)
{
    size_t n = 0;

    buffer[0] = '\0';
    for (; *text; text++) {
        const char one[] = { *text, '\0' };

        n += (size_t)snprintf(buffer + n, size - n, "%s",
                              *text == '%' ? folder : one);
    }
    ck_assert_uint_lt(n, size);
    return buffer;
}

START_TEST(a_program_is_looked_up_in_absolute_folders_only)
{
    char path[4096], name[1024], found[1024];
    char *got;

    (void)setenv("PATH", fill_in(cases[_i].path, path, sizeof(path)), 1);
    errno = 0;
    got = path_search(fill_in(cases[_i].name, name, sizeof(name)));
    if (cases[_i].found) {
        ck_assert_ptr_nonnull(got);
        ck_assert_str_eq(got, fill_in(cases[_i].found, found, sizeof(found)));
    } else {
        ck_assert_ptr_null(got);
        ck_assert_int_eq(errno, cases[_i].error);
    }
    free(got);
}
END_TEST

START_TEST(without_a_path_the_programs_of_the_system_are_found)
{
    char *got;

    (void)unsetenv("PATH");
    got = path_search("sh");
    ck_assert_ptr_nonnull(got);
    ck_assert(strcmp(got, "/usr/bin/sh") == 0 || strcmp(got, "/bin/sh") == 0);
    free(got);
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, enter, leave);
    add_cases(tc, a_program_is_looked_up_in_absolute_folders_only, cases);
    tcase_add_test(tc, without_a_path_the_programs_of_the_system_are_found);
}

int main(void)
{
    return run_suite("path-search", fill);
}
