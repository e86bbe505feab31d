/* SPDX-License-Identifier: MIT */
/* check_keyring_bytes.c - which bytes are a client secret (keyring.h). */
#include "config.h"

#include <string.h>

#include "keyring/keyring.h"
#include "tests/unit/suite.h"

#define HELD(text) text, sizeof(text) - 1

/* clang-format off */
static const struct {
    const char *bytes; size_t len;
    const char *kept;  /* NULL: refused */
    const char *fault; /* what the line names then */
} cases[] = {
    { HELD("s3cret"),            "s3cret",      NULL },
    { HELD("s3cret\n"),          "s3cret",      NULL },
    { HELD("s3cret\r\n"),        "s3cret",      NULL },
    { HELD(" \"\\%&+:=~ "),      " \"\\%&+:=~ ", NULL },
    { HELD("\xc3\xa9\xe2\x82\xac"), "\xc3\xa9\xe2\x82\xac", NULL },
    { HELD(""),                  NULL, "is empty" },
    { HELD("\n"),                NULL, "is empty" },
    { HELD("\r\n"),              NULL, "is empty" },
    { HELD("s3cret\n\n"),        NULL, "pasted" },
    { HELD("s3cret\r"),          NULL, "pasted" },
    { HELD("s3cret\n\r\n"),      NULL, "pasted" },
    { HELD("one\ntwo"),          NULL, "pasted" },
    { HELD("one\rtwo\n"),        NULL, "pasted" },
    { HELD("a\0b"),              NULL, "control byte" },
    { HELD("a\tb"),              NULL, "control byte" },
    { HELD("a\x1b[31m"),         NULL, "control byte" },
    { HELD("a\x7f"),             NULL, "control byte" },
    { HELD("a\xff"),             NULL, "UTF-8" },
    { HELD("a\xc0\x80"),         NULL, "UTF-8" },
    { HELD("a\xed\xa0\x80"),     NULL, "UTF-8" },
};
/* clang-format on */

/* IN-4, KR-7 */
START_TEST(one_line_end_is_dropped_and_other_odd_bytes_refused)
{
    struct secret secret = SECRET_MAX(CLIENT_SECRET_MAX + 2);
    struct wc_error err = { .code = WC_OK };
    enum wc_code code;

    ck_assert(secret_add(&secret, cases[_i].bytes, cases[_i].len));
    code = keyring_check(&secret, WC_NO_CREDENTIAL, "it", &err);
    if (cases[_i].kept) {
        ck_assert_int_eq(code, WC_OK);
        ck_assert_uint_eq(secret.len, strlen(cases[_i].kept));
        ck_assert_mem_eq(secret.bytes, cases[_i].kept, secret.len);
    } else {
        ck_assert_int_eq(code, WC_NO_CREDENTIAL);
        ck_assert_ptr_nonnull(strstr(err.text, cases[_i].fault));
    }
    secret_clear(&secret);
}
END_TEST

/* MEM-5 */
START_TEST(a_refusal_does_not_repeat_the_secret)
{
    struct secret secret = SECRET_MAX(CLIENT_SECRET_MAX + 2);
    struct wc_error err = { .code = WC_OK };

    ck_assert(secret_add_text(&secret, "canary\x01"));
    ck_assert_int_eq(keyring_check(&secret, WC_USAGE, "it", &err), WC_USAGE);
    ck_assert_ptr_null(strstr(err.text, "canary"));
    secret_clear(&secret);
}
END_TEST

static const struct {
    size_t len;
    const char *end;
    enum wc_code code;
} lengths[] = {
    { 4096, "", WC_OK },    { 4096, "\n", WC_OK },    { 4096, "\r\n", WC_OK },
    { 4097, "", WC_USAGE }, { 4097, "\n", WC_USAGE }, { 4098, "", WC_USAGE },
};

/* KR-7 */
START_TEST(a_secret_has_4096_bytes_at_most_without_its_line_end)
{
    struct secret secret = SECRET_MAX(CLIENT_SECRET_MAX + 2);
    struct wc_error err = { .code = WC_OK };

    for (size_t i = 0; i < lengths[_i].len; i++)
        ck_assert(secret_add(&secret, "x", 1));
    ck_assert(secret_add_text(&secret, lengths[_i].end));
    ck_assert_int_eq(keyring_check(&secret, WC_USAGE, "it", &err),
                     lengths[_i].code);
    if (lengths[_i].code == WC_OK)
        ck_assert_uint_eq(secret.len, lengths[_i].len);
    secret_clear(&secret);
}
END_TEST

static void fill(TCase *tc)
{
    add_cases(tc, one_line_end_is_dropped_and_other_odd_bytes_refused, cases);
    add_cases(tc, a_secret_has_4096_bytes_at_most_without_its_line_end,
              lengths);
    tcase_add_test(tc, a_refusal_does_not_repeat_the_secret);
}

int main(void)
{
    return run_suite("keyring_bytes", fill);
}
