/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "helper/config-file-edit.h"
#include "helper/config-file.h"
#include "tests/unit/sandbox.h"
#include "tests/unit/suite.h"

#define PATH    "config/walr-cred/config"
#define AT_ONCE 24 /* logins */

static const struct config_change changes[] = {
    { "client-id", "new" },
    { "param.x", "y" },
};

static void assert_file(const char *wanted)
{
    char *text = folder_read(sandbox_path, PATH);

    ck_assert_str_eq(text, wanted);
    free(text);
}

/* clang-format off */
static const struct {
    const char *before, *after; /* of an edit of profile p */
} edits[] = {
    /* an empty file, a file without the section */
    { "", "[profile p]\nclient-id = new\nparam.x = y\n" },
    { "# mine\n", "# mine\n\n[profile p]\nclient-id = new\nparam.x = y\n" },
    { "[profile pp]\nclient-id = other\n", "[profile pp]\nclient-id = other\n\n[profile p]\nclient-id = new\nparam.x = y\n" },
    /* replaced where it stands, comments and order kept */
    { "# a\n[profile p]\n# b\nclient-id = old\n# c\nscope = s\n",
      "# a\n[profile p]\n# b\nclient-id = new\n# c\nscope = s\nparam.x = y\n" },
    { "[profile p]\n  client-id=old\nparam.x = z\n", "[profile p]\nclient-id = new\nparam.x = y\n" },
    /* added behind the last entry, not behind the next section's comment */
    { "[profile p]\nscope = s\n\n# of q\n[profile q]\nclient-id = q\n",
      "[profile p]\nscope = s\nclient-id = new\nparam.x = y\n\n# of q\n[profile q]\nclient-id = q\n" },
    /* a comment that looks like the key stays a comment */
    { "[profile p]\n#client-id = old\nscope = s\n", "[profile p]\n#client-id = old\nscope = s\nclient-id = new\nparam.x = y\n" },
    /* another section's key is another one's */
    { "[profile q]\nclient-id = q\n[profile p]\nclient-id = old\n",
      "[profile q]\nclient-id = q\n[profile p]\nclient-id = new\nparam.x = y\n" },
    /* no newline at the end */
    { "[profile p]\nclient-id = old", "[profile p]\nclient-id = new\nparam.x = y\n" },
    { "[profile p]", "[profile p]\nclient-id = new\nparam.x = y\n" },
};
/* clang-format on */

START_TEST(a_change_touches_its_own_line_only)
{
    struct wc_error err = { 0 };

    sandbox_config(edits[_i].before);
    ck_assert_msg(config_edit("p", changes, N_ELEMENTS(changes), &err) == WC_OK,
                  "%s", err.text);
    assert_file(edits[_i].after);
}
END_TEST

START_TEST(what_was_edited_can_be_read_again)
{
    auto_config config = CONFIG_INIT;
    struct wc_error err = { 0 };

    sandbox_config(edits[_i].after);
    ck_assert_msg(config_read(&config, &err) == WC_OK, "%s", err.text);
}
END_TEST

/* FS-5: made 0600 in folders of 0700; an existing mode is kept. */
START_TEST(a_new_file_is_private_and_an_old_mode_is_kept)
{
    struct wc_error err = { 0 };
    struct stat st;

    (void)umask(0);
    ck_assert_int_eq(rmdir(folder_file(sandbox_path, "config/walr-cred")), 0);
    ck_assert_int_eq(rmdir(folder_file(sandbox_path, "config")), 0);
    ck_assert_int_eq(config_edit("p", changes, 1, &err), WC_OK);
    ck_assert_int_eq(stat(folder_file(sandbox_path, PATH), &st), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0600);
    ck_assert_int_eq(stat(folder_file(sandbox_path, "config/walr-cred"), &st),
                     0);
    ck_assert_uint_eq(st.st_mode & 07777, 0700);
    ck_assert_int_eq(chmod(folder_file(sandbox_path, PATH), 0644), 0);
    ck_assert_int_eq(config_edit("p", changes, 2, &err), WC_OK);
    ck_assert_int_eq(stat(folder_file(sandbox_path, PATH), &st), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0644);
}
END_TEST

