/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <string.h>

#include "common/hash.h"
#include "common/record.h"
#include "tests/unit/suite.h"

#define IDENTITY "profile=p\ntoken-url=https://a/t\nclient-id=me\n"
#define WALL_S   1700000000
#define BOOT_MS  5000000

static void make(struct record *record, int64_t lifetime_s)
{
    record->obtained = (struct moment){ .wall_s = WALL_S,
                                        .boot_ms = BOOT_MS,
                                        .boot_id = "the-boot" };
    record->lifetime_s = lifetime_s;
    secret_clear(&record->token);
    ck_assert(secret_add_text(&record->token, "a.token"));
}

static void write_text(struct secret *text)
{
    auto_record record = RECORD_INIT;

    make(&record, 3600);
    ck_assert(record_write(&record, IDENTITY, text));
}

static bool parse(const char *bytes, size_t len, const char *identity)
{
    auto_secret text = SECRET_MAX(RECORD_MAX);
    auto_record record = RECORD_INIT;

    ck_assert(secret_add(&text, bytes, len));
    return len > 0 && record_parse(&text, identity, &record);
}

START_TEST(what_was_written_is_read_back)
{
    auto_secret text = SECRET_MAX(RECORD_MAX);
    auto_record record = RECORD_INIT;

    write_text(&text);
    ck_assert(record_parse(&text, IDENTITY, &record));
    ck_assert_str_eq(secret_bytes(&record.token), "a.token");
    ck_assert_int_eq(record.lifetime_s, 3600);
    ck_assert_int_eq(record.obtained.wall_s, WALL_S);
    ck_assert_int_eq(record.obtained.boot_ms, BOOT_MS);
    ck_assert_str_eq(record.obtained.boot_id, "the-boot");
}
END_TEST

/* T25 */
START_TEST(a_truncated_record_is_no_record)
{
    auto_secret text = SECRET_MAX(RECORD_MAX);

    write_text(&text);
    for (size_t len = 0; len < text.len; len++)
        ck_assert_msg(!parse(text.bytes, len, IDENTITY), "%zu bytes", len);
    ck_assert(parse(text.bytes, text.len, IDENTITY));
}
END_TEST

/* T26 */
START_TEST(a_record_with_one_flipped_bit_is_no_record)
{
    auto_secret text = SECRET_MAX(RECORD_MAX);

    write_text(&text);
    for (size_t i = 0; i < text.len * 8; i++) {
        text.bytes[i / 8] = (char)(text.bytes[i / 8] ^ (1 << i % 8));
        ck_assert_msg(!parse(text.bytes, text.len, IDENTITY), "bit %zu", i);
        text.bytes[i / 8] = (char)(text.bytes[i / 8] ^ (1 << i % 8));
    }
    ck_assert(parse(text.bytes, text.len, IDENTITY));
}
END_TEST

/* OPS-1: an identity is equal byte for byte, or it is another one. */
START_TEST(a_record_of_another_identity_is_no_record)
{
    static const char *const others[] = {
        "profile=p\ntoken-url=https://a/t\n",
        IDENTITY "audience=x\n",
        "profile=q\ntoken-url=https://a/t\nclient-id=me\n",
        "profile=p\ntoken-url=https://a/t\nclient-id=m\n",
        "profile=p\ntoken-url=https://a/t\nclient-id=mee\n",
        "",
    };
    auto_secret text = SECRET_MAX(RECORD_MAX);

    write_text(&text);
    for (size_t i = 0; i < N_ELEMENTS(others); i++)
        ck_assert(!parse(text.bytes, text.len, others[i]));
}
END_TEST

/* The check line as record.h describes it. */
static void add_check(struct secret *text)
{
    char hash[HASH_TEXT];

    hash_format(hash_bytes(text->bytes, text->len), hash);
    ck_assert(secret_add_text(text, "check=") && secret_add_text(text, hash) &&
              secret_add_text(text, "\n"));
}

/* Replace the first FROM by TO and make the check fit again, so that it is the
   parser that refuses. */
