/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/config-file.h"
#include "tests/unit/sandbox.h"
#include "tests/unit/suite.h"

#define PATH "config/walr-cred/config"

static enum wc_code read_text(const char *bytes, size_t len,
                              struct config *config, struct wc_error *err)
{
    folder_write(sandbox_path, PATH, bytes, len, 0600);
    return config_read(config, err);
}

START_TEST(a_file_is_read_as_written)
{
    static const char text[] = "# a comment\n"
                               "\n"
                               "[profile default]\n"
                               "client-id = me ; not a comment # neither\n"
                               "  audience=https://a?x=1\t\n"
                               "\t \n"
                               "[profile a.b_c-1]  \n"
                               "param.organization = x = y\n"
                               "hosts =  a.example  *.b.example";
    auto_config config = CONFIG_INIT;
    struct wc_error err = { 0 };

    ck_assert_msg(read_text(text, strlen(text), &config, &err) == WC_OK, "%s",
                  err.text);
    ck_assert(config.exists);
    ck_assert_uint_eq(config.n_profiles, 2);
    ck_assert_str_eq(config.profiles[1], "a.b_c-1");
    ck_assert_uint_eq(config.n_entries, 4);
    ck_assert_int_eq((int)config.entries[0].setting, SETTING_CLIENT_ID);
    ck_assert_str_eq(config.entries[0].value, "me ; not a comment # neither");
    ck_assert_str_eq(config.entries[1].value, "https://a?x=1");
    ck_assert_str_eq(config.entries[1].profile, "default");
    ck_assert_str_eq(config.entries[2].param, "organization");
    ck_assert_str_eq(config.entries[2].value, "x = y");
    ck_assert_str_eq(config.entries[3].value, "a.example  *.b.example");
    ck_assert_str_eq(config.entries[3].profile, "a.b_c-1");
}
END_TEST

#define P       "[profile p]\n"
#define TEXT(s) s, sizeof(s) - 1

/* clang-format off */
/* T08, FS-7: never a silently different value. */
static const struct {
    const char *text;
    size_t len;
    const char *names; /* what the line must hold */
} refused[] = {
    { TEXT("client-id = a\n"), "line 1" },
    { TEXT(P "nonsense = a\n"), "line 2" },
    { TEXT(P "Client-Id = a\n"), "line 2" },
    { TEXT(P "client_id = a\n"), "line 2" },
    { TEXT(P "client-id\n"), "line 2" },
    { TEXT(P "client-id: a\n"), "line 2" },
    { TEXT(P "= a\n"), "line 2" },
    { TEXT(P "client-id =\n"), "line 2" },
    { TEXT(P "client-id = \t \n"), "line 2" },
    { TEXT(P "client-id = a\nclient-id = a\n"), "line 3" },
    { TEXT(P "param.x = a\nparam.x = b\n"), "line 3" },
    { TEXT(P "param. = a\n"), "line 2" },
    { TEXT(P "param.client_secret = a\n"), "line 2" },
    { TEXT(P P), "line 2" },
    { TEXT(P "[profile q\n"), "line 2" },
    { TEXT(P "[q]\n"), "line 2" },
    { TEXT(P "[profile]\n"), "line 2" },
    { TEXT(P "[profile ]\n"), "line 2" },
    { TEXT(P "[profile  q]\n"), "line 2" },
    { TEXT(P "[profile Q]\n"), "line 2" },
    { TEXT(P "[profile ../q]\n"), "line 2" },
    { TEXT(P "[profile q] # x\n"), "line 2" },
    { TEXT(P " [profile q]\n"), "line 2" },
    { TEXT(P " # an indented comment\n"), "line 2" },
    { TEXT(P "client-id = a\r\n"), "line 2" },
    { TEXT("\r\n"), "line 1" },
    { TEXT(P "client-id = a\x01\n"), "line 2" },
    { TEXT(P "client-id = \xff\n"), "line 2" },
    { TEXT(P "client-id = a\0b\n"), "line 2: a NUL byte" },
    { TEXT("\xef\xbb\xbf" P), "line 1" },
    { TEXT(P "timeout = soon\n"), "timeout" },
    { TEXT(P "ca-file = ca.pem\n"), "ca-file" },
    { TEXT(P "[profile aaaaaaaaaabbbbbbbbbbccccccccccdddddddddde]\n"), "line 2" },
};
/* clang-format on */

