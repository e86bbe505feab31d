/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "obtain/ca-file.h"
#include "tests/unit/sandbox.h"
#include "tests/unit/suite.h"

#define CA_MAX 1024

static enum wc_code read_ca(const char *path, struct wc_error *err)
{
    auto_secret pem = SECRET_MAX(CA_MAX);

    return ca_file_read(path, &pem, err);
}

/* NET-3 */
START_TEST(a_private_file_is_read)
{
    static const mode_t modes[] = { 0400, 0600, 0644, 0444 };
    auto_secret pem = SECRET_MAX(CA_MAX);
    struct wc_error err = { 0 };

    folder_write(sandbox_path, "ca.pem", "text", 4, modes[_i]);
    ck_assert_msg(
        ca_file_read(folder_file(sandbox_path, "ca.pem"), &pem, &err) == WC_OK,
        "%s", err.text);
    ck_assert_str_eq(secret_bytes(&pem), "text");
}
END_TEST

START_TEST(a_file_that_others_can_write_is_refused)
{
    static const mode_t modes[] = { 0666, 0620, 0602 };
    struct wc_error err = { 0 };

    folder_write(sandbox_path, "ca.pem", "text", 4, modes[_i]);
    ck_assert_int_eq(read_ca(folder_file(sandbox_path, "ca.pem"), &err),
                     WC_USAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "chmod go-w '"));
}
END_TEST

START_TEST(what_is_no_certificate_file_is_refused)
{
    const char *path = folder_file(sandbox_path, "ca.pem");
    struct wc_error err = { 0 };
    static char large[CA_MAX + 1];

    memset(large, 'x', sizeof(large));
    switch (_i) {
    case 0:
        break; /* absent */
    case 1:
        ck_assert_int_eq(mkdir(path, 0700), 0);
        break;
    case 2:
        ck_assert_int_eq(mkfifo(path, 0600), 0);
        break;
    case 3:
        sandbox_write("ca.pem", "");
        break;
    case 4:
        folder_write(sandbox_path, "ca.pem", large, sizeof(large), 0600);
        break;
    default:
        sandbox_write("ca.pem", "text");
        ck_assert_int_eq(chdir(sandbox_path), 0);
        path = "ca.pem"; /* of the working folder, wherever that is */
    }
    ck_assert_int_eq(read_ca(path, &err), WC_USAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "ca-file"));
}
END_TEST

START_TEST(a_symbolic_link_to_a_good_file_is_followed)
{
    struct wc_error err = { 0 };

    sandbox_write("real.pem", "text");
    ck_assert_int_eq(symlink("real.pem", folder_file(sandbox_path, "ca.pem")),
                     0);
    ck_assert_int_eq(read_ca(folder_file(sandbox_path, "ca.pem"), &err), WC_OK);
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, sandbox_enter, sandbox_leave);
    tcase_add_loop_test(tc, a_private_file_is_read, 0, 4);
    tcase_add_loop_test(tc, a_file_that_others_can_write_is_refused, 0, 3);
    tcase_add_loop_test(tc, what_is_no_certificate_file_is_refused, 0, 6);
    tcase_add_test(tc, a_symbolic_link_to_a_good_file_is_followed);
}

int main(void)
{
    return run_suite("ca_file", fill);
}
