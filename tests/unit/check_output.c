/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/fdio.h"
#include "helper/output.h"
#include "tests/unit/sandbox.h"
#include "tests/unit/suite.h"

static char path[PATH_MAX + 16];

static void set_up(void)
{
    sandbox_enter();
    (void)snprintf(path, sizeof(path), "%s/answer", sandbox_path);
}

static enum wc_code put(const char *text, struct wc_error *err)
{
    auto_secret answer = SECRET_MAX(64 * 1024);

    ck_assert(secret_add_text(&answer, text));
    return output_file(path, &answer, err);
}

static void assert_content(const char *wanted)
{
    auto_secret is = SECRET_MAX(1024);
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(fdio_read_all(fd, &is), FDIO_OK);
    ck_assert_str_eq(secret_bytes(&is), wanted);
    (void)close(fd);
}

/* FS-5: 0600 whatever the umask and whatever was there. */
START_TEST(a_file_is_private_whatever_the_umask)
{
    static const mode_t masks[] = { 0, 022, 0777 };
    struct wc_error err = { 0 };
    struct stat st;

    for (size_t i = 0; i < N_ELEMENTS(masks); i++) {
        (void)umask(masks[i]);
        ck_assert_msg(put("one\n", &err) == WC_OK, "%s", err.text);
        ck_assert_int_eq(stat(path, &st), 0);
        ck_assert_int_eq(st.st_mode & 07777, 0600);
        assert_content("one\n");
    }
}
END_TEST

START_TEST(a_regular_file_is_replaced_by_another_inode)
{
    struct wc_error err = { 0 };
    struct stat before, after;
    int reader;

    sandbox_write("answer", "old\n");
    ck_assert_int_eq(stat(path, &before), 0);
    reader = open(path, O_RDONLY | O_CLOEXEC);
    ck_assert_int_eq(put("new\n", &err), WC_OK);
    ck_assert_int_eq(stat(path, &after), 0);
    ck_assert_int_ne((int)(before.st_ino == after.st_ino), 1);
    assert_content("new\n");
    (void)close(reader);
}
END_TEST

/* design.md 4: -o writes only over a regular file or an absent one. */
START_TEST(what_is_not_a_regular_file_is_left_alone)
{
    char link_target[PATH_MAX + 32];
    struct wc_error err = { 0 };
    struct stat st;

    switch (_i) {
    case 0:
        ck_assert_int_eq(mkdir(path, 0700), 0);
        break;
    case 1:
        ck_assert_int_eq(mkfifo(path, 0600), 0);
        break;
    case 2:
        sandbox_write("target", "old\n");
        (void)snprintf(link_target, sizeof(link_target), "%s/target",
                       sandbox_path);
        ck_assert_int_eq(symlink(link_target, path), 0);
        break;
    default:
        ck_assert_int_eq(symlink("/dev/null", path), 0);
    }
    ck_assert_int_eq(put("new\n", &err), WC_OUTPUT);
    ck_assert_int_eq(lstat(path, &st), 0);
    ck_assert(!S_ISREG(st.st_mode));
    if (_i == 2)
        assert_content("old\n");
}
END_TEST

/* LCK-9 for -o: no half file, no left-over, the old one intact. */
START_TEST(a_full_disk_leaves_the_old_file_intact)
{
    struct rlimit usual, one_byte = { 1, 1 };
    struct wc_error err = { 0 };
    char *list;

    sandbox_write("answer", "old\n");
    (void)signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &usual), 0);
    one_byte.rlim_max = usual.rlim_max;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &one_byte), 0);
    ck_assert_int_eq(put("new and longer\n", &err), WC_OUTPUT);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &usual), 0);
    assert_content("old\n");
    list = folder_list(sandbox_path);
    ck_assert_str_eq(list, "answer config home run ");
    free(list);
}
END_TEST

/* PRC-2 */
START_TEST(a_stdout_that_is_gone_or_full_is_exit_11)
{
    auto_secret answer = SECRET_MAX(64);
    struct wc_error err = { 0 };
    int fd, ends[2];

    ck_assert(secret_add_text(&answer, "x\n"));
    (void)signal(SIGPIPE, SIG_IGN);
    if (_i == 0) {
        fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
        ck_assert_int_ge(dup2(fd, STDOUT_FILENO), 0);
    } else if (_i == 1) {
        ck_assert_int_eq(pipe(ends), 0);
        ck_assert_int_ge(dup2(ends[1], STDOUT_FILENO), 0);
        (void)close(ends[0]);
        (void)close(ends[1]);
    }
    ck_assert_int_eq(output_stdout(&answer, _i == 2, &err), WC_OUTPUT);
    /* EPIPE quietly: the reader knows. */
    ck_assert_int_eq(err.text[0] == '\0', _i == 1);
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, set_up, sandbox_leave);
    tcase_add_test(tc, a_file_is_private_whatever_the_umask);
    tcase_add_test(tc, a_regular_file_is_replaced_by_another_inode);
    tcase_add_loop_test(tc, what_is_not_a_regular_file_is_left_alone, 0, 4);
    tcase_add_test(tc, a_full_disk_leaves_the_old_file_intact);
    tcase_add_loop_test(tc, a_stdout_that_is_gone_or_full_is_exit_11, 0, 3);
}

int main(void)
{
    return run_suite("output", fill);
}