START_TEST(an_odd_line_is_refused_with_its_number)
{
    auto_config config = CONFIG_INIT;
    struct wc_error err = { 0 };

    ck_assert_msg(read_text(refused[_i].text, refused[_i].len, &config, &err) ==
                      WC_USAGE,
                  "%s", refused[_i].text);
    ck_assert_ptr_nonnull(strstr(err.text, "/walr-cred/config'"));
    ck_assert_msg(strstr(err.text, refused[_i].names) != NULL, "'%s'",
                  err.text);
}
END_TEST

/* ERR-2: a secret that has come into the file is shown to nobody. */
START_TEST(what_stands_behind_a_key_is_not_shown)
{
    static const char *const texts[] = {
        P "client-secret hush\n",
        P "client-secret: hush\n",
        P "client-secret = hush\n",
        P "client-secret = hush\r\n",
        P "=hush\n",
    };

    for (size_t i = 0; i < N_ELEMENTS(texts); i++) {
        auto_config config = CONFIG_INIT;
        struct wc_error err = { 0 };

        ck_assert_int_eq(read_text(texts[i], strlen(texts[i]), &config, &err),
                         WC_USAGE);
        ck_assert_msg(!strstr(err.text, "hush"), "'%s'", err.text);
    }
}
END_TEST

/* IN-6: nothing is cut or split. */
START_TEST(a_line_of_4096_bytes_is_whole_and_one_more_is_refused)
{
    static char text[CONFIG_LINE_MAX + 64];

    for (size_t extra = 0; extra < 2; extra++) {
        auto_config config = CONFIG_INIT;
        struct wc_error err = { 0 };
        int n = snprintf(text, sizeof(text), P "client-id = ");
        size_t len = strlen(P) + CONFIG_LINE_MAX + extra;

        memset(text + n, 'x', len - (size_t)n);
        text[len] = '\n';
        ck_assert_int_eq(read_text(text, len + 1, &config, &err),
                         extra ? WC_USAGE : WC_OK);
        if (!extra)
            ck_assert_uint_eq(strlen(config.entries[0].value),
                              CONFIG_LINE_MAX - strlen("client-id = "));
    }
}
END_TEST

START_TEST(a_file_of_64_kib_is_read_and_one_more_byte_is_refused)
{
    static char text[CONFIG_MAX + 1];

    memset(text, '\n', sizeof(text));
    for (size_t extra = 0; extra < 2; extra++) {
        auto_config config = CONFIG_INIT;
        struct wc_error err = { 0 };

        ck_assert_int_eq(read_text(text, CONFIG_MAX + extra, &config, &err),
                         extra ? WC_USAGE : WC_OK);
    }
}
END_TEST

START_TEST(no_file_and_an_empty_file_are_no_profiles)
{
    auto_config config = CONFIG_INIT;
    struct wc_error err = { 0 };

    ck_assert_int_eq(config_read(&config, &err), WC_OK);
    ck_assert(!config.exists);
    ck_assert_ptr_nonnull(config.path);
    ck_assert_int_eq(read_text("", 0, &config, &err), WC_OK);
    ck_assert(config.exists);
    ck_assert_uint_eq(config.n_profiles, 0);
}
END_TEST

