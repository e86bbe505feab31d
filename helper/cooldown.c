/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/cooldown.h"

#include <string.h>

#include "common/answer.h"
#include "common/hash.h"
#include "common/lines.h"
#include "common/number.h"

#define HEAD      "walr-cred-cooldown"
#define FORM      "2"
#define TEXT_MAX  2048
#define TIME_MAX  (INT64_MAX / 4)
#define TRIES_MAX 30

/* A failure counts as the next one for so many waits. */
#define IN_A_ROW_FOR 4

bool cooldown_is_for(enum wc_code code)
{
    return code == WC_REFUSED || code == WC_UNREACHABLE ||
           code == WC_RATE_LIMITED || code == WC_MALFORMED;
}

/* What tells ASKED from other questions, and does not repeat it: a proxy's URL
   may hold a password (NET-5). */
static const char *hash_asked(const char *asked, char text[static HASH_TEXT])
{
    return hash_format(hash_bytes(asked, strlen(asked)), text);
}

static bool write_text(const struct cooldown *cooldown, const char *asked,
                       struct secret *out)
{
    char hash[HASH_TEXT];

    return lines_put(out, HEAD, FORM) &&
           lines_put(out, "asked", hash_asked(asked, hash)) &&
           lines_put_number(out, "failed-at", cooldown->failed.wall_s) &&
           lines_put_number(out, "failed-boot-ms", cooldown->failed.boot_ms) &&
           lines_put(out, "boot-id", cooldown->failed.boot_id) &&
           lines_put_number(out, "wait", cooldown->wait_s) &&
           lines_put_number(out, "tries", cooldown->tries) &&
           lines_put_number(out, "code", cooldown->error.code) &&
           lines_put(out, "message", cooldown->error.text);
}

static bool take_word(struct lines *lines, const char *key, const char *word)
{
    const char *value = lines_take(lines, key);

    return value && strcmp(value, word) == 0;
}

static bool take_number(struct lines *lines, const char *key, int64_t min,
                        int64_t max, int64_t *ret)
{
    const char *value = lines_take(lines, key);

    return value && number_parse(value, min, max, ret);
}

static bool take_boot_id(struct lines *lines, struct moment *ret)
{
    const char *value = lines_take(lines, "boot-id");

    if (!value || strlen(value) >= sizeof(ret->boot_id))
        return false;
    (void)memcpy(ret->boot_id, value, strlen(value) + 1);
    return true;
}

static bool parse_lines(struct lines *lines, struct cooldown *ret)
{
    const char *message;
    int64_t code;

    if (!take_number(lines, "failed-at", 0, TIME_MAX, &ret->failed.wall_s) ||
        !take_number(lines, "failed-boot-ms", 0, TIME_MAX,
                     &ret->failed.boot_ms) ||
        !take_boot_id(lines, &ret->failed) ||
        !take_number(lines, "wait", 1, ANSWER_RETRY_MAX, &ret->wait_s) ||
        !take_number(lines, "tries", 1, TRIES_MAX, &ret->tries) ||
        !take_number(lines, "code", 1, WC_CODE_MAX, &code) ||
        !cooldown_is_for((enum wc_code)code))
        return false;
    message = lines_take(lines, "message");
    if (!message || lines_next(lines))
        return false;
    (void)wc_fail(&ret->error, (enum wc_code)code, "%s", message);
    return true;
}

bool cooldown_load(const struct cache *cache, const char *asked,
                   struct cooldown *ret_cooldown)
{
    auto_secret text = SECRET_MAX(TEXT_MAX);
    struct cooldown cooldown = { .wait_s = 0 };
    char hash[HASH_TEXT];
    struct lines lines;

    if (!cache_read_file(cache, cache->cooldown, &text) ||
        !lines_open(&lines, text.bytes, text.len) ||
        !take_word(&lines, HEAD, FORM) ||
        !take_word(&lines, "asked", hash_asked(asked, hash)) ||
        !parse_lines(&lines, &cooldown))
        return false;
    *ret_cooldown = cooldown;
    return true;
}

/* Seconds since it failed, by the boot clock; -1 when a clock cannot tell. */
static int64_t age_s(const struct cooldown *cooldown, const struct moment *now)
{
    const struct moment *failed = &cooldown->failed;

    if (strcmp(failed->boot_id, now->boot_id) != 0 ||
        now->boot_ms < failed->boot_ms || now->wall_s < failed->wall_s)
        return -1;
    return (now->boot_ms - failed->boot_ms) / 1000;
}

bool cooldown_is_in_force(const struct cooldown *cooldown,
                          const struct moment *now)
{
    int64_t age = age_s(cooldown, now);

    return age >= 0 && age < cooldown->wait_s &&
           now->wall_s - cooldown->failed.wall_s < cooldown->wait_s;
}

int64_t cooldown_left_s(const struct cooldown *cooldown,
                        const struct moment *now)
{
    if (!cooldown_is_in_force(cooldown, now))
        return 0;
    return cooldown->wait_s - age_s(cooldown, now);
}

static int64_t longer(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* How long to be quiet after ERROR, the TRIES-th failure in a row. */
static int64_t wait_for(enum wc_code code, int64_t tries, int64_t retry_after_s)
{
    if (code == WC_REFUSED)
        return COOLDOWN_REFUSED_S;
    if (code == WC_RATE_LIMITED && retry_after_s == 0)
        return COOLDOWN_REFUSED_S;
    /* "At once" is believed once: a limit that goes on is one (OPS-5). */
    if (code == WC_RATE_LIMITED)
        return retry_after_s > 1 ? retry_after_s
                                 : number_doubled(1, tries, COOLDOWN_MOST_S);
    return longer(retry_after_s,
                  number_doubled(COOLDOWN_FIRST_S, tries, COOLDOWN_MOST_S));
}

void cooldown_store(const struct cache *cache, const char *asked,
                    const struct wc_error *error, int64_t retry_after_s)
{
    auto_secret text = SECRET_MAX(TEXT_MAX);
    struct cooldown cooldown = { .tries = 1, .error = *error };
    struct cooldown before;
    struct wc_error ignored = { 0 };

    clock_now(&cooldown.failed);
    if (cooldown_load(cache, asked, &before)) {
        int64_t age = age_s(&before, &cooldown.failed);

        if (age >= 0 && age < before.wait_s * IN_A_ROW_FOR)
            cooldown.tries =
                before.tries < TRIES_MAX ? before.tries + 1 : TRIES_MAX;
    }
    cooldown.wait_s = wait_for(error->code, cooldown.tries, retry_after_s);
    if (write_text(&cooldown, asked, &text))
        (void)cache_write_file(cache, cache->cooldown, &text, &ignored);
}

void cooldown_drop(const struct cache *cache)
{
    cache_remove_file(cache, cache->cooldown);
}

enum wc_code cooldown_fail(const struct cooldown *cooldown,
                           const struct moment *now, struct wc_error *err)
{
    int64_t age = age_s(cooldown, now);
    int64_t left = cooldown_left_s(cooldown, now);

    if (age <= 0 || left == 0)
        return wc_fail(err, cooldown->error.code, "%s", cooldown->error.text);
    return wc_fail(err, cooldown->error.code,
                   "%s (that was %lld s ago; not asking again for %lld s)",
                   cooldown->error.text, (long long)age, (long long)left);
}
