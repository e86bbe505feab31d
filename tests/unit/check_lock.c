/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/clock.h"
#include "helper/lock.h"
#include "tests/unit/folder.h"
#include "tests/unit/suite.h"

#define LONG_MS 20000 /* never waited for in whole */

static char base[FOLDER_PATH_MAX];
static struct cache cache = CACHE_INIT;
static pid_t holder = -1;

static void setup(void)
{
    folder_make(base);
    cache.folder = open(base, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ck_assert_int_ge(cache.folder, 0);
    (void)snprintf(cache.profile, sizeof(cache.profile), "default");
}

static void teardown(void)
{
    if (holder > 0) {
        (void)kill(holder, SIGKILL);
        (void)waitpid(holder, NULL, 0);
    }
    cache_close(&cache);
    folder_remove(base);
}

static enum lock_result take(int64_t ms, int *ret_fd)
{
    return lock_take(&cache, clock_boot_ms() + ms, ret_fd);
}

static void replace_lock(void)
{
    if (unlinkat(cache.folder, "default.lock", 0) != 0 ||
        mknodat(cache.folder, "default.lock", S_IFREG | 0600, 0) != 0)
        _exit(1);
}

/* Another process holds the lock for MS, or until it is killed for 0, and then
   does FINALLY. */
static void start_holder(int ms, void (*finally)(void))
{
    int ready[2];
    char byte;

    ck_assert_int_eq(pipe2(ready, O_CLOEXEC), 0);
    holder = fork();
    if (holder == 0) {
        int fd = -1;

        if (take(0, &fd) != LOCK_HELD || write(ready[1], "x", 1) != 1)
            _exit(1);
        (void)poll(NULL, 0, ms ? ms : LONG_MS);
        if (finally)
            finally();
        _exit(0);
    }
    (void)close(ready[1]);
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    (void)close(ready[0]);
}

static ino_t inode_of_path(void)
{
    struct stat st;

    ck_assert_int_eq(fstatat(cache.folder, "default.lock", &st, 0), 0);
    return st.st_ino;
}

static ino_t inode_of(int fd)
{
    struct stat st;

    ck_assert_int_eq(fstat(fd, &st), 0);
    return st.st_ino;
}

/* LCK-3, FS-5 */
START_TEST(a_free_lock_is_a_private_file_that_no_child_inherits)
{
    struct stat st;
    int fd = -1;

    (void)umask(0);
    ck_assert_int_eq(take(0, &fd), LOCK_HELD);
    ck_assert_int_eq(fstat(fd, &st), 0);
    ck_assert_uint_eq(st.st_mode, S_IFREG | 0600);
    ck_assert(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    ck_assert_uint_eq(inode_of(fd), inode_of_path());
    (void)close(fd);
}
END_TEST

START_TEST(closing_the_descriptor_frees_the_lock)
{
    int first = -1, second = -1;

    ck_assert_int_eq(take(0, &first), LOCK_HELD);
    ck_assert_int_eq(take(0, &second), LOCK_TIMEOUT);
    ck_assert_int_eq(second, -1);
    (void)close(first);
    ck_assert_int_eq(take(0, &second), LOCK_HELD);
    (void)close(second);
}
END_TEST

/* LCK-6, A11: the holder is alive and does not let go. */
START_TEST(a_waiter_ends_at_its_deadline)
{
    int64_t before, took;
    int fd = -1;

    start_holder(0, NULL);
    ck_assert_int_eq(kill(holder, SIGSTOP), 0);
    before = clock_boot_ms();
    ck_assert_int_eq(take(300, &fd), LOCK_TIMEOUT);
    took = clock_boot_ms() - before;
    ck_assert_int_ge(took, 300);
    ck_assert_int_lt(took, 3000);
    ck_assert_int_eq(fd, -1);
}
END_TEST

/* LCK-7: the kernel frees what a dead process held. */
START_TEST(a_waiter_goes_on_when_the_holder_ends)
{
    int fd = -1;

    start_holder(200, NULL);
    ck_assert_int_eq(take(LONG_MS, &fd), LOCK_HELD);
    (void)close(fd);
}
END_TEST

/* LCK-3, A11: locking an unlinked file locks nobody out. */
START_TEST(a_lock_that_was_replaced_while_we_waited_is_taken_again)
{
    ino_t before;
    int fd = -1;

    start_holder(200, replace_lock);
    before = inode_of_path();
    ck_assert_int_eq(take(LONG_MS, &fd), LOCK_HELD);
    ck_assert_uint_ne(inode_of(fd), before);
    ck_assert_uint_eq(inode_of(fd), inode_of_path());
    (void)close(fd);
}
END_TEST

/* LCK-3 */
START_TEST(a_lock_that_was_removed_is_made_again)
{
    int fd = -1;

    start_holder(0, NULL);
    ck_assert_int_eq(unlinkat(cache.folder, "default.lock", 0), 0);
    ck_assert_int_eq(take(0, &fd), LOCK_HELD);
    ck_assert_uint_eq(inode_of(fd), inode_of_path());
    (void)close(fd);
}
END_TEST

/* LCK-10 */
START_TEST(another_profile_has_another_lock)
{
    int fd = -1;

    start_holder(0, NULL);
    (void)snprintf(cache.profile, sizeof(cache.profile), "other");
    ck_assert_int_eq(take(0, &fd), LOCK_HELD);
    (void)close(fd);
}
END_TEST

static int squat_link(const char *path)
{
    return symlink("elsewhere", path);
}

static int squat_fifo(const char *path)
{
    return mkfifo(path, 0600);
}

static int squat_folder(const char *path)
{
    return mkdir(path, 0700);
}

static int (*const squatters[])(const char *path) = { squat_link, squat_fifo,
                                                      squat_folder };

/* FS-4, LCK-9: never waited for, never followed. */
START_TEST(what_is_no_plain_file_is_no_lock)
{
    int fd = -1;

    ck_assert_int_eq(squatters[_i](folder_file(base, "default.lock")), 0);
    ck_assert_int_eq(take(LONG_MS, &fd), LOCK_UNUSABLE);
    ck_assert_int_eq(fd, -1);
    ck_assert_int_eq(access(folder_file(base, "elsewhere"), F_OK), -1);
}
END_TEST

/* LCK-8 */
START_TEST(without_a_folder_there_is_no_lock)
{
    int fd = -1;

    folder_remove(base);
    ck_assert_int_eq(take(LONG_MS, &fd), LOCK_UNUSABLE);
    cache_close(&cache);
    ck_assert_int_eq(take(LONG_MS, &fd), LOCK_UNUSABLE);
}
END_TEST

/* A39: an inherited blocked SIGALRM does not make a waiter wait for ever, and
   what the caller had set is as it was. */
START_TEST(the_callers_alarm_is_put_back)
{
    struct sigaction ignore = { .sa_handler = SIG_IGN }, after;
    struct itimerval timer = { .it_value = { .tv_sec = 1000 } }, left;
    sigset_t blocked, mask;
    int fd = -1;

    start_holder(0, NULL);
    (void)sigemptyset(&blocked);
    (void)sigaddset(&blocked, SIGALRM);
    ck_assert_int_eq(sigprocmask(SIG_BLOCK, &blocked, NULL), 0);
    ck_assert_int_eq(sigaction(SIGALRM, &ignore, NULL), 0);
    ck_assert_int_eq(setitimer(ITIMER_REAL, &timer, NULL), 0);
    ck_assert_int_eq(take(200, &fd), LOCK_TIMEOUT);
    ck_assert_int_eq(sigaction(SIGALRM, NULL, &after), 0);
    ck_assert(after.sa_handler == SIG_IGN);
    ck_assert_int_eq(sigprocmask(SIG_BLOCK, NULL, &mask), 0);
    ck_assert_int_eq(sigismember(&mask, SIGALRM), 1);
    ck_assert_int_eq(getitimer(ITIMER_REAL, &left), 0);
    ck_assert_int_gt(left.it_value.tv_sec, 900);
    ck_assert_int_eq(left.it_interval.tv_sec, 0);
    ck_assert_int_eq(left.it_interval.tv_usec, 0);
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_free_lock_is_a_private_file_that_no_child_inherits);
    tcase_add_test(tc, closing_the_descriptor_frees_the_lock);
    tcase_add_test(tc, a_waiter_ends_at_its_deadline);
    tcase_add_test(tc, a_waiter_goes_on_when_the_holder_ends);
    tcase_add_test(tc, a_lock_that_was_replaced_while_we_waited_is_taken_again);
    tcase_add_test(tc, a_lock_that_was_removed_is_made_again);
    tcase_add_test(tc, another_profile_has_another_lock);
    add_cases(tc, what_is_no_plain_file_is_no_lock, squatters);
    tcase_add_test(tc, without_a_folder_there_is_no_lock);
    tcase_add_test(tc, the_callers_alarm_is_put_back);
}

int main(void)
{
    return run_suite("lock", fill);
}