START_TEST(the_path_follows_xdg_config_home_and_home)
{
    auto_config config = CONFIG_INIT;
    struct wc_error err = { 0 };

    ck_assert_int_eq(setenv("XDG_CONFIG_HOME", "relative", 1), 0);
    ck_assert_int_eq(config_read(&config, &err), WC_OK);
    ck_assert_ptr_nonnull(strstr(config.path, "home/.config/walr-cred/config"));
    ck_assert_int_eq(unsetenv("XDG_CONFIG_HOME"), 0);
    ck_assert_int_eq(unsetenv("HOME"), 0);
    ck_assert_int_eq(config_read(&config, &err), WC_OK);
    ck_assert_ptr_null(config.path);
}
END_TEST

/* T07, FS-7: the kind and mode of the file; a FIFO does not block. */
START_TEST(a_file_that_others_could_have_written_is_refused)
{
    static const mode_t modes[] = { 0666, 0620, 0602, 0722 };
    auto_config config = CONFIG_INIT;
    struct wc_error err = { 0 };

    folder_write(sandbox_path, PATH, P, strlen(P), modes[_i]);
    ck_assert_int_eq(config_read(&config, &err), WC_USAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "chmod go-w '"));
}
END_TEST

START_TEST(what_is_no_regular_file_is_refused)
{
    const char *path = folder_file(sandbox_path, PATH);
    auto_config config = CONFIG_INIT;
    struct wc_error err = { 0 };

    ck_assert_int_eq(_i == 0 ? mkdir(path, 0700) : mkfifo(path, 0600), 0);
    ck_assert_int_eq(config_read(&config, &err), WC_USAGE);
}
END_TEST

START_TEST(a_symbolic_link_to_a_good_file_is_followed)
{
    auto_config config = CONFIG_INIT;
    struct wc_error err = { 0 };

    sandbox_write("elsewhere", P);
    ck_assert_int_eq(symlink(folder_file(sandbox_path, "elsewhere"),
                             folder_file(sandbox_path, PATH)),
                     0);
    ck_assert_int_eq(config_read(&config, &err), WC_OK);
    ck_assert_uint_eq(config.n_profiles, 1);
}
END_TEST

/* IN-7 */
START_TEST(a_profile_name_is_plain_and_short)
{
    static const char *const good[] = {
        "a", "0", "default", "a.b-c_d",
        "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd"
    };
    static const char *const bad[] = {
        "",    ".",   "..",  "-a",
        "_a",  ".a",  "A",   "a/b",
        "a b", "a\n", "a=",  "\xc3\xa9",
        "a\\", "a]",  "a:b", "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddde"
    };

    for (size_t i = 0; i < N_ELEMENTS(good); i++)
        ck_assert_msg(config_is_profile_name(good[i]), "%s", good[i]);
    for (size_t i = 0; i < N_ELEMENTS(bad); i++)
        ck_assert_msg(!config_is_profile_name(bad[i]), "%s", bad[i]);
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, sandbox_enter, sandbox_leave);
    tcase_add_test(tc, a_file_is_read_as_written);
    add_cases(tc, an_odd_line_is_refused_with_its_number, refused);
    tcase_add_test(tc, what_stands_behind_a_key_is_not_shown);
    tcase_add_test(tc, a_line_of_4096_bytes_is_whole_and_one_more_is_refused);
    tcase_add_test(tc, a_file_of_64_kib_is_read_and_one_more_byte_is_refused);
    tcase_add_test(tc, no_file_and_an_empty_file_are_no_profiles);
    tcase_add_test(tc, the_path_follows_xdg_config_home_and_home);
    tcase_add_loop_test(tc, a_file_that_others_could_have_written_is_refused, 0,
                        4);
    tcase_add_loop_test(tc, what_is_no_regular_file_is_refused, 0, 2);
    tcase_add_test(tc, a_symbolic_link_to_a_good_file_is_followed);
    tcase_add_test(tc, a_profile_name_is_plain_and_short);
}

int main(void)
{
    return run_suite("config_file", fill);
}
