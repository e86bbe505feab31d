/* SPDX-License-Identifier: MIT */
/*
 * check_ledger.c - the ledger's file: private, whole lines, rotated, and never
 * anybody's failure.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "helper/ledger.h"
#include "helper/token.h"
#include "tests/unit/fixture-flight.h"
#include "tests/unit/suite.h"

#define FOLDER "state/walr-cred"
#define FILE_  FOLDER "/ledger"

#define LINE_LEN   41 /* bytes of made() */
#define LINES_FULL (LEDGER_FILE_MAX / LINE_LEN)

static struct ledger_entry made(void)
{
    struct ledger_entry entry = { .time_s = 1764041568,
                                  .profile = "default",
                                  .program = "bash" };

    return entry;
}

static void write_one(void)
{
    struct ledger_entry entry = made();

    ledger_write(&entry);
}

static int mode_of(const char *name)
{
    struct stat st;

    ck_assert_int_eq(stat(folder_file(base, name), &st), 0);
    return (int)(st.st_mode & 0777);
}

static off_t size_of(const char *name)
{
    struct stat st;

    return stat(folder_file(base, name), &st) == 0 ? st.st_size : -1;
}

/* What ledger_read() gives; the lines in it that can be read. */
static size_t count_good(size_t *ret_all)
{
    auto_secret text = SECRET_MAX(LEDGER_TEXT_MAX);
    struct ledger_entry entry;
    size_t good = 0;
    char *line, *save = NULL;

    *ret_all = 0;
    ck_assert_msg(ledger_read(&text, &err) == WC_OK, "%s", err.text);
    for (line = text.bytes ? strtok_r(text.bytes, "\n", &save) : NULL; line;
         line = strtok_r(NULL, "\n", &save)) {
        (*ret_all)++;
        good += ledger_line_parse(line, &entry);
    }
    return good;
}

static void assert_lines(size_t good, size_t all)
{
    size_t seen;

    ck_assert_uint_eq(count_good(&seen), good);
    ck_assert_uint_eq(seen, all);
}

/* FS-2, FS-5 */
START_TEST(folder_and_file_are_private_whatever_the_umask)
{
    (void)umask(_i ? 0777 : 0);
    write_one();
    ck_assert_int_eq(mode_of("state"), 0700);
    ck_assert_int_eq(mode_of(FOLDER), 0700);
    ck_assert_int_eq(mode_of(FILE_), 0600);
    assert_lines(1, 1);
}
END_TEST

START_TEST(without_the_variable_it_is_below_home)
{
    ck_assert_int_eq(mkdir(folder_file(base, "home"), 0755), 0);
    ck_assert_int_eq(setenv("HOME", folder_file(base, "home"), 1), 0);
    if (_i)
        ck_assert_int_eq(setenv("XDG_STATE_HOME", "relative", 1), 0);
    else
        ck_assert_int_eq(unsetenv("XDG_STATE_HOME"), 0);
    write_one();
    ck_assert_int_eq(mode_of("home/.local/state/walr-cred/ledger"), 0600);
    ck_assert_int_eq(mode_of("home/.local"), 0700);
    assert_lines(1, 1);
}
END_TEST

/* A home that is not there is not made, as root could. */
START_TEST(without_a_home_there_is_no_ledger)
{
    auto_secret text = SECRET_MAX(LEDGER_TEXT_MAX);

    ck_assert_int_eq(unsetenv("XDG_STATE_HOME"), 0);
    ck_assert_int_eq(setenv("HOME", folder_file(base, "absent/home"), 1), 0);
    write_one();
    ck_assert_int_eq(size_of("absent"), -1);
    ck_assert_int_eq(unsetenv("HOME"), 0);
    write_one();
    ck_assert_int_eq(ledger_read(&text, &err), WC_USAGE);
}
END_TEST

static void make_fifo(void)
{
    ck_assert_int_eq(mkfifo(folder_file(base, FILE_), 0600), 0);
}

static void make_link(void)
{
    folder_write(base, "target", "", 0, 0600);
    ck_assert_int_eq(
        symlink(folder_file(base, "target"), folder_file(base, FILE_)), 0);
}

static void make_hard_link(void)
{
    folder_write(base, "target", "", 0, 0600);
    ck_assert_int_eq(
        link(folder_file(base, "target"), folder_file(base, FILE_)), 0);
}

static void make_readable(void)
{
    folder_write(base, FILE_, "", 0, 0644);
}

