/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "helper/cache-folder.h"
#include "tests/unit/folder.h"
#include "tests/unit/suite.h"

#define SOMEBODY 65534 /* not us: nobody on every system */

static char base[FOLDER_PATH_MAX]; /* what the places below stand in */
static char why[WC_ERROR_TEXT];

static void setup(void)
{
    folder_make(base);
}

static void teardown(void)
{
    folder_remove(base);
}

/* Make the folder NAME in the base, whatever the umask, and return its path. */
static const char *make_place(const char *name, mode_t mode)
{
    const char *path = folder_file(base, name);

    ck_assert_int_eq(mkdir(path, 0700), 0);
    ck_assert_int_eq(chmod(path, mode), 0);
    return path;
}

static bool stands_at(int fd, const char *path)
{
    struct stat a, b;

    return fstat(fd, &a) == 0 && stat(path, &b) == 0 && a.st_ino == b.st_ino;
}

static void assert_found(const struct cache_places *places, const char *place,
                         const char *name)
{
    int fd = cache_folder_open(places, true, why);
    struct stat st;

    ck_assert_msg(fd >= 0, "no folder: %s", why);
    ck_assert(stands_at(fd, folder_file(place, name)));
    ck_assert_int_eq(fstat(fd, &st), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0700);
    ck_assert(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    ck_assert_str_eq(why, "");
    ck_assert_int_eq(close(fd), 0);
}

static void assert_none(const struct cache_places *places, const char *reason)
{
    ck_assert_int_eq(cache_folder_open(places, true, why), -1);
    ck_assert_msg(strstr(why, reason) != NULL, "'%s' has no '%s'", why, reason);
}

/* FS-2, T23 */
START_TEST(the_folder_is_made_0700_whatever_the_umask)
{
    static const mode_t umasks[] = { 0000, 0022, 0077 };
    struct cache_places places = { 0 };

    places.runtime_dir = make_place("run", 0700);
    (void)umask(umasks[_i]);
    assert_found(&places, places.runtime_dir, "walr-cred");
    assert_found(&places, places.runtime_dir, "walr-cred"); /* and is reused */
}
END_TEST

/* Makes the runtime dir of one of the cases below and returns its path. */
typedef const char *(*make_runtime)(void);

static const char *absent_dir(void)
{
    return folder_file(base, "absent");
}

static const char *relative_dir(void)
{
    (void)make_place("relative", 0700);
    ck_assert_int_eq(chdir(base), 0);
    return "relative";
}

static const char *world_readable_dir(void)
{
    return make_place("open", 0755);
}

static const char *group_readable_dir(void)
{
    return make_place("group", 0710);
}

static const char *plain_file(void)
{
    folder_write(base, "file", "", 0, 0600);
    return folder_file(base, "file");
}

static const char *link_to_dir(void)
{
    ck_assert_int_eq(
        symlink(make_place("good", 0700), folder_file(base, "link")), 0);
    return folder_file(base, "link");
}

static const char *link_and_slash(void)
{
    (void)link_to_dir();
    return folder_file(base, "link//");
}

static const char *too_long_dir(void)
{
    static char path[PATH_MAX + 2];

    memset(path, 'x', PATH_MAX);
    path[0] = '/';
    return path;
}

/* clang-format off */
static const struct {
    make_runtime make;
    const char *reason; /* "" where there is nothing to say */
} unusable[] = {
    { NULL,               "" },
    { absent_dir,         "No such file" },
    { relative_dir,       "not an absolute path" },
    { world_readable_dir, "is not ours alone" },
    { group_readable_dir, "is not ours alone" },
    { plain_file,         "Not a directory" },
    { link_to_dir,        "Not a directory" },
    { link_and_slash,     "Not a directory" },
    { too_long_dir,       "is too long" },
};
/* clang-format on */

/* FS-1, FS-3, T24 */
START_TEST(an_unusable_runtime_dir_gives_way_to_the_user_dir)
{
    struct cache_places places = { 0 };

    places.runtime_dir = unusable[_i].make ? unusable[_i].make() : NULL;
    places.user_dir = make_place("user", 0700);
    assert_found(&places, places.user_dir, "walr-cred");
}
END_TEST

/* FS-1, FS-3, T24 */
START_TEST(an_unusable_runtime_dir_and_nothing_else_is_no_cache_with_a_reason)
{
    struct cache_places places = { 0 };

    places.runtime_dir = unusable[_i].make ? unusable[_i].make() : NULL;
    assert_none(&places, unusable[_i].reason);
}
END_TEST

/* FS-1, T24 */
START_TEST(a_runtime_dir_of_somebody_else_is_not_used)
{
    struct cache_places places = { .runtime_dir = make_place("run", 0700) };

    if (geteuid() != 0)
        return;
    ck_assert_int_eq(chown(places.runtime_dir, SOMEBODY, SOMEBODY), 0);
    assert_none(&places, "is not ours alone");
    ck_assert_int_eq(access(folder_file(places.runtime_dir, "walr-cred"), F_OK),
                     -1);
}
END_TEST

/* FS-3, T24 */
START_TEST(a_runtime_dir_that_cannot_be_written_gives_way_to_the_user_dir)
{
    struct cache_places places = { 0 };
    int fd;

    if (geteuid() == 0)
        return; /* root can write anywhere */
    places.runtime_dir = make_place("run", 0500);
    places.user_dir = make_place("user", 0700);
    /* With and without the right to create, the same place is chosen. */
    ck_assert_int_eq(cache_folder_open(&places, false, why), -1);
    assert_found(&places, places.user_dir, "walr-cred");
    fd = cache_folder_open(&places, false, why);
    ck_assert_msg(fd >= 0, "%s", why);
    (void)close(fd);
}
END_TEST

static void squat_file(const char *path)
{
    ck_assert_int_eq(mknod(path, S_IFREG | 0600, 0), 0);
}

static void squat_fifo(const char *path)
{
    ck_assert_int_eq(mkfifo(path, 0600), 0);
}

static void squat_link(const char *path)
{
    ck_assert_int_eq(symlink(make_place("elsewhere", 0700), path), 0);
}

static void squat_dangling(const char *path)
{
    ck_assert_int_eq(symlink("nowhere", path), 0);
}

static void squat_open(const char *path)
{
    ck_assert_int_eq(mkdir(path, 0700), 0);
    ck_assert_int_eq(chmod(path, 0755), 0);
}

static void squat_other(const char *path)
{
    ck_assert_int_eq(mkdir(path, 0700), 0);
    if (geteuid() == 0)
        ck_assert_int_eq(chown(path, SOMEBODY, SOMEBODY), 0);
    else
        ck_assert_int_eq(chmod(path, 0770), 0);
}

/* clang-format off */
static void (*const squatters[])(const char *path) = {
    squat_file, squat_fifo, squat_link, squat_dangling, squat_open,
    squat_other,
};
/* clang-format on */

/* FS-2, FS-3: whoever sits on the name is not moved, mended or passed by. */
START_TEST(a_squatted_name_is_no_cache_and_is_left_as_it_is)
{
    struct cache_places places = { 0 };
    struct stat before, after;
    const char *name;

    places.runtime_dir = make_place("run", 0700);
    name = folder_file(places.runtime_dir, "walr-cred");
    squatters[_i](name);
    places.user_dir = make_place("user", 0700);
    ck_assert_int_eq(lstat(name, &before), 0);
    assert_none(&places, "walr-cred'");
    ck_assert_int_eq(lstat(name, &after), 0);
    ck_assert_uint_eq(before.st_ino, after.st_ino);
    ck_assert_uint_eq(before.st_mode, after.st_mode);
    ck_assert_int_eq(access(folder_file(places.user_dir, "walr-cred"), F_OK),
                     -1);
}
END_TEST

/* A missing folder is no cache, and nothing to complain about. */
START_TEST(without_create_a_missing_folder_is_silently_none)
{
    struct cache_places places = { .runtime_dir = make_place("run", 0700) };

    ck_assert_int_eq(cache_folder_open(&places, false, why), -1);
    ck_assert_str_eq(why, "");
    ck_assert_int_eq(access(folder_file(places.runtime_dir, "walr-cred"), F_OK),
                     -1);
}
END_TEST

/* Whether PATH is on a tmpfs, which the last place must be. */
static bool is_tmpfs(const char *path)
{
    struct statfs fs;

    return statfs(path, &fs) == 0 && fs.f_type == TMPFS_MAGIC;
}

static const char *folder_name(void)
{
    static char name[32];

    (void)snprintf(name, sizeof(name), "walr-cred-%lu",
                   (unsigned long)geteuid());
    return name;
}

/* FS-3: only root can make a folder that looks like /dev/shm. */
START_TEST(a_sticky_tmpfs_of_root_is_the_last_place)
{
    static const mode_t modes[] = { 01777, 0777 };
    struct cache_places places = { 0 };

    if (geteuid() != 0 || !is_tmpfs("/dev/shm"))
        return;
    folder_remove(base);
    (void)snprintf(base, sizeof(base), "/dev/shm/walr-cred-unit-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(base));
    places.memory_dir = make_place("shm", modes[_i]);
    if (_i == 0)
        assert_found(&places, places.memory_dir, folder_name());
    else
        assert_none(&places, "not a sticky tmpfs");
}
END_TEST

/* FS-3: of each there is one that fails in nothing else, on most machines. */
START_TEST(what_is_no_sticky_tmpfs_of_root_is_no_last_place)
{
    char ours[] = "/dev/shm/walr-cred-unit-XXXXXX";
    const char *const dirs[] = { "/var/tmp", "/dev", mkdtemp(ours),
                                 make_place("shm", 01777) };
    struct cache_places places = { .memory_dir = dirs[_i] };
    struct stat st;

    (void)chmod(ours, 01777);
    if (places.memory_dir && stat(places.memory_dir, &st) == 0 &&
        (st.st_uid != 0 || !(st.st_mode & S_ISVTX) || !is_tmpfs(dirs[_i])))
        assert_none(&places, "not a sticky tmpfs");
    (void)rmdir(ours);
}
END_TEST

/* FS-3: A2 stays off disks unless the user says so. */
START_TEST(cache_dir_is_used_and_nothing_else)
{
    struct cache_places places = { .has_boot_id = true };

    places.cache_dir = make_place("disk", 0755);
    places.runtime_dir = make_place("run", 0700);
    assert_found(&places, places.cache_dir, "walr-cred");
    places.cache_dir = folder_file(base, "absent");
    assert_none(&places, "No such file");
    places.cache_dir = "relative";
    assert_none(&places, "not an absolute path");
}
END_TEST

/* CLK-1: on a disk a record outlives the boot it belongs to. */
START_TEST(cache_dir_without_a_boot_id_is_no_cache)
{
    struct cache_places places = { .has_boot_id = false };

    places.cache_dir = make_place("disk", 0755);
    places.runtime_dir = make_place("run", 0700);
    assert_none(&places, "boot id");
    ck_assert_int_eq(access(folder_file(places.cache_dir, "walr-cred"), F_OK),
                     -1);
}
END_TEST

/* IN-3: the environment cannot drive the terminal through the reason. */
START_TEST(a_reason_holds_no_control_bytes)
{
    struct cache_places places = { .runtime_dir = "/tmp/\033[2Jno\nwhere" };

    assert_none(&places, "'/tmp/?[2Jno?where'");
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, the_folder_is_made_0700_whatever_the_umask, 0, 3);
    add_cases(tc, an_unusable_runtime_dir_gives_way_to_the_user_dir, unusable);
    add_cases(
        tc, an_unusable_runtime_dir_and_nothing_else_is_no_cache_with_a_reason,
        unusable);
    tcase_add_test(tc, a_runtime_dir_of_somebody_else_is_not_used);
    tcase_add_test(
        tc, a_runtime_dir_that_cannot_be_written_gives_way_to_the_user_dir);
    add_cases(tc, a_squatted_name_is_no_cache_and_is_left_as_it_is, squatters);
    tcase_add_test(tc, without_create_a_missing_folder_is_silently_none);
    tcase_add_loop_test(tc, a_sticky_tmpfs_of_root_is_the_last_place, 0, 2);
    tcase_add_loop_test(tc, what_is_no_sticky_tmpfs_of_root_is_no_last_place, 0,
                        4);
    tcase_add_test(tc, cache_dir_is_used_and_nothing_else);
    tcase_add_test(tc, cache_dir_without_a_boot_id_is_no_cache);
    tcase_add_test(tc, a_reason_holds_no_control_bytes);
}

int main(void)
{
    return run_suite("cache_folder", fill);
}
