/* SPDX-License-Identifier: MIT */
/*
 * check_ledger_line.c - a line of the ledger, and what is made of many.
 */
#include "config.h"

#include <string.h>

#include "helper/ledger-line.h"
#include "helper/ledger-report.h"
#include "tests/unit/suite.h"

/* As helper/ledger-line.h has it. */
#define GOOD "1\t1764041568\tdefault\tcold\tbash\tgit\t8\t153\t3600\t1a2b3c4d"

static const struct ledger_entry entry = {
    .time_s = 1764041568,
    .profile = "default",
    .why = LEDGER_COLD,
    .program = "bash",
    .protocol = "git",
    .code = WC_RATE_LIMITED,
    .duration_ms = 153,
    .lifetime_s = 3600,
    .fingerprint = "1a2b3c4d",
};

static void assert_same(const struct ledger_entry *one,
                        const struct ledger_entry *other)
{
    ck_assert_int_eq(one->time_s, other->time_s);
    ck_assert_str_eq(one->profile, other->profile);
    ck_assert_int_eq(one->why, other->why);
    ck_assert_str_eq(one->program, other->program);
    ck_assert_str_eq(one->protocol, other->protocol);
    ck_assert_int_eq(one->code, other->code);
    ck_assert_int_eq(one->duration_ms, other->duration_ms);
    ck_assert_int_eq(one->lifetime_s, other->lifetime_s);
    ck_assert_str_eq(one->fingerprint, other->fingerprint);
}

START_TEST(an_entry_is_ten_fields_between_tabs)
{
    auto_secret out = SECRET_MAX(LEDGER_LINE_MAX);

    ck_assert(ledger_line_write(&entry, &out));
    ck_assert_str_eq(secret_bytes(&out), GOOD "\n");
}
END_TEST

START_TEST(what_is_not_known_is_a_dash)
{
    struct ledger_entry little = { .profile = "p", .why = LEDGER_LOGIN };
    struct ledger_entry back;
    auto_secret out = SECRET_MAX(LEDGER_LINE_MAX);

    ck_assert(ledger_line_write(&little, &out));
    ck_assert_str_eq(secret_bytes(&out), "1\t0\tp\tlogin\t-\t-\t0\t0\t0\t-\n");
    secret_cut(&out, out.len - 1);
    ck_assert(ledger_line_parse(out.bytes, &back));
    assert_same(&back, &little);
}
END_TEST

START_TEST(a_line_is_read_back)
{
    struct ledger_entry back;
    char line[] = GOOD;

    ck_assert(ledger_line_parse(line, &back));
    assert_same(&back, &entry);
}
END_TEST

/* clang-format off */
static const char *const damaged[] = {
    "", "\t", "1", GOOD "\t", GOOD "\tmore",
    "2\t1764041568\tdefault\tcold\tbash\tgit\t8\t153\t3600\t1a2b3c4d", /* another version */
    "1\t1764041568\tdefault\tcold\tbash\tgit\t8\t153\t3600",
    "1\t-1\tdefault\tcold\tbash\tgit\t8\t153\t3600\t1a2b3c4d",
    "1\tx\tdefault\tcold\tbash\tgit\t8\t153\t3600\t1a2b3c4d",
    "1\t1\tDefault\tcold\tbash\tgit\t8\t153\t3600\t1a2b3c4d",
    "1\t1\t../x\tcold\tbash\tgit\t8\t153\t3600\t1a2b3c4d",
    "1\t1\tdefault\twarm\tbash\tgit\t8\t153\t3600\t1a2b3c4d",
    "1\t1\tdefault\tcold\t\tgit\t8\t153\t3600\t1a2b3c4d",
    "1\t1\tdefault\tcold\tbash\tgit\t12\t153\t3600\t1a2b3c4d",
    "1\t1\tdefault\tcold\tbash\tgit\t8\t153\t2592001\t1a2b3c4d",
    "1\t1\tdefault\tcold\tbash\tgit\t8\t153\t3600\t1a2b3c4",
    "1\t1\tdefault\tcold\tbash\tgit\t8\t153\t3600\t1a2b3c4g",
    "1\t1\tdefault\tcold\tbash\tgit\t8\t153\t3600\t1a2b3c4d5e",
    /* 64 bytes of a name */
    "1\t1\tdefault\tcold\taaaaaaaabbbbbbbbaaaaaaaabbbbbbbbaaaaaaaabbbbbbbbaaaaaaaabbbbbbbb\tgit\t8\t153\t3600\t1a2b3c4d",
};

