/* SPDX-License-Identifier: MIT */
/*
 * login.c - store a client secret, once the token endpoint has accepted it.
 *
 * The worker reads the secret (from the terminal or our stdin), checks it and
 * stores it; here only the client id and the settings are dealt with.  Order:
 * new item, config file, old item, cached token (design.md 5).  A secret that
 * the endpoint refuses changes nothing.  One that a file or a command keeps is
 * only checked: there is nothing to store.
 */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/fdio.h"
#include "common/text.h"
#include "helper/command/command.h"
#include "helper/config-file-edit.h"
#include "helper/flight.h"
#include "helper/ledger.h"
#include "helper/profile-lookup.h"
#include "helper/token.h"
#include "helper/worker.h"

#define CLIENT_ID_MAX 1024 /* bytes typed at the terminal */

/* One change a setting, one an extra field. */
#define CHANGES_MAX (SETTINGS + REQUEST_PARAMS_MAX)

/* Ask for the client id, with echo, and set it as if it were an option. */
static enum wc_code ask_client_id(struct profile *profile, char *typed,
                                  struct wc_error *err)
{
    auto_fd tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    static const char question[] = "Client id: ";
    size_t len = 0;
    ssize_t n = 1;

    if (!isatty(STDIN_FILENO) || tty < 0)
        return wc_fail(err, WC_USAGE,
                       "no client id: give --client-id ID, or run login at a "
                       "terminal");
    if (fdio_write_all(tty, question, sizeof(question) - 1) != FDIO_OK)
        return wc_fail(err, WC_INTERNAL, "the terminal is gone");
    while (len < CLIENT_ID_MAX && n > 0 && !memchr(typed, '\n', len)) {
        n = read(tty, typed + len, CLIENT_ID_MAX - len);
        if (n > 0)
            len += (size_t)n;
    }
    if (len == 0 || typed[len - 1] != '\n')
        return wc_fail(err, WC_USAGE,
                       "no client id was typed: run login again");
    typed[len - 1] = '\0';
    profile->values[SETTING_CLIENT_ID] =
        (struct profile_value){ .text = typed, .origin = ORIGIN_OPTION };
    return setting_check(SETTING_CLIENT_ID, typed, err);
}

static bool is_stored(const struct profile *profile)
{
    return profile->source == REQUEST_KEYRING;
}

static enum wc_code ask_worker(struct caller *caller,
                               const struct options *options,
                               const struct profile *profile,
                               struct answer *answer, struct wc_error *err)
{
    struct ledger_entry entry;
    struct request request;
    enum wc_code code;

    profile_request(
        profile, is_stored(profile) ? REQUEST_LOGIN : REQUEST_OBTAIN, &request);
    if (is_stored(profile)) {
        request.source =
            isatty(STDIN_FILENO) ? REQUEST_TERMINAL : REQUEST_STREAM;
    } else if (options->no_verify) {
        answer->kind = ANSWER_DONE;
        return WC_OK;
    }
    request.no_verify = options->no_verify;
    request.may_prompt = caller->may_prompt;
    caller_start(caller, profile->timeout_ms);
    ledger_begin(caller, profile->name, LEDGER_LOGIN, &entry);
    code = worker_ask(caller, &request, answer, err);
    if (!options->no_verify) {
        ledger_end(caller, code, answer, &entry);
        ledger_write(&entry);
    }
    return code;
}

static bool is_in_file(const struct profile *file, enum setting setting,
                       const char *value)
{
    const struct profile_value *in_file = &file->values[setting];

    return in_file->origin == ORIGIN_FILE && strcmp(in_file->text, value) == 0;
}

/* Write the client id and every given setting that the file does not say. */
static enum wc_code write_config(const struct options *options,
                                 const struct profile *profile,
                                 const struct profile *file,
                                 struct wc_error *err)
{
    struct config_change changes[CHANGES_MAX];
    char keys[REQUEST_PARAMS_MAX][sizeof(PARAM_PREFIX) + PARAM_NAME_MAX];
    size_t n = 0;