static bool parse_edited(const char *from, const char *to)
{
    auto_secret text = SECRET_MAX(RECORD_MAX);
    auto_secret edited = SECRET_MAX(2 * RECORD_MAX);
    auto_secret result = SECRET_MAX(2 * RECORD_MAX);
    auto_record record = RECORD_INIT;
    const char *at;

    write_text(&text);
    secret_cut(&text, text.len - strlen("check=0123456789abcdef\n"));
    at = strstr(text.bytes, from);
    ck_assert_ptr_nonnull(at);
    ck_assert(secret_add(&edited, text.bytes, (size_t)(at - text.bytes)) &&
              secret_add_text(&edited, to) &&
              secret_add_text(&edited, at + strlen(from)));
    ck_assert(secret_add(&result, edited.bytes, edited.len));
    add_check(&result);
    return record_parse(&result, IDENTITY, &record);
}

/* clang-format off */
static const struct {
    const char *from, *to;
    bool is_record;
} edits[] = {
    { "lifetime=3600", "lifetime=3600", true },
    { "lifetime=3600", "lifetime=0", true },
    { "lifetime=3600", "lifetime=2592000", true },
    { "lifetime=3600", "lifetime=2592001", false },
    { "lifetime=3600", "lifetime=-1", false },
    { "lifetime=3600", "lifetime=", false },
    { "lifetime=3600", "lifetime=99999999999999999999", false },
    { "lifetime=3600", "life=3600", false },
    { "lifetime=3600\n", "lifetime=3600\nlifetime=3600\n", false },
    { "lifetime=3600\n", "", false },
    { "quota-left=0", "quota-left=7", true },
    { "quota-left=0", "quota-left=-7", false },
    { "quota-left=0\n", "", false },
    { "quota-reset=0", "quota-reset=9223372036854775807", false },
    { "obtained-at=1700000000", "obtained-at=9223372036854775807", false },
    { "obtained-boot-ms=5000000", "obtained-boot-ms=9223372036854775807", false },
    { "walr-cred-record=1", "walr-cred-record=2", false },
    { "walr-cred-record=1", "walr-cred-record=", false },
    { "access-token=a.token", "access-token=a.token==", true },
    { "access-token=a.token", "access-token=", false },
    { "access-token=a.token", "access-token=a token", false },
    { "access-token=a.token", "access-token=a\rtoken", false },
    { "access-token=a.token\n", "access-token=a.token\nx=y\n", false },
    { "boot-id=the-boot", "boot-id=0123456789012345678901234567890123456789", false },
};
/* clang-format on */

/* T27, FS-8, IN-2, CLK-4 */
START_TEST(a_record_that_says_anything_else_is_no_record)
{
    ck_assert_msg(parse_edited(edits[_i].from, edits[_i].to) ==
                      edits[_i].is_record,
                  "%s", edits[_i].to);
}
END_TEST

/* clang-format off */
static const struct {
    int64_t wall_s, boot_ms; /* since it was obtained */
    const char *boot_id;
    int64_t remaining_s;     /* of 3600 */
} clocks[] = {
    { 0,      0,         "the-boot", 3600 },
    { 100,    100000,    "the-boot", 3500 },
    { 3599,   3599000,   "the-boot", 1 },
    { 3600,   3600000,   "the-boot", 0 },
    { 99999,  99999000,  "the-boot", 0 },
    /* CLK-1: the smaller of the two counts; suspend stops neither */
    { 10,     3000000,   "the-boot", 600 },
    { 3000,   10000,     "the-boot", 600 },
    { 10,     3600000,   "the-boot", 0 },
    /* CLK-2: steps of the wall clock, forward and backward */
    { 3600,   1000,      "the-boot", 0 },
    { 86400,  1000,      "the-boot", 0 },
    { -1,     1000,      "the-boot", 0 },
    { -3600,  1000,      "the-boot", 0 },
    { -86400, 1000,      "the-boot", 0 },
    { 10,     -1,        "the-boot", 0 },
    /* CLK-1: another boot, or none */
    { 10,     10000,     "another",  0 },
    { 10,     10000,     "",         0 },
};
/* clang-format on */

