/* SPDX-License-Identifier: MIT */
/*
 * check_common.c - the small predicates: text, number, hash, error, lines.
 */
#include "config.h"

#include <string.h>

#include "common/error.h"
#include "common/hash.h"
#include "common/lines.h"
#include "common/number.h"
#include "common/text.h"
#include "tests/unit/suite.h"

/* clang-format off */
static const struct {
    const char *text;
    bool is;
} tokens[] = {
    { "a", true }, { "A-Z.a_z~0+9/x", true }, { "abc=", true }, { "abc==", true }, { "a===", true },
    { "", false }, { "=", false }, { "=a", false }, { "a=b", false }, { "a b", false }, { " a", false }, { "a ", false },
    { "a\n", false }, { "a\r", false }, { "a\t", false }, { "a\x7f", false }, { "a\"", false }, { "a\\", false },
    { "a,b", false }, { "a:b", false }, { "a;b", false }, { "a%41", false }, { "\xc3\xa9", false }, { "a\xff", false },
    { "{}", false }, { "a@b", false }, { "a#", false }, { "a'", false },
};

static const struct {
    const char *bytes;
    bool is;
} texts[] = {
    { "", true }, { "plain", true }, { "\xc3\xa9", true }, { "\xe2\x82\xac", true }, { "\xf0\x9f\x98\x80", true },
    { "\xf4\x8f\xbf\xbf", true }, { "\xc2\x80", true },
    { "\x80", false }, { "\xff", false }, { "\xc3", false }, { "\xe2\x82", false }, { "\xf0\x9f\x98", false },
    { "\xc0\x80", false }, { "\xc1\xbf", false }, { "\xe0\x80\x80", false }, { "\xed\xa0\x80", false }, /* surrogate */
    { "\xf4\x90\x80\x80", false }, { "\xf5\x80\x80\x80", false }, { "a\xc3" "b", false },
};

static const struct {
    const char *text;
    int64_t min, max, value; /* -1: refused */
} numbers[] = {
    { "0", 0, 9, 0 }, { "9", 0, 9, 9 }, { "007", 0, 9, 7 }, { "9223372036854775807", 0, INT64_MAX, INT64_MAX },
    { "10", 0, 9, -1 }, { "1", 2, 9, -1 }, { "9223372036854775808", 0, INT64_MAX, -1 },
    { "99999999999999999999999", 0, INT64_MAX, -1 }, { "", 0, 9, -1 }, { "-1", 0, 9, -1 }, { "+1", 0, 9, -1 },
    { " 1", 0, 9, -1 }, { "1 ", 0, 9, -1 }, { "1.0", 0, 9, -1 }, { "0x1", 0, 9, -1 }, { "1e0", 0, 9, -1 }, { "a", 0, 9, -1 },
    { "5", 0, 3, -1 }, { "3", 0, 3, 3 }, { "04", 0, 3, -1 },
};

static const struct {
    const char *text;
    int64_t seconds; /* of 0 to 86400; -1: refused */
} times[] = {
    { "0", 0 }, { "90", 90 }, { "90s", 90 }, { "5m", 300 }, { "24h", 86400 }, { "1440m", 86400 },
    { "25h", -1 }, { "86401", -1 }, { "1441m", -1 }, { "s", -1 }, { "1d", -1 }, { "1ms", -1 }, { "5 m", -1 }, { "5M", -1 },
    { "1h30m", -1 }, { "-1s", -1 }, { "99999999999999999h", -1 }, { "", -1 },
};

static const struct {
    const char *before, *after;
} printed[] = {
    { "plain", "plain" }, { "caf\xc3\xa9", "caf\xc3\xa9" }, { "a\nb", "a?b" }, { "a\r", "a?" }, { "\x1b[31m", "?[31m" },
    { "\x07", "?" }, { "\x7f", "?" }, { "\xc2\x9b" "31m", "??31m" }, { "\xff", "?" }, { "\xc3", "?" },
};
/* clang-format on */

/* IN-1 */
START_TEST(a_token_is_b64token_and_nothing_else)
{
    ck_assert_msg(text_is_token(tokens[_i].text, strlen(tokens[_i].text)) ==
                      tokens[_i].is,
                  "'%s'", tokens[_i].text);
}
END_TEST

START_TEST(a_token_with_a_nul_or_over_16384_bytes_is_none)
{
    static char text[TOKEN_MAX + 1];

    memset(text, 'a', sizeof(text));
    ck_assert(text_is_token(text, TOKEN_MAX));
    ck_assert(!text_is_token(text, TOKEN_MAX + 1));
    ck_assert(!text_is_token("a\0b", 3));
}
END_TEST

