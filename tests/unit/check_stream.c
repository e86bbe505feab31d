/* SPDX-License-Identifier: MIT */
/* check_stream.c - a client secret from descriptor 3 (source.h). */
#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "keyring/source.h"
#include "tests/unit/suite.h"

/* Put LEN bytes, and then the end, onto the descriptor. */
static void give(const char *bytes, size_t len)
{
    int ends[2];

    ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
    ck_assert_int_eq(write(ends[1], bytes, len), (ssize_t)len);
    ck_assert_int_eq(close(ends[1]), 0);
    if (ends[0] != STREAM_FD) {
        ck_assert_int_eq(dup2(ends[0], STREAM_FD), STREAM_FD);
        (void)close(ends[0]);
    }
}

/* The caller's clock stops while somebody else writes. */
static int opened, closed;

static void on_prompt(bool open)
{
    if (open)
        opened++;
    else
        closed++;
}

static bool may_prompt;

static enum wc_code read_as(enum request_action action, struct secret *secret,
                            struct wc_error *err)
{
    struct request request = { .action = action,
                               .source = REQUEST_STREAM,
                               .may_prompt = may_prompt };
    struct keyring_call call = { .request = &request, .prompt = on_prompt };

    return stream_read(&call, secret, err);
}

/* IN-4 */
START_TEST(the_bytes_arrive_as_they_are_line_end_included)
{
    static const char bytes[] = "a\0\xff\r\n";
    struct secret secret = SECRET_MAX(CLIENT_SECRET_MAX + 2);
    struct wc_error err = { .code = WC_OK };

    give(bytes, sizeof(bytes) - 1);
    ck_assert_int_eq(read_as(REQUEST_OBTAIN, &secret, &err), WC_OK);
    ck_assert_uint_eq(secret.len, sizeof(bytes) - 1);
    ck_assert_mem_eq(secret.bytes, bytes, secret.len);
    secret_clear(&secret);
}
END_TEST

/* clang-format off */
static const struct {
    enum request_action action;
    bool may_prompt;
    int prompts;
} clocks[] = {
    { REQUEST_LOGIN,  false, 1 }, { REQUEST_LOGIN,  true, 1 },
    { REQUEST_OBTAIN, false, 0 }, { REQUEST_OBTAIN, true, 1 },
};
/* clang-format on */

/* HOST-10, NET-6: what writes there may be asking a person only where a person
   may be asked. */
START_TEST(the_callers_clock_stops_only_where_a_person_may_be_asked)
{
    struct secret secret = SECRET_MAX(CLIENT_SECRET_MAX + 2);
    struct wc_error err = { .code = WC_OK };

    may_prompt = clocks[_i].may_prompt;
    give("s", 1);
    ck_assert_int_eq(read_as(clocks[_i].action, &secret, &err), WC_OK);
    secret_clear(&secret);
    ck_assert_int_eq(opened, clocks[_i].prompts);
    ck_assert_int_eq(closed, clocks[_i].prompts);
}
END_TEST

static const struct {
    enum request_action action;
    enum wc_code code;
} actions[] = {
    { REQUEST_LOGIN, WC_USAGE },
    { REQUEST_OBTAIN, WC_NO_CREDENTIAL },
};

/* KR-7, IN-6 */
START_TEST(a_stream_that_is_too_long_is_refused_not_cut)
{
    char bytes[CLIENT_SECRET_MAX + 3];
    struct secret secret = SECRET_MAX(CLIENT_SECRET_MAX + 2);
    struct wc_error err = { .code = WC_OK };

    memset(bytes, 'x', sizeof(bytes));
    give(bytes, sizeof(bytes));
    ck_assert_int_eq(read_as(actions[_i].action, &secret, &err),
                     actions[_i].code);
    ck_assert_ptr_nonnull(strstr(err.text, "longer than 4096 bytes"));
    secret_clear(&secret);
}
END_TEST

/* ERR-5 */
START_TEST(a_stream_that_cannot_be_read_says_so)
{
    struct secret secret = SECRET_MAX(CLIENT_SECRET_MAX + 2);
    struct wc_error err = { .code = WC_OK };
    int fd = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(dup2(fd, STREAM_FD), STREAM_FD);
    ck_assert_int_eq(read_as(REQUEST_OBTAIN, &secret, &err), WC_NO_CREDENTIAL);
    ck_assert_ptr_nonnull(strstr(err.text, "cannot read"));
    secret_clear(&secret);
}
END_TEST

/* MEM-5: the variable is gone, and so are its bytes. */
START_TEST(the_environment_is_wiped_when_it_was_read)
{
    char variable[] = "WALR_CLIENT_SECRET=canary";
    struct secret secret = SECRET_MAX(CLIENT_SECRET_MAX + 2);
    struct wc_error err = { .code = WC_OK };

    ck_assert_int_eq(putenv(variable), 0);
    ck_assert_int_eq(environment_read(NULL, &secret, &err), WC_OK);
    ck_assert_str_eq(secret.bytes, "canary");
    ck_assert_ptr_null(getenv("WALR_CLIENT_SECRET"));
    ck_assert_str_eq(variable, "WALR_CLIENT_SECRET=");
    secret_clear(&secret);
    ck_assert_int_eq(environment_read(NULL, &secret, &err), WC_NO_CREDENTIAL);
    ck_assert_ptr_nonnull(strstr(err.text, "is not set"));
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_test(tc, the_bytes_arrive_as_they_are_line_end_included);
    add_cases(tc, the_callers_clock_stops_only_where_a_person_may_be_asked,
              clocks);
    add_cases(tc, a_stream_that_is_too_long_is_refused_not_cut, actions);
    tcase_add_test(tc, a_stream_that_cannot_be_read_says_so);
    tcase_add_test(tc, the_environment_is_wiped_when_it_was_read);
}

int main(void)
{
    return run_suite("stream", fill);
}
