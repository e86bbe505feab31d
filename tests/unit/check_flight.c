/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/clock.h"
#include "helper/cache.h"
#include "helper/flight.h"
#include "helper/lock.h"
#include "tests/unit/fake.h"
#include "tests/unit/folder.h"
#include "tests/unit/suite.h"

#define CALLERS_MAX 1000 /* of LCK-1 */
#define CALLERS     200  /* unless WALR_TEST_CALLERS says otherwise */

static char base[FOLDER_PATH_MAX];
static char log_path[FOLDER_PATH_MAX * 2];
static struct caller caller;
static struct profile profile;
static struct record record = RECORD_INIT;
static struct wc_error err;
static pid_t children[CALLERS_MAX];

static void set(enum setting setting, const char *text)
{
    profile.values[setting].text = text;
    profile.values[setting].origin = ORIGIN_OPTION;
}

static void setup(void)
{
    folder_make(base);
    ck_assert_int_eq(setenv("XDG_RUNTIME_DIR", base, 1), 0);
    (void)snprintf(log_path, sizeof(log_path), "%s", folder_file(base, "log"));
    caller = (struct caller){ .worker = fake_worker_path() };
    caller_start(&caller, 20000);
    profile = (struct profile)PROFILE_INIT;
    profile.name = "default";
    set(SETTING_TOKEN_URL, log_path);
    set(SETTING_CLIENT_ID, "record");
    memset(&err, 0, sizeof(err));
}

static void teardown(void)
{
    record_clear(&record);
    folder_remove(base);
}

static enum wc_code get(bool refresh)
{
    return flight_get(&caller, &profile, 30, refresh, &record, &err);
}

static void assert_got(bool refresh, const char *warning)
{
    ck_assert_msg(get(refresh) == WC_OK, "%s", err.text);
    ck_assert_msg(strstr(caller.warning.text, warning) != NULL &&
                      (warning[0] || !caller.warning.text[0]),
                  "'%s' has no '%s'", caller.warning.text, warning);
}

/* How often a worker ran: a line each. */
static void assert_runs(int expected)
{
    char *log = folder_read(base, "log");
    int runs = 0;

    for (const char *at = log; (at = strchr(at, '\n')) != NULL; at++)
        runs++;
    free(log);
    ck_assert_int_eq(runs, expected);
}

static void open_cache(struct cache *ret_cache)
{
    struct request request = { 0 };

    profile_request(&profile, REQUEST_OBTAIN, &request);
    ck_assert_int_eq(cache_open(NULL, &request, true, ret_cache, &err), WC_OK);
    ck_assert_int_ge(ret_cache->folder, 0);
}

/* Put a record into the cache that was obtained AGE_S ago. */
static void put(const char *token, int64_t age_s, int64_t lifetime_s)
{
    auto_cache cache = CACHE_INIT;
    auto_record old = RECORD_INIT;

    open_cache(&cache);
    clock_now(&old.obtained);
    old.obtained.wall_s -= age_s;
    old.obtained.boot_ms -= age_s * 1000;
    old.lifetime_s = lifetime_s;
    ck_assert(secret_add_text(&old.token, token));
    ck_assert(cache_store(&cache, &old, &err));
}

/* The profile's lock; callers started meanwhile must not inherit it. */
static int held = -1;

static void hold_lock(void)
{
    auto_cache cache = CACHE_INIT;

    open_cache(&cache);
    ck_assert_int_eq(lock_take(&cache, 0, &held), LOCK_HELD);
}

static void free_lock(void)
{
    (void)close(held);
    held = -1;
}

static void assert_lock_is_free(void)
{
    hold_lock();
    free_lock();
}

/* Promise 3 */
START_TEST(a_token_is_asked_for_once_and_then_cached)
{
    auto_secret first = SECRET_MAX(TOKEN_MAX);

    assert_got(false, "");
    secret_move(&first, &record.token);
    assert_got(false, "");
    ck_assert_str_eq(secret_bytes(&record.token), secret_bytes(&first));
    assert_runs(1);
    assert_lock_is_free();
}
END_TEST

