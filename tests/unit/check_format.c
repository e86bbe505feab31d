/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <string.h>

#include "helper/format.h"
#include "tests/unit/suite.h"

#define NOW_S 1700000000

/* clang-format off */
/* Of the token a.b_c~d+e/f-g==, obtained 100 s ago for 3600 s. */
static const struct {
    const char *name, *answer, *no_token;
} cases[] = {
    { "header", "Authorization: Bearer a.b_c~d+e/f-g==\n", NULL },
    { "token",  "a.b_c~d+e/f-g==\n", NULL },
    { "json",   "{\"access_token\":\"a.b_c~d+e/f-g==\",\"token_type\":\"Bearer\","
                "\"expires_in\":3500,\"expires_at\":1700003500}\n", NULL },
    { "headers-json", "{\"Authorization\": \"Bearer a.b_c~d+e/f-g==\"}\n", NULL },
    { "wget",   "header = Authorization: Bearer a.b_c~d+e/f-g==\n", NULL },
    { "env",    "export WALR_TOKEN='a.b_c~d+e/f-g=='\nexport WALR_AUTHORIZATION='Bearer a.b_c~d+e/f-g=='\n", NULL },
    { "curl",   "header = \"Authorization: Bearer a.b_c~d+e/f-g==\"\n",
                "proto = \"=file\"\nunix-socket = \"/dev/null/no-token\"\n" },
};
/* clang-format on */

static void make(struct record *record, const char *token, int64_t age_s)
{
    record->obtained = (struct moment){ .wall_s = NOW_S - age_s,
                                        .boot_ms = 1000000 - age_s * 1000,
                                        .boot_id = "boot" };
    record->lifetime_s = 3600;
    ck_assert(secret_add_text(&record->token, token));
}

static const struct moment now = { .wall_s = NOW_S,
                                   .boot_ms = 1000000,
                                   .boot_id = "boot" };

START_TEST(each_format_writes_exactly_this)
{
    const struct format *format = format_find(cases[_i].name);
    auto_record record = RECORD_INIT;
    auto_secret out = SECRET_MAX(FORMAT_MAX);

    make(&record, "a.b_c~d+e/f-g==", 100);
    ck_assert_ptr_nonnull(format);
    ck_assert(format->write(&record, &now, &out));
    ck_assert_str_eq(secret_bytes(&out), cases[_i].answer);
    if (cases[_i].no_token)
        ck_assert_str_eq(format->no_token, cases[_i].no_token);
    else
        ck_assert_ptr_null(format->no_token);
}
END_TEST

START_TEST(every_format_has_a_case)
{
    size_t n = 0;

    for (const struct format *row = formats; row->name; row++)
        n++;
    ck_assert_uint_eq(n, N_ELEMENTS(cases));
}
END_TEST

/* IN-2, IN-3: whatever the cache said, it is looked at again. */
START_TEST(a_token_that_may_not_stand_in_a_header_is_not_written)
{
    static const char *const tokens[] = { "",    "a b",  "a\rb",  "a\nb",
                                          "a\"", "\xc3", "=a",    "a=b",
                                          "a,b", "a\\b", "a\x7f", "{a}" };

    for (size_t i = 0; i < N_ELEMENTS(tokens); i++) {
        auto_record record = RECORD_INIT;
        auto_secret out = SECRET_MAX(FORMAT_MAX);

        make(&record, tokens[i], 0);
        ck_assert(!formats[_i].write(&record, &now, &out));
    }
}
END_TEST

/* An expiry handed to a tool is never in the past. */
START_TEST(what_is_left_is_never_negative)
{
    auto_record record = RECORD_INIT;
    auto_secret out = SECRET_MAX(FORMAT_MAX);

    make(&record, "abc", 900000);
    ck_assert(format_find("json")->write(&record, &now, &out));
    ck_assert_ptr_nonnull(strstr(secret_bytes(&out),
                                 "\"expires_in\":0,"
                                 "\"expires_at\":1700000000}"));
}
END_TEST

START_TEST(an_answer_that_does_not_fit_is_no_answer)
{
    auto_record record = RECORD_INIT;
    auto_secret out = SECRET_MAX(2);

    make(&record, "abc", 0);
    ck_assert(!formats[_i].write(&record, &now, &out));
}
END_TEST

START_TEST(an_unknown_format_is_none)
{
    ck_assert_ptr_null(format_find("HEADER"));
    ck_assert_ptr_null(format_find(""));
    ck_assert_ptr_null(format_find("head"));
}
END_TEST

static void fill(TCase *tc)
{
    add_cases(tc, each_format_writes_exactly_this, cases);
    tcase_add_test(tc, every_format_has_a_case);
    add_cases(tc, a_token_that_may_not_stand_in_a_header_is_not_written, cases);
    tcase_add_test(tc, what_is_left_is_never_negative);
    add_cases(tc, an_answer_that_does_not_fit_is_no_answer, cases);
    tcase_add_test(tc, an_unknown_format_is_none);
}

int main(void)
{
    return run_suite("format", fill);
}
