/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/watch/keep.h"

#include <signal.h>
#include <sys/stat.h>

#include "common/clock.h"
#include "helper/output.h"
#include "helper/profile-lookup.h"
#include "helper/renew.h"
#include "helper/token.h"
#include "helper/watch/schedule.h"

/* Whether the file is the one that we wrote, untouched. */
static bool is_intact(const struct keep *keep, const char *path)
{
    struct stat st;

    return keep->written && lstat(path, &st) == 0 && S_ISREG(st.st_mode) &&
           st.st_dev == keep->device && st.st_ino == keep->inode &&
           st.st_ctim.tv_sec == keep->changed.tv_sec &&
           st.st_ctim.tv_nsec == keep->changed.tv_nsec;
}

static void note_file(struct keep *keep, const char *path)
{
    struct stat st = { 0 };

    (void)lstat(path, &st);
    keep->device = st.st_dev;
    keep->inode = st.st_ino;
    keep->changed = st.st_ctim;
}

/* Whether the next token is to be obtained in RECORD's place. */
static bool is_due(const struct keep *keep, const struct record *record,
                   const struct moment *now)
{
    return !record_is_fresh(record, now, keep->min_validity_s) ||
           renew_in_s(record, keep->renew_at, now) == 0;
}

/* Whether the file's token is RECORD's. */
static bool is_held(const struct keep *keep, const struct record *record)
{
    return keep->written &&
           keep->held.obtained.boot_ms == record->obtained.boot_ms;
}

/* token_get_ahead(), during which SIGTERM ends us. */
static enum wc_code obtain(struct caller *caller, const struct profile *profile,
                           struct record *ret_record, struct wc_error *err)
{
    sigset_t stop, blocked;
    enum wc_code code;

    (void)sigemptyset(&stop);
    (void)sigaddset(&stop, SIGTERM);
    (void)sigprocmask(SIG_UNBLOCK, &stop, &blocked);
    code =
        token_get_ahead(caller, profile, TOKEN_MIN_VALIDITY_S, ret_record, err);
    (void)sigprocmask(SIG_SETMASK, &blocked, NULL);
    return code;
}

/*
 * Give the best record there is: *ret_found is false where there is none, or
 * where the file has it and nobody else.  A code says that there should be a
 * better one.
 */
static enum wc_code find(struct caller *caller, const struct profile *profile,
                         const struct keep *keep, bool intact,
                         struct record *ret_record, bool *ret_found,
                         struct wc_error *err)
{
    struct moment now;

    clock_now(&now);
    /* Without a cache there is nothing to compare with, and asking costs. */
    if (intact && !keep->cached && !is_due(keep, &keep->held, &now))
        return WC_OK;
    *ret_found = token_peek(profile, 0, ret_record);
    if (*ret_found && !is_due(keep, ret_record, &now))
        return WC_OK;
    if (now.boot_ms < keep->retry_ms)
        return wc_fail(err, keep->failure.code, "%s", keep->failure.text);
    if (obtain(caller, profile, ret_record, err) == WC_OK)
        *ret_found = true;
    return err->code;
}

static enum wc_code put(const struct options *options,
                        const struct profile *profile,
                        const struct record *record, struct keep *keep,
                        struct wc_error *err)
{
    auto_secret answer = SECRET_MAX(FORMAT_MAX);
    auto_record cached = RECORD_INIT;
    struct moment now;

    clock_now(&now);
    if (!options->format->write(record, &now, &answer))
        return wc_fail(err, WC_INTERNAL, "the token cannot be written as %s",
                       options->format->name);
    if (output_file(options->output, &answer, err) != WC_OK)
        return err->code;
    note_file(keep, options->output);
    keep->written = true;
    keep->held.obtained = record->obtained;
    keep->held.lifetime_s = record->lifetime_s;
    keep->held.quota = record->quota;
    keep->cached = token_peek(profile, 0, &cached) && is_held(keep, &cached);
    return WC_OK;
}

/* Note how the look ended, and when the next token may be asked for. */
static void conclude(struct keep *keep, const struct wc_error *err)
{
    int64_t now_ms = clock_boot_ms();

    if (err->code == WC_OK) {
        keep->failures = 0;
        keep->retry_ms = 0;
    } else if (now_ms >= keep->retry_ms) {
        keep->failures++;
        keep->retry_ms =
            now_ms + schedule_retry_s(err->code, keep->failures) * 1000;
    }
    keep->failure = *err;
}

void keep_look(const struct options *options, struct caller *caller,
               struct keep *keep)
{
    auto_profile profile = PROFILE_INIT;
    auto_record record = RECORD_INIT;
    struct wc_error err = { 0 };
    bool intact = is_intact(keep, options->output);
    bool found = false;

    /* Nobody sits there when a token is renewed (KR-3). */
    if (keep->written)
        caller->may_prompt = options->interactive == INTERACTIVE_ALWAYS;
    if (profile_load(options->profile, &options->settings, &profile, &err) ==
        WC_OK) {
        keep->min_validity_s = profile.min_validity_s >= 0
                                   ? profile.min_validity_s
                                   : TOKEN_MIN_VALIDITY_S;
        keep->renew_at = profile.renew_at;
        (void)find(caller, &profile, keep, intact, &record, &found, &err);
    }
    if (found && !(intact && is_held(keep, &record))) {
        struct wc_error why = { 0 };

        if (put(options, &profile, &record, keep, &why) != WC_OK)
            (void)wc_fail(&err, why.code, "%s", why.text);
    }
    conclude(keep, &err);
    keep->warning = caller->warning;
    caller->warning = (struct wc_error){ 0 };
}
