/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "common/json.h"
#include "tests/unit/suite.h"

/* IN-5, RSP-2: what cJSON by itself would take. */
/* clang-format off */
static const char *const bad[] = {
    "", " ", "x", "[]", "1", "true", "null", "\"a\"", "{", "}", "{}x", "{}{}", "{} {}", "{\"a\":1,}",
    "{\"a\":\"\\u0000\"}", "{\"\\u0000\":1}", "{\"a\":\"\n\"}", "{\"a\":\"\t\"}", "{\"a\":\"\x7f\"}", "{\"a\":\"\x01\"}",
    "{\x01}", "{}\x0b", "{}\x0c", "\x7f{}", "{\"a\":\"\\\n\"}", "\xef\xbb\xbf\xef\xbb\xbf{}", "{}\xef\xbb\xbf", "{a:1}",
};
static const char *const good[] = {
    "{}", " \t\r\n{ }\n", "\xef\xbb\xbf{}", "{\"a\":\"\\u0001\"}", "{\"a\":\"\\\\u0000\"}", "{\"a\":\"\\\"u0000\"}",
    "{\"a\":\"\xc3\xa9\"}", "{\"a\":[{\"b\":[]}]}",
};
/* clang-format on */

START_TEST(what_is_not_one_clean_object_is_refused)
{
    const char *why = NULL;
    cJSON *root = json_parse_object(bad[_i], strlen(bad[_i]), &why);

    ck_assert_msg(root == NULL, "'%s'", bad[_i]);
    ck_assert_ptr_nonnull(why);
}
END_TEST

START_TEST(one_clean_object_is_parsed)
{
    const char *why = NULL;
    cJSON *root = json_parse_object(good[_i], strlen(good[_i]), &why);

    ck_assert_msg(root != NULL, "'%s': %s", good[_i], why);
    cJSON_Delete(root);
}
END_TEST

START_TEST(a_nul_within_the_text_is_refused)
{
    const char *why = NULL;

    ck_assert_ptr_null(json_parse_object("{}\0{}", 5, &why));
    ck_assert_ptr_null(json_parse_object("{\"a\":\"b\0c\"}", 11, &why));
}
END_TEST

/* RSP-2 */
START_TEST(a_depth_of_32_is_the_deepest)
{
    for (size_t extra = 0; extra < 2; extra++) {
        char text[256] = "{\"a\":";
        size_t levels = JSON_DEPTH_MAX - 1 + extra;
        const char *why = NULL;
        size_t at = strlen(text);
        cJSON *root;

        memset(text + at, '[', levels);
        memset(text + at + levels, ']', levels);
        text[at + 2 * levels] = '}';
        text[at + 2 * levels + 1] = '\0';
        root = json_parse_object(text, strlen(text), &why);
        ck_assert_int_eq(root != NULL, extra == 0);
        cJSON_Delete(root);
    }
}
END_TEST

START_TEST(a_member_is_found_by_its_exact_name_only)
{
    static const char text[] = "{\"Token\":1,\"token\":2,\"type\":3,\"x\":4}";
    const char *why = NULL;
    cJSON *root = json_parse_object(text, strlen(text), &why);
    bool twice = false;

    ck_assert_int_eq(json_member(root, "type", &twice)->valueint, 3);
    ck_assert_ptr_null(json_member(root, "absent", &twice));
    ck_assert(!twice);
    ck_assert_int_eq(json_member(root, "token", &twice)->valueint, 2);
    ck_assert(twice);
    twice = false;
    ck_assert_ptr_null(json_member(root, "X", &twice));
    ck_assert(twice);
    ck_assert_ptr_null(json_member(NULL, "x", &twice));
    cJSON_Delete(root);
}
END_TEST

START_TEST(what_is_no_object_has_no_members)
{
    static const char text[] = "{\"a\":[{\"x\":1},2],\"b\":\"x\",\"c\":null}";
    const char *why = NULL;
    cJSON *root = json_parse_object(text, strlen(text), &why);
    const cJSON *member;
    bool twice = false;

    ck_assert_ptr_nonnull(root);
    cJSON_ArrayForEach(member, root)
    {
        ck_assert_ptr_null(json_member(member, "x", &twice));
        ck_assert(!twice);
    }
    cJSON_Delete(root);
}
END_TEST

/* MEM-3: the block is looked at when free(3) gets it; the linker wraps it. */
static char *watched;
static bool was_wiped;

void __real_free(void *pointer);
void __wrap_free(void *pointer);

void __wrap_free(void *pointer)
{
    if (watched && pointer && (char *)pointer <= watched &&
        watched - (char *)pointer <= 64) {
        was_wiped = memcmp(watched, "\0\0\0\0\0\0", 6) == 0;
        watched = NULL;
    }
    __real_free(pointer);
}

START_TEST(a_freed_block_is_wiped_to_its_last_byte)
{
    cJSON *text;

    json_init();
    text = cJSON_CreateString("s3cret");
    ck_assert_ptr_nonnull(text);
    watched = text->valuestring;
    cJSON_Delete(text);
    ck_assert_ptr_null(watched);
    ck_assert(was_wiped);
}
END_TEST

static void fill(TCase *tc)
{
    add_cases(tc, what_is_not_one_clean_object_is_refused, bad);
    add_cases(tc, one_clean_object_is_parsed, good);
    tcase_add_test(tc, a_nul_within_the_text_is_refused);
    tcase_add_test(tc, a_depth_of_32_is_the_deepest);
    tcase_add_test(tc, a_member_is_found_by_its_exact_name_only);
    tcase_add_test(tc, what_is_no_object_has_no_members);
    tcase_add_test(tc, a_freed_block_is_wiped_to_its_last_byte);
}

int main(void)
{
    return run_suite("json", fill);
}
