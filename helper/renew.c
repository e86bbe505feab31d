/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/renew.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/hash.h"
#include "common/lines.h"
#include "common/number.h"
#include "helper/ledger.h"

#define HEAD        "walr-cred-renewal=1\n"
#define TEXT_MAX    1024
#define TIME_MAX    (INT64_MAX / 4)
#define SPACE_S     5   /* between the first two tries */
#define SPACE_MAX_S 300 /* and at most */
#define TRIES_MAX   30

/* The last try, as the file says. */
struct attempt {
    int64_t of_ms; /* obtained.boot_ms of the record it was to replace */
    int64_t started_ms;
    int64_t tries;
};

int64_t renew_in_s(const struct record *record, int64_t at,
                   const struct moment *now)
{
    int64_t life = record->lifetime_s;
    int64_t left = record_remaining_s(record, now);
    int64_t age = life - left;
    uint64_t spread =
        hash_bytes(&record->obtained.boot_ms, sizeof(record->obtained.boot_ms));
    int64_t due =
        life * at / 100 + (int64_t)(spread % (uint64_t)(life / 20 + 1));

    if (at == 0 || record_is_last(record, now))
        return left;
    return due > age ? due - age : 0;
}

bool renew_is_due(const struct record *record, int64_t at,
                  const struct moment *now)
{
    return at != 0 && record->lifetime_s >= RENEW_LIFETIME_MIN_S &&
           !record_is_last(record, now) && renew_in_s(record, at, now) == 0;
}

static bool take_number(struct lines *lines, const char *key, int64_t *ret)
{
    const char *value = lines_take(lines, key);

    return value && number_parse(value, 0, TIME_MAX, ret);
}

static bool load_attempt(const struct cache *cache, struct attempt *ret)
{
    auto_secret text = SECRET_MAX(TEXT_MAX);
    struct attempt attempt;
    struct lines lines;

    if (!cache_read_file(cache, cache->renewal, &text) ||
        text.len <= strlen(HEAD) ||
        memcmp(text.bytes, HEAD, strlen(HEAD)) != 0 ||
        !lines_open(&lines, text.bytes + strlen(HEAD),
                    text.len - strlen(HEAD)) ||
        !take_number(&lines, "of", &attempt.of_ms) ||
        !take_number(&lines, "started", &attempt.started_ms) ||
        !take_number(&lines, "tries", &attempt.tries) || lines_next(&lines))
        return false;
    *ret = attempt;
    return true;
}

static bool store_attempt(const struct cache *cache,
                          const struct attempt *attempt)
{
    auto_secret text = SECRET_MAX(TEXT_MAX);
    struct wc_error ignored = { 0 };

    return secret_add_text(&text, HEAD) &&
           lines_put_number(&text, "of", attempt->of_ms) &&
           lines_put_number(&text, "started", attempt->started_ms) &&
           lines_put_number(&text, "tries", attempt->tries) &&
           cache_write_file(cache, cache->renewal, &text, &ignored);
}

/* Whether the next try may start at NOW; *attempt becomes that try. */
static bool is_spaced(struct attempt *attempt, const struct record *record,
                      const struct moment *now)
{
    int64_t space_s = number_doubled(SPACE_S, attempt->tries, SPACE_MAX_S);
    bool same = attempt->of_ms == record->obtained.boot_ms;

    if (same && now->boot_ms >= attempt->started_ms &&
        now->boot_ms - attempt->started_ms < space_s * 1000)
        return false;
    if (!same)
        attempt->tries = 1;
    else if (attempt->tries < TRIES_MAX)
        attempt->tries++;
    attempt->of_ms = record->obtained.boot_ms;
    attempt->started_ms = now->boot_ms;
    return true;
}

static int set_descriptors(posix_spawn_file_actions_t *actions)
{
    int error = 0;

    for (int fd = 0; !error && fd <= STDERR_FILENO; fd++)
        error = posix_spawn_file_actions_addopen(actions, fd, "/dev/null",
                                                 O_RDWR, 0);
    if (!error)
        error = posix_spawn_file_actions_addclosefrom_np(actions,
                                                         STDERR_FILENO + 1);
    if (!error)
        error = posix_spawn_file_actions_addchdir_np(actions, "/");
    return error;
}

static int set_session(posix_spawnattr_t *attributes)
{
    sigset_t all, none;
    int error;

    (void)sigfillset(&all);
    (void)sigemptyset(&none);
    error = posix_spawnattr_setsigdefault(attributes, &all);
    if (!error)
        error = posix_spawnattr_setsigmask(attributes, &none);
    if (!error)
        error = posix_spawnattr_setflags(
            attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK |
                            POSIX_SPAWN_SETSID);
    return error;
}

static void spawn(const char *program, char *const *argv)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    pid_t pid;

    if (posix_spawn_file_actions_init(&actions) != 0)
        return;
    if (posix_spawnattr_init(&attributes) == 0) {
        if (set_descriptors(&actions) == 0 && set_session(&attributes) == 0)
            (void)posix_spawn(&pid, program, &actions, &attributes, argv,
                              environ);
        (void)posix_spawnattr_destroy(&attributes);
    }
    (void)posix_spawn_file_actions_destroy(&actions);
}

/* Start it for PROFILE; the ledger says for whom. */
static void start(const struct caller *caller, const char *profile)
{
    static char name[] = "walr-cred", command[] = RENEW_COMMAND,
                option[] = "--profile", end[] = "--";
    struct ledger_entry entry;
    char *argv[] = { name, command,       option,         entry.profile,
                     end,  entry.program, entry.protocol, NULL };

    ledger_begin(caller, profile, LEDGER_RENEWAL, &entry);
    spawn(caller->program, argv);
}

void renew_start(const struct caller *caller, const struct cache *cache,
                 const struct record *record, const struct moment *now)
{
    struct attempt attempt = { .tries = 0 };

    if (!caller->program)
        return;
    if (!load_attempt(cache, &attempt))
        attempt = (struct attempt){ .tries = 0 };
    /* Written before it starts: one that crashes is not started in a loop. */
    if (is_spaced(&attempt, record, now) && store_attempt(cache, &attempt)) {
        start(caller, cache->profile);
        /* Before it, RECORD was read and not yet printed (MEM-3). */
        secret_wipe_stack();
    }
}