/* clang-format off */
static const struct {
    const char *what;
    int64_t age_s, lifetime_s; /* of the record in the cache */
    bool served;               /* to one who wants 30 s of it */
} ages[] = {
    { "new",                            0,    3600, true  },
    { "31 s left",                      3568, 3600, true  },
    { "29 s left",                      3571, 3600, false },
    { "over",                           3601, 3600, false },
    { "short, more than a tenth left",  80,   100,  true  },
    { "short, less than a tenth left",  91,   100,  false },
    { "from the future",                -60,  3600, false },
};
/* clang-format on */

/* CLK-1, CLK-2, CLK-3 */
START_TEST(a_cached_record_is_served_while_it_is_fresh)
{
    put("cached.token", ages[_i].age_s, ages[_i].lifetime_s);
    assert_got(false, "");
    ck_assert_msg((strcmp(secret_bytes(&record.token), "cached.token") == 0) ==
                      ages[_i].served,
                  "%s", ages[_i].what);
    assert_runs(ages[_i].served ? 0 : 1);
}
END_TEST

/* RSP-4: lifetime 0 is for once. */
START_TEST(a_record_without_a_lifetime_is_given_and_not_kept)
{
    auto_record none = RECORD_INIT;
    auto_cache cache = CACHE_INIT;

    set(SETTING_CLIENT_ID, "record:0");
    assert_got(false, "");
    ck_assert_int_eq(record.lifetime_s, 0);
    open_cache(&cache);
    ck_assert(!cache_load(&cache, &none));
    assert_got(false, "");
    assert_runs(2);
}
END_TEST

/* CLK-3: there is nothing better than what was just obtained. */
START_TEST(a_record_shorter_than_the_wish_is_given)
{
    set(SETTING_CLIENT_ID, "record:1");
    ck_assert_int_eq(flight_get(&caller, &profile, 300, false, &record, &err),
                     WC_OK);
    ck_assert_int_eq(record.lifetime_s, 1);
    assert_runs(1);
}
END_TEST

START_TEST(refresh_passes_by_a_fresh_record_and_replaces_it)
{
    put("cached.token", 0, 3600);
    assert_got(true, "");
    ck_assert_str_ne(secret_bytes(&record.token), "cached.token");
    assert_runs(1);
    assert_got(false, "");
    ck_assert_str_ne(secret_bytes(&record.token), "cached.token");
    assert_runs(1);
}
END_TEST

/* Start N callers that write their token, or their error, into a pipe. */
static int start_callers(int n, bool refresh)
{
    int fds[2];

    ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
    for (int i = 0; i < n; i++) {
        children[i] = fork();
        ck_assert_int_ge(children[i], 0);
        if (children[i] == 0) {
            char line[64] = "";

            if (held >= 0)
                (void)close(held);
            caller_start(&caller, 20000);
            (void)snprintf(line, sizeof(line), "%.60s\n",
                           get(refresh) == WC_OK ? record.token.bytes
                                                 : err.text);
            _exit(write(fds[1], line, strlen(line)) < 0);
        }
    }
    (void)close(fds[1]);
    return fds[0];
}

/* All N end well and have the same token. */
static void assert_all_equal(int fd, int n)
{
    FILE *lines = fdopen(fd, "r");
    char first[64] = "", line[64];
    int got = 0;

    ck_assert_ptr_nonnull(lines);
    while (fgets(line, sizeof(line), lines)) {
        if (got++ == 0)
            memcpy(first, line, sizeof(first));
        ck_assert_str_eq(line, first);
    }
    (void)fclose(lines);
    ck_assert_int_eq(got, n);
    ck_assert_int_eq(strncmp(first, "token-", 6), 0);
    for (int i = 0; i < n; i++) {
        int status = -1;

        ck_assert_int_eq(waitpid(children[i], &status, 0), children[i]);
        ck_assert_int_eq(status, 0);
    }
}

