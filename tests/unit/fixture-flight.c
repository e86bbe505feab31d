/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/unit/fixture-flight.h"

#include <check.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/clock.h"
#include "helper/lock.h"
#include "tests/unit/fake.h"

char base[FOLDER_PATH_MAX];
static char log_path[FOLDER_PATH_MAX * 2];
struct caller caller;
struct profile profile;
struct record record = RECORD_INIT;
struct wc_error err;

void set(enum setting setting, const char *text)
{
    profile.values[setting].text = text;
    profile.values[setting].origin = ORIGIN_OPTION;
}

void flight_setup(void)
{
    folder_make(base);
    ck_assert_int_eq(setenv("XDG_RUNTIME_DIR", base, 1), 0);
    ck_assert_int_eq(setenv("XDG_STATE_HOME", folder_file(base, "state"), 1),
                     0);
    (void)snprintf(log_path, sizeof(log_path), "%s", folder_file(base, "log"));
    caller = (struct caller){ .worker = fake_worker_path() };
    caller_start(&caller, 20000);
    profile = (struct profile)PROFILE_INIT;
    profile.name = "default";
    profile.renew_at = 80;
    set(SETTING_TOKEN_URL, log_path);
    set(SETTING_CLIENT_ID, "record");
    set(SETTING_REQUEST, "json");
    set(SETTING_CLIENT_AUTH, "post");
    memset(&err, 0, sizeof(err));
}

void flight_teardown(void)
{
    record_clear(&record);
    folder_remove(base);
}

enum wc_code get(bool refresh)
{
    return flight_get(&caller, &profile, 30, refresh, &record, &err);
}

void assert_got(bool refresh, const char *warning)
{
    ck_assert_msg(get(refresh) == WC_OK, "%s", err.text);
    ck_assert_msg(strstr(caller.warning.text, warning) != NULL &&
                      (warning[0] || !caller.warning.text[0]),
                  "'%s' has no '%s'", caller.warning.text, warning);
}

/* A line each. */
void assert_runs(int expected)
{
    char *log = folder_read(base, "log");
    int runs = 0;

    for (const char *at = log; (at = strchr(at, '\n')) != NULL; at++)
        runs++;
    free(log);
    ck_assert_int_eq(runs, expected);
}

void open_cache(struct cache *ret_cache)
{
    struct request request = { 0 };

    profile_request(&profile, REQUEST_OBTAIN, &request);
    ck_assert_int_eq(cache_open(NULL, &request, true, ret_cache, &err), WC_OK);
    ck_assert_int_ge(ret_cache->folder, 0);
}

void put(const char *token, int64_t age_s, int64_t lifetime_s)
{
    auto_cache cache = CACHE_INIT;
    auto_record old = RECORD_INIT;

    open_cache(&cache);
    clock_now(&old.obtained);
    old.obtained.wall_s -= age_s;
    old.obtained.boot_ms -= age_s * 1000;
    /* the machine may have been up for less: the wall clock alone says it */
    if (old.obtained.boot_ms < 1)
        old.obtained.boot_ms = 1;
    old.lifetime_s = lifetime_s;
    ck_assert(secret_add_text(&old.token, token));
    ck_assert(cache_store(&cache, &old, &err));
}

int held = -1;

void hold_lock(void)
{
    auto_cache cache = CACHE_INIT;

    open_cache(&cache);
    ck_assert_int_eq(lock_take(&cache, 0, &held), LOCK_HELD);
}

void free_lock(void)
{
    (void)close(held);
    held = -1;
}

void assert_lock_is_free(void)
{
    hold_lock();
    free_lock();
}

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

void await_waiters(int n)
{
    struct stat st;

    ck_assert_int_eq(fstat(held, &st), 0);
    while (count_waiters(st.st_ino) < n)
        (void)poll(NULL, 0, 2);
}