    for (size_t i = 0; i < SETTINGS; i++) {
        const char *value = i == SETTING_CLIENT_ID
                                ? profile_text(profile, SETTING_CLIENT_ID)
                                : options->settings.values[i];

        if (value && !is_in_file(file, (enum setting)i, value))
            changes[n++] = (struct config_change){ settings[i].key, value };
    }
    for (size_t i = 0; i < options->settings.n_params; i++) {
        const struct request_param *param = &options->settings.params[i];

        (void)snprintf(keys[i], sizeof(keys[i]), PARAM_PREFIX "%s",
                       param->name);
        changes[n++] = (struct config_change){ keys[i], param->value };
    }
    return n == 0 ? WC_OK : config_edit(profile->name, changes, n, err);
}

/* Remove the keyring item of the client that the file named until now. */
static enum wc_code remove_old_item(struct caller *caller,
                                    const struct profile *profile,
                                    const struct profile *file,
                                    struct wc_error *err)
{
    auto_answer answer = ANSWER_INIT;
    struct request request;
    const char *old_id = profile_text(file, SETTING_CLIENT_ID);
    const char *old_url = profile_text(file, SETTING_TOKEN_URL);

    if (file->values[SETTING_CLIENT_ID].origin != ORIGIN_FILE ||
        !is_stored(file) ||
        (strcmp(old_id, profile_text(profile, SETTING_CLIENT_ID)) == 0 &&
         strcmp(old_url, profile_text(profile, SETTING_TOKEN_URL)) == 0))
        return WC_OK;
    profile_request(file, REQUEST_LOGOUT, &request);
    request.may_prompt = caller->may_prompt;
    caller_start(caller, profile->timeout_ms);
    return worker_ask(caller, &request, &answer, err);
}

static void say_done(const struct caller *caller, const struct profile *profile,
                     const struct answer *answer)
{
    const char *id = profile_text(profile, SETTING_CLIENT_ID);

    if (answer->kind == ANSWER_RECORD)
        caller_say(caller,
                   "the client secret of '%s' is checked%s (profile '%s'); "
                   "its token lasts %lld s",
                   id, is_stored(profile) ? " and stored" : "", profile->name,
                   (long long)answer->record.lifetime_s);
    else
        caller_say(caller, "the client secret of '%s' is %s (profile '%s')", id,
                   is_stored(profile) ? "stored, unchecked" : "not checked",
                   profile->name);
}

enum wc_code command_login(const struct options *options, struct caller *caller,
                           struct secret *out, struct wc_error *err)
{
    auto_profile profile = PROFILE_INIT;
    auto_profile file = PROFILE_INIT;
    auto_answer answer = ANSWER_INIT;
    struct profile_options given = options->settings;
    const struct profile_options none = { .create = true };
    char typed[CLIENT_ID_MAX];

    (void)out;
    given.create = true;
    if (profile_load(options->profile, &given, &profile, err) != WC_OK ||
        profile_load(options->profile, &none, &file, err) != WC_OK)
        return err->code;
    if (profile.source == REQUEST_ENVIRONMENT)
        return wc_fail(err, WC_USAGE,
                       "profile '%s' takes its client secret from the "
                       "environment: there is nothing to store",
                       profile.name);
    if (!profile_text(&profile, SETTING_CLIENT_ID) &&
        ask_client_id(&profile, typed, err) != WC_OK)
        return err->code;
    if (ask_worker(caller, options, &profile, &answer, err) != WC_OK)
        return err->code;
    if (write_config(options, &profile, &file, err) != WC_OK)
        return is_stored(&profile)
                   ? wc_context(err, "the client secret is stored, but")
                   : err->code;
    if (remove_old_item(caller, &profile, &file, err) != WC_OK)
        return wc_context(err, "the old client secret is still stored");
    if (flight_replace(caller, &profile,
                       answer.kind == ANSWER_RECORD ? &answer.record : NULL,
                       err) != WC_OK)
        return err->code;
    say_done(caller, &profile, &answer);
    return WC_OK;
}