START_TEST(a_token_is_valid_only_while_both_clocks_say_so)
{
    auto_record record = RECORD_INIT;
    struct moment now = { .wall_s = WALL_S + clocks[_i].wall_s,
                          .boot_ms = BOOT_MS + clocks[_i].boot_ms };

    make(&record, 3600);
    memcpy(now.boot_id, clocks[_i].boot_id, strlen(clocks[_i].boot_id) + 1);
    ck_assert_int_eq(record_remaining_s(&record, &now), clocks[_i].remaining_s);
    ck_assert_int_eq(record_age_s(&record, &now),
                     3600 - clocks[_i].remaining_s);
}
END_TEST

/* clang-format off */
static const struct {
    int64_t lifetime_s, age_s, min_validity_s;
    bool fresh;
} freshness[] = {
    { 3600, 3569, 30, true },  { 3600, 3570, 30, false },
    { 3600, 3239, 900, true }, { 3600, 3240, 900, false }, /* never over 10 % */
    { 3600, 3599, 0, true },   { 3600, 3600, 0, false },
    { 1, 0, 30, true },        { 1, 1, 30, false },
    { 5, 4, 30, true },        { 5, 5, 30, false },
    { 29, 26, 30, true },      { 29, 27, 30, false },
    { 30, 26, 30, true },      { 30, 27, 30, false },
    { 31, 27, 30, true },      { 31, 28, 30, false },
    { 0, 0, 0, false },
};
/* clang-format on */

/* CLK-3, T35: short tokens are fresh, too, for nine tenths of their life. */
START_TEST(min_validity_never_asks_for_more_than_a_tenth)
{
    auto_record record = RECORD_INIT;
    struct moment now = { .wall_s = WALL_S + freshness[_i].age_s,
                          .boot_ms = BOOT_MS + freshness[_i].age_s * 1000,
                          .boot_id = "the-boot" };

    make(&record, freshness[_i].lifetime_s);
    ck_assert_int_eq(
        record_is_fresh(&record, &now, freshness[_i].min_validity_s),
        freshness[_i].fresh);
}
END_TEST

/* T35: a token of a second is no request a call. */
START_TEST(a_token_of_a_second_is_fresh_for_most_of_it)
{
    auto_record record = RECORD_INIT;
    struct moment now = { .wall_s = WALL_S, .boot_id = "the-boot" };

    make(&record, 1);
    for (int64_t ms = 0; ms <= 1000; ms += 50) {
        now.boot_ms = BOOT_MS + ms;
        ck_assert_msg(record_is_fresh(&record, &now, 30) == (ms < 900),
                      "%lld ms", (long long)ms);
    }
    now.boot_ms = BOOT_MS + 1;
    now.wall_s++;
    ck_assert(!record_is_fresh(&record, &now, 30));
}
END_TEST

/* CLK-4 */
START_TEST(the_largest_times_do_not_overflow)
{
    auto_record record = RECORD_INIT;
    struct moment now = { .wall_s = INT64_MAX,
                          .boot_ms = INT64_MAX,
                          .boot_id = "the-boot" };

    make(&record, RECORD_LIFETIME_MAX);
    ck_assert_int_eq(record_remaining_s(&record, &now), 0);
    ck_assert(!record_is_fresh(&record, &now, INT32_MAX));
    record.obtained.wall_s = INT64_MAX;
    record.obtained.boot_ms = INT64_MAX;
    ck_assert_int_eq(record_remaining_s(&record, &now), RECORD_LIFETIME_MAX);
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_test(tc, what_was_written_is_read_back);
    tcase_add_test(tc, a_truncated_record_is_no_record);
    tcase_add_test(tc, a_record_with_one_flipped_bit_is_no_record);
    tcase_add_test(tc, a_record_of_another_identity_is_no_record);
    add_cases(tc, a_record_that_says_anything_else_is_no_record, edits);
    add_cases(tc, a_token_is_valid_only_while_both_clocks_say_so, clocks);
    add_cases(tc, min_validity_never_asks_for_more_than_a_tenth, freshness);
    tcase_add_test(tc, a_token_of_a_second_is_fresh_for_most_of_it);
    tcase_add_test(tc, the_largest_times_do_not_overflow);
}

int main(void)
{
    return run_suite("record", fill);
}
