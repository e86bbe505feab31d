/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/caller.h"
#include "tests/unit/suite.h"

static struct caller caller;

static void set_or_unset(const char *name, const char *value)
{
    if (value)
        ck_assert_int_eq(setenv(name, value, 1), 0);
    else
        ck_assert_int_eq(unsetenv(name), 0);
}

/* Put stderr on a terminal of ours. */
static void use_terminal(void)
{
    char name[64];
    int slave, master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);

    ck_assert_int_ge(master, 0);
    ck_assert_int_eq(grantpt(master), 0);
    ck_assert_int_eq(unlockpt(master), 0);
    ck_assert_int_eq(ptsname_r(master, name, sizeof(name)), 0);
    slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    ck_assert_int_ge(slave, 0);
    ck_assert_int_eq(dup2(slave, STDERR_FILENO), STDERR_FILENO);
}

static void use_no_terminal(void)
{
    int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

    ck_assert_int_eq(dup2(fd, STDERR_FILENO), STDERR_FILENO);
}

/* clang-format off */
static const struct {
    enum interactive word;
    bool terminal;
    const char *display, *wayland, *ssh;
    bool may_prompt;
} cases[] = {
    { INTERACTIVE_AUTO,   true,  ":0", NULL, NULL,     true  },
    { INTERACTIVE_AUTO,   true,  NULL, "w0", NULL,     true  },
    { INTERACTIVE_AUTO,   true,  ":0", "w0", "",       true  },
    { INTERACTIVE_AUTO,   false, ":0", NULL, NULL,     false },
    { INTERACTIVE_AUTO,   true,  NULL, NULL, NULL,     false },
    { INTERACTIVE_AUTO,   true,  "",   "",   NULL,     false },
    { INTERACTIVE_AUTO,   true,  ":0", "w0", "1.2 22", false },
    { INTERACTIVE_ALWAYS, false, NULL, NULL, "1.2 22", true  },
    { INTERACTIVE_NEVER,  true,  ":0", "w0", NULL,     false },
};
/* clang-format on */

/* KR-3 */
START_TEST(a_prompt_is_permitted_where_a_person_can_see_it)
{
    set_or_unset("DISPLAY", cases[_i].display);
    set_or_unset("WAYLAND_DISPLAY", cases[_i].wayland);
    set_or_unset("SSH_CONNECTION", cases[_i].ssh);
    if (cases[_i].terminal)
        use_terminal();
    else
        use_no_terminal();
    caller.may_prompt = !cases[_i].may_prompt;
    caller_set_interactive(&caller, cases[_i].word);
    ck_assert_int_eq(caller.may_prompt, cases[_i].may_prompt);
}
END_TEST

START_TEST(time_runs_out_and_does_not_go_below_zero)
{
    caller_start(&caller, 9000);
    ck_assert_int_gt(caller_left_ms(&caller), 8000);
    ck_assert_int_le(caller_left_ms(&caller), 9000);
    caller_start(&caller, 0);
    ck_assert_int_eq(caller_left_ms(&caller), 0);
    caller.deadline_ms -= 1000;
    ck_assert_int_eq(caller_left_ms(&caller), 0);
}
END_TEST

/* clang-format off */
static const struct {
    int64_t ms;
    const char *text;
} limits[] = {
    { 9000,   "no token within 9 s: why" },
    { 1500,   "no token within 1.5 s: why" },
    { 300,    "no token within 0.3 s: why" },
    { 300000, "no token within 300 s: why" },
};
/* clang-format on */

/* ERR-2 */
START_TEST(the_line_of_a_deadline_says_how_long_was_allowed)
{
    struct wc_error err = { 0 };

    caller_start(&caller, limits[_i].ms);
    ck_assert_int_eq(caller_timed_out(&caller, "why", &err), WC_DEADLINE);
    ck_assert_str_eq(err.text, limits[_i].text);
}
END_TEST

/* IN-3, ERR-2 */
START_TEST(a_note_is_one_clean_line_and_only_for_verbose)
{
    char text[128] = "";
    int fds[2];

    ck_assert_int_eq(pipe2(fds, O_CLOEXEC | O_NONBLOCK), 0);
    ck_assert_int_eq(dup2(fds[1], STDERR_FILENO), STDERR_FILENO);
    caller_note(&caller, "not seen");
    ck_assert_int_eq(read(fds[0], text, sizeof(text)), -1);
    caller.verbose = true;
    caller_note(&caller, "profile %s: %d", "a\033[2J\nb", 7);
    ck_assert_int_gt(read(fds[0], text, sizeof(text) - 1), 0);
    ck_assert_str_eq(text, "walr-cred: profile a?[2J?b: 7\n");
}
END_TEST

static void fill(TCase *tc)
{
    add_cases(tc, a_prompt_is_permitted_where_a_person_can_see_it, cases);
    tcase_add_test(tc, time_runs_out_and_does_not_go_below_zero);
    add_cases(tc, the_line_of_a_deadline_says_how_long_was_allowed, limits);
    tcase_add_test(tc, a_note_is_one_clean_line_and_only_for_verbose);
}

int main(void)
{
    return run_suite("caller", fill);
}