START_TEST(a_text_begins_with_a_prefix_in_any_case)
{
    ck_assert(text_begins("https://a", "https://"));
    ck_assert(text_begins("hTTpS://a", "https://"));
    ck_assert(text_begins("https://", "https://"));
    ck_assert(!text_begins("https:/", "https://"));
    ck_assert(!text_begins("http://a", "https://"));
    ck_assert(!text_begins("", "h"));
    /* '@' and '`' are a case apart in ASCII, and no letters */
    ck_assert(!text_begins("`", "@"));
}
END_TEST

START_TEST(pieces_are_put_together_or_do_not_fit)
{
    char text[6] = "";
    char *end = text + sizeof(text);

    ck_assert_ptr_eq(text_put(text_put(text, end, "ab"), end, "cde"), text + 5);
    ck_assert_str_eq(text, "abcde");
    ck_assert_ptr_null(text_put(text_put(text, end, "ab"), end, "cdef"));
    ck_assert_str_eq(text, "ab");
    ck_assert_ptr_null(text_put(NULL, end, "a"));
}
END_TEST

START_TEST(utf8_is_as_rfc_3629_has_it)
{
    ck_assert_int_eq(text_is_utf8(texts[_i].bytes, strlen(texts[_i].bytes)),
                     texts[_i].is);
}
END_TEST

/* IN-3 */
START_TEST(what_could_drive_a_terminal_becomes_a_question_mark)
{
    char text[32];

    (void)memcpy(text, printed[_i].before, strlen(printed[_i].before) + 1);
    text_make_printable(text);
    ck_assert_str_eq(text, printed[_i].after);
}
END_TEST

/* CLK-4 */
START_TEST(a_number_is_digits_within_its_limits)
{
    int64_t value = -1;
    bool parsed = number_parse(numbers[_i].text, numbers[_i].min,
                               numbers[_i].max, &value);

    ck_assert_int_eq(parsed, numbers[_i].value >= 0);
    ck_assert_int_eq(value, numbers[_i].value);
}
END_TEST

START_TEST(a_time_is_seconds_or_has_a_unit)
{
    int64_t value = -1;

    ck_assert_int_eq(number_parse_time(times[_i].text, 0, 86400, &value),
                     times[_i].seconds >= 0);
    ck_assert_int_eq(value, times[_i].seconds);
}
END_TEST

START_TEST(a_share_is_whole_per_cent_with_the_sign)
{
    static const char *const bad[] = {
        "",    "%",    "50",   "50 %", "-5%",   "86%",
        "49%", "5.5%", "50%%", "50%x", "0x50%", "99999999999999999999%"
    };
    int64_t value = -1;

    for (size_t i = 0; i < N_ELEMENTS(bad); i++)
        ck_assert_msg(!number_parse_percent(bad[i], 50, 85, &value), "%s",
                      bad[i]);
    ck_assert_int_eq(value, -1);
    ck_assert(number_parse_percent("85%", 50, 85, &value));
    ck_assert_int_eq(value, 85);
}
END_TEST

START_TEST(a_number_is_written_whatever_its_sign)
{
    char text[NUMBER_TEXT];

    ck_assert_str_eq(number_format(0, text), "0");
    ck_assert_str_eq(number_format(-1, text), "-1");
    ck_assert_str_eq(number_format(INT64_MAX, text), "9223372036854775807");
    ck_assert_str_eq(number_format(INT64_MIN, text), "-9223372036854775808");
}
END_TEST

/* LCK-2, PRC-8: how long one is quiet after so many failures. */
START_TEST(a_wait_doubles_with_each_failure_up_to_the_most)
{
    ck_assert_int_eq(number_doubled(2, 0, 60), 2);
    ck_assert_int_eq(number_doubled(2, 1, 60), 2);
    ck_assert_int_eq(number_doubled(2, 2, 60), 4);
    ck_assert_int_eq(number_doubled(2, 5, 60), 32);
    ck_assert_int_eq(number_doubled(2, 6, 60), 60);
    ck_assert_int_eq(number_doubled(2, INT64_MAX, 60), 60);
}
END_TEST

/* The test vectors of FNV-1a, 64 bits. */
START_TEST(the_hash_is_fnv_1a)
{
    char text[HASH_TEXT];

    ck_assert_str_eq(hash_format(hash_bytes("", 0), text), "cbf29ce484222325");
    ck_assert_str_eq(hash_format(hash_bytes("a", 1), text), "af63dc4c8601ec8c");
    ck_assert_str_eq(hash_format(hash_bytes("foobar", 6), text),
                     "85944171f73967e8");
}
END_TEST

START_TEST(the_first_failure_is_kept_and_context_goes_in_front)
{
    struct wc_error err = { 0 };

    ck_assert_int_eq(wc_fail(&err, WC_USAGE, "line %d:\n%s", 3, "\x1b[0m"),
                     WC_USAGE);
    ck_assert_int_eq(wc_fail(&err, WC_INTERNAL, "later"), WC_USAGE);
    ck_assert_str_eq(err.text, "line 3:??[0m");
    ck_assert_int_eq(wc_context(&err, "file '%s'", "f"), WC_USAGE);
    ck_assert_str_eq(err.text, "file 'f': line 3:??[0m");
}
END_TEST