/* LCK-1, T29 */
START_TEST(any_number_of_cold_callers_make_one_request)
{
    const char *wanted = getenv("WALR_TEST_CALLERS");
    int n = wanted ? (int)strtol(wanted, NULL, 10) : CALLERS;

    ck_assert_int_le(n, CALLERS_MAX);
    assert_all_equal(start_callers(n, false), n);
    assert_runs(1);
}
END_TEST

/* How many processes wait for a flock of INODE. */
static int count_waiters(ino_t inode)
{
    FILE *locks = fopen("/proc/locks", "re");
    char line[256], tail[32];
    int waiters = 0;

    ck_assert_ptr_nonnull(locks);
    (void)snprintf(tail, sizeof(tail), ":%lu 0 EOF", (unsigned long)inode);
    while (fgets(line, sizeof(line), locks))
        waiters += strstr(line, "-> FLOCK") && strstr(line, tail);
    (void)fclose(locks);
    return waiters;
}

/* OPS-3: both saw the same 401; the second takes what the first obtained. */
START_TEST(refreshers_that_began_together_make_one_request)
{
    struct stat st;
    int fd;

    put("rejected.token", 0, 3600);
    hold_lock();
    ck_assert_int_eq(fstat(held, &st), 0);
    fd = start_callers(5, true);
    while (count_waiters(st.st_ino) < 5)
        (void)poll(NULL, 0, 2);
    free_lock();
    assert_all_equal(fd, 5);
    assert_runs(1);
}
END_TEST

/* LCK-6 */
START_TEST(a_lock_that_is_held_all_the_time_is_a_deadline_and_no_request)
{
    hold_lock();
    caller_start(&caller, 300);
    ck_assert_int_eq(get(false), WC_DEADLINE);
    ck_assert_msg(strstr(err.text, "another walr-cred") != NULL, "%s",
                  err.text);
    ck_assert_int_eq(strncmp(err.text, "no token within 0.3 s: ", 23), 0);
    assert_runs(0);
    free_lock();
}
END_TEST

/* LCK-6, PRC-9: who has a fresh token needs no lock. */
START_TEST(a_held_lock_delays_nobody_who_has_a_fresh_record)
{
    hold_lock();
    put("cached.token", 0, 3600);
    caller_start(&caller, 0);
    assert_got(false, "");
    ck_assert_str_eq(secret_bytes(&record.token), "cached.token");
    free_lock();
}
END_TEST

/* FS-3 */
START_TEST(without_a_folder_a_token_is_given_with_a_warning)
{
    set(SETTING_CACHE_DIR, folder_file(base, "absent"));
    assert_got(false, "not cached: ");
    assert_got(false, "absent': No such file or directory");
    assert_runs(2);
}
END_TEST

/* LCK-9 */
START_TEST(a_record_that_cannot_be_stored_is_given_with_a_warning)
{
    auto_cache cache = CACHE_INIT;

    open_cache(&cache);
    ck_assert_int_eq(mkdirat(cache.folder, cache.record, 0700), 0);
    assert_got(false, "not cached: cannot replace");
    assert_runs(1);
}
END_TEST

/* LCK-9 */
START_TEST(a_lock_that_cannot_be_made_does_not_stop_us)
{
    auto_cache cache = CACHE_INIT;

    open_cache(&cache);
    ck_assert_int_eq(mkdirat(cache.folder, "default.lock", 0700), 0);
    assert_got(false, "cannot be locked");
    memset(&caller.warning, 0, sizeof(caller.warning));
    assert_got(false, "");
    assert_runs(1);
}
END_TEST

/* ERR-1 */
START_TEST(a_failure_is_passed_on_and_nothing_is_cached)
{
    set(SETTING_CLIENT_ID, "failure:6");
    ck_assert_int_eq(get(false), WC_REFUSED);
    ck_assert_str_eq(err.text, "the endpoint said no: ask a person");
    ck_assert_ptr_null(record.token.bytes);
    assert_lock_is_free();
    memset(&err, 0, sizeof(err));
    ck_assert_int_eq(get(false), WC_REFUSED);
    assert_runs(2);
}
END_TEST