static void make_folder(void)
{
    ck_assert_int_eq(mkdir(folder_file(base, FILE_), 0700), 0);
}

static void make_loose(void)
{
    ck_assert_int_eq(chmod(folder_file(base, FOLDER), 0755), 0);
}

static void make_linked_folder(void)
{
    ck_assert_int_eq(
        rename(folder_file(base, FOLDER), folder_file(base, "elsewhere")), 0);
    ck_assert_int_eq(symlink("../elsewhere", folder_file(base, FOLDER)), 0);
}

static void (*const obstacles[])(void) = {
    make_fifo,   make_link,  make_hard_link,     make_readable,
    make_folder, make_loose, make_linked_folder,
};

/* FS-4: never followed, never blocked on, never anybody's failure. */
START_TEST(whatever_is_in_its_place_stays_and_is_told_only_by_log)
{
    auto_secret text = SECRET_MAX(LEDGER_TEXT_MAX);

    ck_assert_int_eq(mkdir(folder_file(base, "state"), 0700), 0);
    ck_assert_int_eq(mkdir(folder_file(base, FOLDER), 0700), 0);
    obstacles[_i]();
    assert_got(false, "");
    ck_assert_int_le(size_of("target"), 0);
    ck_assert_int_eq(size_of("elsewhere/ledger"), -1);
    ck_assert_int_eq(ledger_read(&text, &err), WC_USAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "no ledger is kept"));
}
END_TEST

/* clang-format off */
static const bool is_request[WC_CODE_MAX + 1] = {
    [WC_OK] = true, [WC_INTERNAL] = true, [WC_REFUSED] = true, [WC_UNREACHABLE] = true,
    [WC_RATE_LIMITED] = true, [WC_MALFORMED] = true, [WC_DEADLINE] = true, [WC_OUTPUT] = true,
};
/* clang-format on */

/* Without a secret nobody was asked: status 2 to 5. */
START_TEST(only_what_may_have_been_a_request_is_written)
{
    auto_answer none = ANSWER_INIT;
    struct ledger_entry entry;

    ledger_begin(&caller, "default", LEDGER_COLD, &entry);
    ledger_end(&caller, (enum wc_code)_i, &none, &entry);
    ledger_write(&entry);
    assert_lines(is_request[_i], is_request[_i]);
}
END_TEST

/* A keyring that fails when the secret is to be stored. */
START_TEST(so_is_what_failed_when_the_endpoint_had_been_asked)
{
    auto_answer none = ANSWER_INIT;
    struct ledger_entry entry;

    none.asked = true;
    ledger_begin(&caller, "default", LEDGER_LOGIN, &entry);
    ledger_end(&caller, (enum wc_code)_i, &none, &entry);
    ledger_write(&entry);
    assert_lines(_i != WC_USAGE, _i != WC_USAGE);
}
END_TEST

/* LCK-9 */
START_TEST(a_line_that_was_cut_off_damages_no_other)
{
    write_one();
    ck_assert_int_eq(truncate(folder_file(base, FILE_), size_of(FILE_) - 9), 0);
    write_one();
    assert_lines(1, 2);
}
END_TEST

/* LCK-9 */
START_TEST(a_limit_on_file_sizes_costs_the_line_only)
{
    struct rlimit limit;

    write_one();
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = LINE_LEN + 5;
    /* check(3) writes to a file, too: no assertion in between */
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
        return;
    write_one();
    limit.rlim_cur = limit.rlim_max;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert_int_eq(size_of(FILE_), LINE_LEN + 5);
    write_one();
    assert_lines(2, 3);
}
END_TEST

START_TEST(a_full_file_is_moved_aside_and_begun_anew)
{
    write_one();
    ck_assert_int_eq(size_of(FILE_), LINE_LEN);
    for (size_t i = 0; i < LINES_FULL + 1000; i++)
        write_one();
    ck_assert_int_le(size_of(FILE_), LEDGER_FILE_MAX);
    ck_assert_int_le(size_of(FILE_ ".1"), LEDGER_FILE_MAX);
    ck_assert_int_gt(size_of(FILE_ ".1"), LEDGER_FILE_MAX - 2 * LINE_LEN);
    ck_assert_int_eq(mode_of(FILE_ ".1"), 0600);
    assert_lines(LINES_FULL + 1001, LINES_FULL + 1001);
}
END_TEST