static const struct {
    const char *name, *shown;
} names[] = {
    { "git", "git" }, { "tmux: server", "tmux: server" }, { "\xc3\xa9t\xc3\xa9", "\xc3\xa9t\xc3\xa9" },
    { "\x1b[2Jx", "?[2Jx" }, { "a\tb\nc\rd\x7f", "a?b?c?d?" }, { "\xff\xfe", "??" }, { "\xc2\x9b" "1m", "??1m" },
    { "aaaaaaaabbbbbbbbaaaaaaaabbbbbbbbaaaaaaaabbbbbbbbaaaaaaaabbbbbbbbcc", "aaaaaaaabbbbbbbbaaaaaaaabbbbbbbbaaaaaaaabbbbbbbbaaaaaaaabbbbbbb" },
};
/* clang-format on */

START_TEST(a_damaged_line_is_no_line)
{
    struct ledger_entry back = entry;
    char line[LEDGER_LINE_MAX];

    memcpy(line, damaged[_i], strlen(damaged[_i]) + 1);
    ck_assert_msg(!ledger_line_parse(line, &back), "%s", damaged[_i]);
    assert_same(&back, &entry);
}
END_TEST

/* IN-3: a program's name is anybody's to choose. */
START_TEST(a_name_can_neither_end_a_line_nor_drive_a_terminal)
{
    struct ledger_entry odd = entry, back;
    auto_secret out = SECRET_MAX(LEDGER_LINE_MAX);

    ledger_set_name(odd.program, names[_i].name, strlen(names[_i].name));
    ck_assert_str_eq(odd.program, names[_i].shown);
    ck_assert(ledger_line_write(&odd, &out));
    secret_cut(&out, out.len - 1);
    ck_assert(ledger_line_parse(out.bytes, &back));
    ck_assert_str_eq(back.program, names[_i].shown);
}
END_TEST

/* IN-3: nor one that somebody wrote into the file. */
START_TEST(what_is_read_cannot_drive_a_terminal_either)
{
    char line[] = "1\t1\tp\tcold\ta\x1b[2J\tb\x1b\t0\t1\t1\t-";
    struct ledger_entry back;

    ck_assert(ledger_line_parse(line, &back));
    ck_assert_str_eq(back.program, "a?[2J");
    ck_assert_str_eq(back.protocol, "b?");
}
END_TEST

/* MEM-5 */
START_TEST(a_fingerprint_tells_tokens_apart_and_gives_none_away)
{
    struct record one = RECORD_INIT, other = RECORD_INIT;
    struct ledger_entry first = entry, second = entry, again = entry;

    ck_assert(secret_add_text(&one.token, "eyJhbGciOiJub25lIn0.e30.x"));
    ck_assert(secret_add_text(&other.token, "eyJhbGciOiJub25lIn0.e30.y"));
    one.lifetime_s = 86400;
    ledger_set_token(&first, &one);
    ledger_set_token(&again, &one);
    ledger_set_token(&second, &other);
    ck_assert_uint_eq(strlen(first.fingerprint), 8);
    ck_assert_str_eq(first.fingerprint, again.fingerprint);
    ck_assert_str_ne(first.fingerprint, second.fingerprint);
    ck_assert_int_eq(first.lifetime_s, 86400);
    record_clear(&one);
    record_clear(&other);
}
END_TEST

/* clang-format off */
static const char report[] =
    "time                 profile  why       program     outcome           took  life in s  token\n"
    "2025-11-24 03:32:47  default  cold      bash (git)  rate-limited    153 ms       3600  1a2b3c4d\n"
    "2025-11-25 03:32:48  default  renewal   bash        ok              153 ms       3600  1a2b3c4d\n"
    "2025-11-25 03:32:48  default  cold      bash (git)  rate-limited    153 ms          -  -\n"
    "\n"
    "last 24 hours: 2 token requests\n"
    "  by program: bash 1, bash (git) 1\n"
    "  by why: cold 1, renewal 1\n"
    "  by profile: default 2\n"
    "  by outcome: ok 1, rate-limited 1\n";