START_TEST(done_is_no_token)
{
    set(SETTING_CLIENT_ID, "done");
    ck_assert_int_eq(get(false), WC_INTERNAL);
    ck_assert_msg(strstr(err.text, "no token") != NULL, "%s", err.text);
}
END_TEST

/* KR-8: login stores what it verified with. */
START_TEST(replacing_drops_the_profiles_records_and_stores_one)
{
    auto_record fresh = RECORD_INIT;

    put("of.another.client", 0, 3600);
    set(SETTING_CLIENT_ID, "record:60");
    put("old.token", 0, 3600);
    clock_now(&fresh.obtained);
    fresh.lifetime_s = 3600;
    ck_assert(secret_add_text(&fresh.token, "new.token"));
    ck_assert_int_eq(flight_replace(&caller, &profile, &fresh, &err), WC_OK);
    ck_assert_str_eq(caller.warning.text, "");
    assert_got(false, "");
    ck_assert_str_eq(secret_bytes(&record.token), "new.token");
    set(SETTING_CLIENT_ID, "record");
    assert_got(false, "");
    ck_assert_str_ne(secret_bytes(&record.token), "of.another.client");
    assert_runs(1);
}
END_TEST

/* OPS-7 */
START_TEST(replacing_by_nothing_leaves_no_record)
{
    char *list;

    put("old.token", 0, 3600);
    assert_lock_is_free();
    ck_assert_int_eq(flight_replace(&caller, &profile, NULL, &err), WC_OK);
    list = folder_list(folder_file(base, "walr-cred"));
    ck_assert_str_eq(list, "default.lock ");
    free(list);
}
END_TEST

/* A stopped holder cannot keep a logout from happening. */
START_TEST(replacing_does_not_wait_beyond_the_deadline)
{
    auto_cache cache = CACHE_INIT;

    hold_lock();
    put("old.token", 0, 3600);
    caller_start(&caller, 200);
    ck_assert_int_eq(flight_replace(&caller, &profile, NULL, &err), WC_OK);
    open_cache(&cache);
    ck_assert(!cache_load(&cache, &record));
    free_lock();
}
END_TEST

static void fill(TCase *tc)
{
    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_token_is_asked_for_once_and_then_cached);
    add_cases(tc, a_cached_record_is_served_while_it_is_fresh, ages);
    tcase_add_test(tc, a_record_without_a_lifetime_is_given_and_not_kept);
    tcase_add_test(tc, a_record_shorter_than_the_wish_is_given);
    tcase_add_test(tc, refresh_passes_by_a_fresh_record_and_replaces_it);
    tcase_add_test(tc, any_number_of_cold_callers_make_one_request);
    tcase_add_test(tc, refreshers_that_began_together_make_one_request);
    tcase_add_test(
        tc, a_lock_that_is_held_all_the_time_is_a_deadline_and_no_request);
    tcase_add_test(tc, a_held_lock_delays_nobody_who_has_a_fresh_record);
    tcase_add_test(tc, without_a_folder_a_token_is_given_with_a_warning);
    tcase_add_test(tc, a_record_that_cannot_be_stored_is_given_with_a_warning);
    tcase_add_test(tc, a_lock_that_cannot_be_made_does_not_stop_us);
    tcase_add_test(tc, a_failure_is_passed_on_and_nothing_is_cached);
    tcase_add_test(tc, done_is_no_token);
    tcase_add_test(tc, replacing_drops_the_profiles_records_and_stores_one);
    tcase_add_test(tc, replacing_by_nothing_leaves_no_record);
    tcase_add_test(tc, replacing_does_not_wait_beyond_the_deadline);
}

int main(void)
{
    return run_suite("flight", fill);
}