START_TEST(a_symbolic_link_stays_one_and_its_file_is_replaced)
{
    struct wc_error err = { 0 };
    struct stat st;
    char *text;

    sandbox_write("elsewhere", "# mine\n");
    ck_assert_int_eq(symlink(folder_file(sandbox_path, "elsewhere"),
                             folder_file(sandbox_path, PATH)),
                     0);
    ck_assert_int_eq(config_edit("p", changes, 1, &err), WC_OK);
    ck_assert_int_eq(lstat(folder_file(sandbox_path, PATH), &st), 0);
    ck_assert(S_ISLNK(st.st_mode));
    text = folder_read(sandbox_path, "elsewhere");
    ck_assert_str_eq(text, "# mine\n\n[profile p]\nclient-id = new\n");
    free(text);
}
END_TEST

START_TEST(a_link_to_a_file_that_is_not_there_makes_that_file)
{
    struct wc_error err = { 0 };
    struct stat st;
    char *text;

    ck_assert_int_eq(symlink(folder_file(sandbox_path, "elsewhere"),
                             folder_file(sandbox_path, PATH)),
                     0);
    ck_assert_int_eq(config_edit("p", changes, 1, &err), WC_OK);
    ck_assert_int_eq(lstat(folder_file(sandbox_path, PATH), &st), 0);
    ck_assert(S_ISLNK(st.st_mode));
    text = folder_read(sandbox_path, "elsewhere");
    ck_assert_str_eq(text, "[profile p]\nclient-id = new\n");
    free(text);
}
END_TEST

/* What config_read() would refuse (FS-7) is never written. */
START_TEST(a_value_too_long_for_a_line_changes_nothing)
{
    static char value[CONFIG_LINE_MAX];
    const struct config_change change = { "client-id", value };
    struct wc_error err = { 0 };

    memset(value, 'x', sizeof(value) - 1);
    sandbox_config("# mine\n");
    ck_assert_int_eq(config_edit("p", &change, 1, &err), WC_USAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "client-id"));
    assert_file("# mine\n");
}
END_TEST

START_TEST(a_bad_file_is_not_edited)
{
    struct wc_error err = { 0 };

    sandbox_config("nonsense\n");
    ck_assert_int_eq(config_edit("p", changes, 1, &err), WC_USAGE);
    assert_file("nonsense\n");
}
END_TEST

START_TEST(a_folder_that_cannot_be_written_leaves_the_file)
{
    struct wc_error err = { 0 };

    if (geteuid() == 0)
        return; /* root can write anywhere */
    sandbox_config("# mine\n");
    ck_assert_int_eq(chmod(folder_file(sandbox_path, "config/walr-cred"), 0500),
                     0);
    ck_assert_int_eq(config_edit("p", changes, 1, &err), WC_USAGE);
    ck_assert_int_eq(chmod(folder_file(sandbox_path, "config/walr-cred"), 0700),
                     0);
    assert_file("# mine\n");
}
END_TEST

/* Edit another profile; a child of the test, whose status says how it went. */
static void edit_profile(int i)
{
    char name[16];
    struct wc_error err = { 0 };

    (void)snprintf(name, sizeof(name), "p%d", i);
    _exit((int)config_edit(name, changes, N_ELEMENTS(changes), &err));
}

START_TEST(logins_at_once_lose_nobody_s_profile)
{
    auto_config config = CONFIG_INIT;
    struct wc_error err = { 0 };
    pid_t pids[AT_ONCE];
    int status;

    sandbox_config("# mine\n");
    for (int i = 0; i < AT_ONCE; i++) {
        pids[i] = fork();
        ck_assert_int_ge(pids[i], 0);
        if (pids[i] == 0)
            edit_profile(i);
    }
    for (int i = 0; i < AT_ONCE; i++) {
        ck_assert_int_eq(waitpid(pids[i], &status, 0), pids[i]);
        ck_assert_int_eq(status, 0);
    }
    ck_assert_int_eq(config_read(&config, &err), WC_OK);
    ck_assert_uint_eq(config.n_profiles, AT_ONCE);
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, sandbox_enter, sandbox_leave);
    add_cases(tc, a_change_touches_its_own_line_only, edits);
    add_cases(tc, what_was_edited_can_be_read_again, edits);
    tcase_add_test(tc, a_new_file_is_private_and_an_old_mode_is_kept);
    tcase_add_test(tc, a_symbolic_link_stays_one_and_its_file_is_replaced);
    tcase_add_test(tc, a_link_to_a_file_that_is_not_there_makes_that_file);
    tcase_add_test(tc, a_value_too_long_for_a_line_changes_nothing);
    tcase_add_test(tc, logins_at_once_lose_nobody_s_profile);
    tcase_add_test(tc, a_bad_file_is_not_edited);
    tcase_add_test(tc, a_folder_that_cannot_be_written_leaves_the_file);
}

int main(void)
{
    return run_suite("config_file_edit", fill);
}