START_TEST(while_another_one_moves_it_the_line_goes_into_the_full_file)
{
    FILE *file;

    for (size_t i = 0; i < LINES_FULL; i++)
        write_one();
    file = fopen(folder_file(base, FILE_), "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(flock(fileno(file), LOCK_EX), 0);
    write_one();
    ck_assert_int_eq(size_of(FILE_ ".1"), -1);
    (void)fclose(file);
    write_one();
    ck_assert_int_eq(size_of(FILE_), LINE_LEN);
    assert_lines(LINES_FULL + 2, LINES_FULL + 2);
}
END_TEST

#define WRITERS 8

/* Twice as many lines as a file has room for, less one: one rotation, in the
   middle of it all, and nothing is lost. */
START_TEST(many_writers_lose_no_line_though_the_file_is_rotated)
{
    size_t each = (2 * LINES_FULL - 100) / WRITERS;
    int status;

    for (int i = 0; i < WRITERS; i++) {
        if (fork() == 0) {
            for (size_t n = 0; n < each; n++)
                write_one();
            _exit(0);
        }
    }
    while (wait(&status) > 0)
        ck_assert_int_eq(status, 0);
    assert_lines(each * WRITERS, each * WRITERS);
    ck_assert_int_gt(size_of(FILE_ ".1"), LEDGER_FILE_MAX / 2);
}
END_TEST

/* --- why a token is asked for -----------------------------------------------
 */

static enum ledger_why last_why(void)
{
    char *text = folder_read(base, FILE_);
    struct ledger_entry entry;
    char *line;

    ck_assert_uint_gt(strlen(text), 0);
    text[strlen(text) - 1] = '\0';
    line = strrchr(text, '\n');
    ck_assert(ledger_line_parse(line ? line + 1 : text, &entry));
    free(text);
    return entry.why;
}

START_TEST(the_ledger_knows_why)
{
    assert_got(false, "");
    ck_assert_int_eq(last_why(), LEDGER_COLD);
    assert_got(true, "");
    ck_assert_int_eq(last_why(), LEDGER_FORCED);
    put("old.token", 3601, 3600);
    assert_got(false, "");
    ck_assert_int_eq(last_why(), LEDGER_EXPIRED);
    put("late.token", 3400, 3600);
    profile.renew_at = 80;
    ck_assert_int_eq(flight_renew(&caller, &profile, &err), WC_OK);
    ck_assert_int_eq(last_why(), LEDGER_RENEWAL);
    assert_got(false, "");
    assert_lines(4, 4);
    assert_runs(4);
}
END_TEST

START_TEST(a_refused_token_is_a_reason_of_its_own)
{
    enum token_fate fate;

    assert_got(false, "");
    ck_assert_int_eq(token_reject(&profile, NULL, &fate, &err), WC_OK);
    ck_assert_int_eq(fate, TOKEN_DROPPED);
    assert_got(false, "");
    ck_assert_int_eq(last_why(), LEDGER_REJECTED);
}
END_TEST

/* Promise 3 */
START_TEST(what_comes_from_the_cache_is_not_in_it)
{
    put("cached.token", 0, 3600);
    assert_got(false, "");
    assert_lines(0, 0);
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, flight_setup, flight_teardown);
    tcase_add_loop_test(tc, folder_and_file_are_private_whatever_the_umask, 0,
                        2);
    tcase_add_loop_test(tc, without_the_variable_it_is_below_home, 0, 2);
    tcase_add_test(tc, without_a_home_there_is_no_ledger);
    add_cases(tc, whatever_is_in_its_place_stays_and_is_told_only_by_log,
              obstacles);
    add_cases(tc, only_what_may_have_been_a_request_is_written, is_request);
    add_cases(tc, so_is_what_failed_when_the_endpoint_had_been_asked,
              is_request);
    tcase_add_test(tc, a_line_that_was_cut_off_damages_no_other);
    tcase_add_test(tc, a_limit_on_file_sizes_costs_the_line_only);
    tcase_add_test(tc, a_full_file_is_moved_aside_and_begun_anew);
    tcase_add_test(tc,
                   while_another_one_moves_it_the_line_goes_into_the_full_file);
    tcase_add_test(tc, many_writers_lose_no_line_though_the_file_is_rotated);
    tcase_add_test(tc, the_ledger_knows_why);
    tcase_add_test(tc, a_refused_token_is_a_reason_of_its_own);
    tcase_add_test(tc, what_comes_from_the_cache_is_not_in_it);
}

int main(void)
{
    return run_suite("ledger", fill);
}
