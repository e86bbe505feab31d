/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <string.h>

#include "helper/setup/template.h"
#include "tests/unit/suite.h"

#define HERE                        \
    {                               \
        "p1", "a.example:81", false \
    }
#define NONE                \
    {                       \
        NULL, "[::1]", true \
    }

/* clang-format off */
static const struct {
    const char *template;
    struct template_values values;
    const char *text; /* NULL: refused */
} cases[] = {
    { "", HERE, "" },
    { "plain", HERE, "plain" },
    { "@HOST@", HERE, "a.example:81" },
    { "<@HOST@@HOST@>", NONE, "<[::1][::1]>" },
    { "@NAME@", HERE, "a-example-81" },
    { "@NAME@", NONE, "1" },
    { "x@@y", HERE, "x@y" },
    { "x@,@", HERE, "x," },
    { "x@,@", NONE, "x" },
    { "a@( -p @PROFILE@@)b", HERE, "a -p p1b" },
    { "a@( -p @PROFILE@@)b", NONE, "ab" },
    { "@(@)", NONE, "" },
    { "@(never ended", NONE, NULL },
    { "@PROFILE@", NONE, NULL },
    { "@BOGUS@", HERE, NULL },
    { "@host@", HERE, NULL },
    { "lonely@", HERE, NULL },
    { "@HOST@", { "p1", NULL, false }, NULL },
};

static const struct {
    const char *line, *words[6];
} lines[] = {
    { "", { NULL } },
    { "   ", { NULL } },
    { "go  env GOAUTH ", { "go", "env", "GOAUTH" } },
    { "git x ''", { "git", "x", "" } },
    { "a 'b c'd e", { "a", "b cd", "e" } },
    { "GOAUTH='netrc; x y'", { "GOAUTH=netrc; x y" } },
    { "'' a", { "", "a" } },
};
/* clang-format on */

START_TEST(a_template_is_filled_in_exactly)
{
    auto_secret out = SECRET_MAX(1024);
    bool done = template_expand(cases[_i].template, &cases[_i].values, &out);

    ck_assert(done == (cases[_i].text != NULL));
    if (done)
        ck_assert_str_eq(secret_bytes(&out), cases[_i].text);
}
END_TEST

START_TEST(a_line_is_cut_as_a_shell_does)
{
    char *words[TEMPLATE_WORDS_MAX];
    char *line = strdup(lines[_i].line);
    size_t n = 0;

    ck_assert(template_split(line, words));
    for (; lines[_i].words[n]; n++) {
        ck_assert_ptr_nonnull(words[n]);
        ck_assert_str_eq(words[n], lines[_i].words[n]);
    }
    ck_assert_ptr_null(words[n]);
    free(line);
}
END_TEST

START_TEST(a_line_of_too_many_words_is_refused)
{
    char *words[TEMPLATE_WORDS_MAX];
    char most[] = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15";
    char more[] = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16";

    ck_assert(template_split(most, words));
    ck_assert_ptr_null(words[15]);
    ck_assert(!template_split(more, words));
}
END_TEST

static void fill(TCase *tc)
{
    add_cases(tc, a_template_is_filled_in_exactly, cases);
    add_cases(tc, a_line_is_cut_as_a_shell_does, lines);
    tcase_add_test(tc, a_line_of_too_many_words_is_refused);
}

int main(void)
{
    return run_suite("template", fill);
}