START_TEST(a_long_line_is_cut_and_stays_one)
{
    static char text[2 * WC_ERROR_TEXT];
    struct wc_error err = { 0 };

    memset(text, 'x', sizeof(text) - 1);
    wc_fail(&err, WC_USAGE, "%s", text);
    wc_context(&err, "%s", text);
    ck_assert_uint_eq(strlen(err.text), WC_ERROR_TEXT - 1);
}
END_TEST

/* ERR-1 */
START_TEST(every_status_from_0_to_11_has_a_sentence)
{
    for (int code = 0; code <= 11; code++)
        ck_assert_ptr_nonnull(wc_code_text(code));
    ck_assert_ptr_null(wc_code_text(12));
    ck_assert_ptr_null(wc_code_text(-1));
    ck_assert_int_eq(WC_CODE_MAX, 11);
}
END_TEST

START_TEST(lines_are_cut_at_lf_only)
{
    char text[] = "a=1\n\nb = 2=3\r\n=x\nlast";
    struct lines lines;
    char *line;

    ck_assert(lines_open(&lines, text, strlen(text)));
    line = lines_next(&lines);
    ck_assert_str_eq(lines_split(line), "1");
    ck_assert_str_eq(line, "a");
    ck_assert_str_eq(lines_next(&lines), "");
    line = lines_next(&lines);
    ck_assert_str_eq(lines_split(line), " 2=3\r");
    ck_assert_str_eq(line, "b ");
    ck_assert_ptr_null(lines_split(lines_next(&lines)));
    ck_assert_str_eq(lines_next(&lines), "last");
    ck_assert_uint_eq(lines.number, 5);
    ck_assert_ptr_null(lines_next(&lines));
}
END_TEST

START_TEST(a_text_with_a_nul_is_not_read)
{
    char text[] = "a\0b";
    struct lines lines;

    ck_assert(!lines_open(&lines, text, 3));
}
END_TEST

/* CVE-2020-5260's shape: a line that reads back as another is not written. */
START_TEST(a_line_that_would_read_back_differently_is_not_written)
{
    static const char *const bad[][2] = {
        { "", "v" },     { "a=b", "v" },  { "a\n", "v" },  { "k", "a\nb" },
        { "k", "a\rb" }, { "k", "a\tb" }, { "k", "\x01" }, { "k", "a\x7f" },
    };
    auto_secret out = SECRET_MAX(64);

    ck_assert(lines_put(&out, "k", "a=b \xc3\xa9"));
    for (size_t i = 0; i < N_ELEMENTS(bad); i++)
        ck_assert(!lines_put(&out, bad[i][0], bad[i][1]));
    ck_assert(!lines_put(&out, "k",
                         "0123456789012345678901234567890123456789"
                         "0123456789012345678901234567890123456789"));
    ck_assert_str_eq(secret_bytes(&out), "k=a=b \xc3\xa9\n");
}
END_TEST

static void fill(TCase *tc)
{
    add_cases(tc, a_token_is_b64token_and_nothing_else, tokens);
    tcase_add_test(tc, a_token_with_a_nul_or_over_16384_bytes_is_none);
    tcase_add_test(tc, a_text_begins_with_a_prefix_in_any_case);
    tcase_add_test(tc, pieces_are_put_together_or_do_not_fit);
    add_cases(tc, utf8_is_as_rfc_3629_has_it, texts);
    add_cases(tc, what_could_drive_a_terminal_becomes_a_question_mark, printed);
    add_cases(tc, a_number_is_digits_within_its_limits, numbers);
    add_cases(tc, a_time_is_seconds_or_has_a_unit, times);
    tcase_add_test(tc, a_share_is_whole_per_cent_with_the_sign);
    tcase_add_test(tc, a_number_is_written_whatever_its_sign);
    tcase_add_test(tc, a_wait_doubles_with_each_failure_up_to_the_most);
    tcase_add_test(tc, the_hash_is_fnv_1a);
    tcase_add_test(tc, the_first_failure_is_kept_and_context_goes_in_front);
    tcase_add_test(tc, a_long_line_is_cut_and_stays_one);
    tcase_add_test(tc, every_status_from_0_to_11_has_a_sentence);
    tcase_add_test(tc, lines_are_cut_at_lf_only);
    tcase_add_test(tc, a_text_with_a_nul_is_not_read);
    tcase_add_test(tc, a_line_that_would_read_back_differently_is_not_written);
}

int main(void)
{
    return run_suite("common", fill);
}