/* clang-format on */

START_TEST(a_report_has_a_row_each_and_says_who_asked)
{
    struct ledger_entry entries[] = { entry, entry, entry };
    auto_secret out = SECRET_MAX(4096);

    entries[0].time_s -= 86401;
    entries[1].why = LEDGER_RENEWAL;
    entries[1].protocol[0] = '\0';
    entries[1].code = WC_OK;
    entries[2].lifetime_s = 0;
    entries[2].fingerprint[0] = '\0';
    ck_assert(ledger_report_text(entries, 3, entry.time_s, &out));
    ck_assert_str_eq(secret_bytes(&out), report);
}
END_TEST

START_TEST(of_many_programs_the_first_ten_are_named)
{
    struct ledger_entry entries[30];
    auto_secret out = SECRET_MAX(16384);

    for (size_t i = 0; i < N_ELEMENTS(entries); i++) {
        entries[i] = entry;
        entries[i].protocol[0] = '\0';
        entries[i].program[0] = (char)('a' + i % 12);
        entries[i].program[1] = '\0';
    }
    ck_assert(
        ledger_report_text(entries, N_ELEMENTS(entries), entry.time_s, &out));
    ck_assert_ptr_nonnull(strstr(secret_bytes(&out),
                                 "  by program: a 3, b 3, c 3, d 3, e 3, f "
                                 "3, g 2, h 2, i 2, j 2, others 4\n"));
}
END_TEST

START_TEST(json_is_an_object_a_line)
{
    struct ledger_entry entries[] = { entry, { .profile = "p" } };
    auto_secret out = SECRET_MAX(4096);

    ck_assert(ledger_report_json(entries, 2, &out));
    ck_assert_str_eq(
        secret_bytes(&out),
        "{\"time\":1764041568,\"profile\":\"default\",\"why\":\"cold\","
        "\"program\":\"bash\",\"protocol\":\"git\",\"code\":8,"
        "\"outcome\":\"rate-limited\",\"duration_ms\":153,\"lifetime\":3600,"
        "\"fingerprint\":\"1a2b3c4d\"}\n"
        "{\"time\":0,\"profile\":\"p\",\"why\":\"cold\",\"code\":0,"
        "\"outcome\":\"ok\",\"duration_ms\":0,\"lifetime\":0}\n");
}
END_TEST

START_TEST(an_empty_ledger_is_an_empty_report)
{
    auto_secret out = SECRET_MAX(4096);

    ck_assert(ledger_report_text(NULL, 0, 0, &out));
    ck_assert(ledger_report_json(NULL, 0, &out));
    ck_assert_uint_eq(out.len, 0);
}
END_TEST

START_TEST(every_status_has_a_word)
{
    for (int code = 0; code <= WC_CODE_MAX; code++)
        ck_assert_ptr_nonnull(wc_code_word(code));
    ck_assert_ptr_null(wc_code_word(-1));
    ck_assert_ptr_null(wc_code_word(WC_CODE_MAX + 1));
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_test(tc, an_entry_is_ten_fields_between_tabs);
    tcase_add_test(tc, what_is_not_known_is_a_dash);
    tcase_add_test(tc, a_line_is_read_back);
    add_cases(tc, a_damaged_line_is_no_line, damaged);
    add_cases(tc, a_name_can_neither_end_a_line_nor_drive_a_terminal, names);
    tcase_add_test(tc, what_is_read_cannot_drive_a_terminal_either);
    tcase_add_test(tc, a_fingerprint_tells_tokens_apart_and_gives_none_away);
    tcase_add_test(tc, a_report_has_a_row_each_and_says_who_asked);
    tcase_add_test(tc, of_many_programs_the_first_ten_are_named);
    tcase_add_test(tc, json_is_an_object_a_line);
    tcase_add_test(tc, an_empty_ledger_is_an_empty_report);
    tcase_add_test(tc, every_status_has_a_word);
}

int main(void)
{
    return run_suite("ledger-line", fill);
}
