/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "helper/profile-lookup.h"
#include "helper/profile.h"
#include "tests/unit/sandbox.h"
#include "tests/unit/suite.h"

static const char config[] = "[profile work]\n"
                             "token-url = https://id.work.example/token\n"
                             "client-id = worker\n"
                             "audience = https://api.work.example:8443/v1\n"
                             "timeout = 2m\n"
                             "min-validity = 45\n"
                             "[profile ci]\n"
                             "token-url = https://id.ci.example/token\n"
                             "secret = environment\n"
                             "hosts = shared.example ci.example\n"
                             "[profile other]\n"
                             "token-url = https://id.other.example/token\n"
                             "client-id = other\n"
                             "hosts = shared.example *.other.example\n";

static const struct profile_options no_options = { .create = false };

static void set_up(void)
{
    sandbox_enter();
    sandbox_config(config);
}

static void load(const char *name, struct profile *profile)
{
    struct wc_error err = { 0 };

    ck_assert_msg(profile_load(name, &no_options, profile, &err) == WC_OK, "%s",
                  err.text);
}

static void assert_value(const struct profile *profile, enum setting setting,
                         const char *text, enum origin origin)
{
    const struct profile_value *value = &profile->values[setting];

    if (text)
        ck_assert_str_eq(value->text, text);
    else
        ck_assert_ptr_null(value->text);
    ck_assert_int_eq((int)value->origin, (int)origin);
}

/* design.md 5, OPS-6: no file is needed for Walr. */
START_TEST(walr_is_built_in)
{
    auto_profile profile = PROFILE_INIT;

    load(NULL, &profile);
    ck_assert_str_eq(profile.name, "default");
    assert_value(&profile, SETTING_TOKEN_URL,
                 "https://identity.walr.com/oauth/token", ORIGIN_BUILT_IN);
    assert_value(&profile, SETTING_AUDIENCE, "https://api.walr.com",
                 ORIGIN_BUILT_IN);
    assert_value(&profile, SETTING_REQUEST, "json", ORIGIN_BUILT_IN);
    assert_value(&profile, SETTING_HOSTS, "api.walr.com:443", ORIGIN_BUILT_IN);
    assert_value(&profile, SETTING_CLIENT_ID, NULL, ORIGIN_NONE);
    ck_assert_int_eq(profile.timeout_ms, 9000);
    ck_assert_int_eq(profile.min_validity_s, -1);
    ck_assert_int_eq((int)profile.source, REQUEST_KEYRING);
}
END_TEST

START_TEST(another_endpoint_has_neither_walrs_audience_nor_its_request)
{
    auto_profile profile = PROFILE_INIT;

    load("other", &profile);
    assert_value(&profile, SETTING_AUDIENCE, NULL, ORIGIN_NONE);
    assert_value(&profile, SETTING_REQUEST, "form", ORIGIN_BUILT_IN);
    load("work", &profile);
    assert_value(&profile, SETTING_HOSTS, "api.work.example:8443",
                 ORIGIN_BUILT_IN);
    ck_assert_int_eq(profile.timeout_ms, 120000);
    ck_assert_int_eq(profile.min_validity_s, 45);
}
END_TEST

START_TEST(an_option_beats_the_environment_beats_the_file)
{
    struct profile_options options = { .create = false };
    auto_profile profile = PROFILE_INIT;
    struct wc_error err = { 0 };

    ck_assert_int_eq(setenv("WALR_PROFILE", "work", 1), 0);
    load(NULL, &profile);
    ck_assert_str_eq(profile.name, "work");
    assert_value(&profile, SETTING_CLIENT_ID, "worker", ORIGIN_FILE);
    ck_assert_int_eq(setenv("WALR_CLIENT_ID", "env", 1), 0);
    load(NULL, &profile);
    assert_value(&profile, SETTING_CLIENT_ID, "env", ORIGIN_ENVIRONMENT);
    assert_value(&profile, SETTING_SECRET, "keyring", ORIGIN_BUILT_IN);
    options.values[SETTING_CLIENT_ID] = "option";
    ck_assert_int_eq(profile_load(NULL, &options, &profile, &err), WC_OK);
    assert_value(&profile, SETTING_CLIENT_ID, "option", ORIGIN_OPTION);
}
END_TEST

/* Promise 1: a client's secret goes to its own issuer only. */
START_TEST(the_client_in_the_environment_is_that_of_the_selected_profile)
{
    auto_profile profile = PROFILE_INIT;

    ck_assert_int_eq(setenv("WALR_CLIENT_ID", "env", 1), 0);
    ck_assert_int_eq(setenv("WALR_CLIENT_SECRET", "s", 1), 0);
    load(NULL, &profile);
    ck_assert_int_eq((int)profile.source, REQUEST_ENVIRONMENT);
    assert_value(&profile, SETTING_CLIENT_ID, "env", ORIGIN_ENVIRONMENT);
    load("work", &profile);
    ck_assert_int_eq((int)profile.source, REQUEST_KEYRING);
    assert_value(&profile, SETTING_CLIENT_ID, "worker", ORIGIN_FILE);
    load("ci", &profile);
    ck_assert_int_eq((int)profile.source, REQUEST_ENVIRONMENT);
    assert_value(&profile, SETTING_CLIENT_ID, "env", ORIGIN_ENVIRONMENT);
    ck_assert_int_eq(setenv("WALR_PROFILE", "work", 1), 0);
    load(NULL, &profile);
    ck_assert_int_eq((int)profile.source, REQUEST_ENVIRONMENT);
    load("default", &profile);
    ck_assert_int_eq((int)profile.source, REQUEST_KEYRING);
}
END_TEST

START_TEST(empty_variables_count_as_unset)
{
    auto_profile profile = PROFILE_INIT;

    ck_assert_int_eq(setenv("WALR_PROFILE", "", 1), 0);
    ck_assert_int_eq(setenv("WALR_CLIENT_ID", "", 1), 0);
    ck_assert_int_eq(setenv("WALR_CLIENT_SECRET", "", 1), 0);
    load(NULL, &profile);
    ck_assert_str_eq(profile.name, "default");
    ck_assert_int_eq((int)profile.source, REQUEST_KEYRING);
}
END_TEST

/* clang-format off */
static const struct {
    const char *name, *selected;
    enum wc_code code;
} names[] = {
    { "unknown", NULL, WC_NO_CREDENTIAL },
    { NULL, "unknown", WC_NO_CREDENTIAL },
    { "", NULL, WC_USAGE },   { "..", NULL, WC_USAGE },
    { "a/b", NULL, WC_USAGE }, { NULL, "A", WC_USAGE },
    { NULL, "../x", WC_USAGE },
};
/* clang-format on */

/* IN-7, T11 */
START_TEST(an_unknown_or_odd_name_is_refused)
{
    auto_profile profile = PROFILE_INIT;
    struct wc_error err = { 0 };

    if (names[_i].selected)
        ck_assert_int_eq(setenv("WALR_PROFILE", names[_i].selected, 1), 0);
    ck_assert_int_eq(profile_load(names[_i].name, &no_options, &profile, &err),
                     names[_i].code);
}
END_TEST

START_TEST(login_may_name_a_new_profile)
{
    const struct profile_options create = { .create = true };
    auto_profile profile = PROFILE_INIT;
    struct wc_error err = { 0 };

    ck_assert_int_eq(profile_load("unknown", &create, &profile, &err), WC_OK);
}
END_TEST

/* clang-format off */
static const struct {
    const char *host, *profile; /* NULL: none */
    bool known;
    const char *says;
} questions[] = {
    { "api.walr.com",          "default", true, NULL },
    { "ci.example",            "ci",      true, NULL },
    { "a.other.example",       "other",   true, NULL },
    { "api.work.example:8443", "work",    true, NULL },
    { "api.work.example",      NULL,      false, "hosts" },
    { "evil.example",          NULL,      false, "hosts" },
    { "shared.example",        NULL,      true, "both" },
};
/* clang-format on */

/* HOST-1: no match, or two, is never a guess. */
START_TEST(a_host_chooses_its_one_profile)
{
    auto_profile profile = PROFILE_INIT;
    struct host_port question;
    struct wc_error err = { 0 };
    bool known = !questions[_i].known;

    ck_assert_int_eq(setenv("WALR_PROFILE", "work", 1), 0);
    ck_assert(hosts_parse(questions[_i].host, &question));
    ck_assert_int_eq(
        profile_load_for_host(&question, &no_options, &profile, &known, &err),
        questions[_i].profile ? WC_OK : WC_NO_CREDENTIAL);
    ck_assert_int_eq(known, questions[_i].known);
    if (questions[_i].profile)
        ck_assert_str_eq(profile.name, questions[_i].profile);
    else
        ck_assert_ptr_nonnull(strstr(err.text, questions[_i].says));
}
END_TEST

START_TEST(a_profile_that_is_wrong_is_in_the_way_of_its_own_hosts_only)
{
    auto_profile profile = PROFILE_INIT;
    struct host_port question;
    struct wc_error err = { 0 };
    bool known;

    sandbox_config("[profile wrong]\ntoken-url = http://127.0.0.1/t\n"
                   "hosts = wrong.example\n");
    ck_assert(hosts_parse("api.walr.com", &question));
    ck_assert_int_eq(
        profile_load_for_host(&question, &no_options, &profile, &known, &err),
        WC_OK);
    ck_assert(hosts_parse("wrong.example", &question));
    ck_assert_int_eq(
        profile_load_for_host(&question, &no_options, &profile, &known, &err),
        WC_USAGE);
    ck_assert(known);
}
END_TEST

/* HOST-4 */
START_TEST(plain_http_needs_the_flag)
{
    auto_profile profile = PROFILE_INIT;
    struct wc_error err = { 0 };

    sandbox_config("[profile default]\ntoken-url = http://127.0.0.1:80/t\n");
    ck_assert_int_eq(profile_load(NULL, &no_options, &profile, &err), WC_USAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "allow-insecure-loopback"));
    sandbox_config("[profile default]\ntoken-url = http://127.0.0.1:80/t\n"
                   "allow-insecure-loopback = yes\n");
    load(NULL, &profile);
}
END_TEST

/* Exit 5 and the words that help. */
START_TEST(a_profile_without_client_id_names_login)
{
    auto_profile profile = PROFILE_INIT;
    struct wc_error err = { 0 };

    load(NULL, &profile);
    ck_assert_int_eq(profile_require_client_id(&profile, &err),
                     WC_NO_CREDENTIAL);
    ck_assert_ptr_nonnull(strstr(err.text, "run walr-cred login"));
}
END_TEST

START_TEST(the_request_holds_what_the_profile_says)
{
    auto_profile profile = PROFILE_INIT;
    struct request request;

    load("work", &profile);
    profile_request(&profile, REQUEST_LOOK, &request);
    ck_assert_str_eq(request.profile, "work");
    ck_assert_str_eq(request.token_url, "https://id.work.example/token");
    ck_assert_str_eq(request.client_id, "worker");
    ck_assert_str_eq(request.audience, "https://api.work.example:8443/v1");
    ck_assert_int_eq((int)request.action, REQUEST_LOOK);
    ck_assert(request.form && !request.basic);
    ck_assert_int_eq(request.default_lifetime_s, 300);
    ck_assert_str_eq(request.proxy, "env");
    ck_assert(!request.may_prompt && !request.allow_plain_session);
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, set_up, sandbox_leave);
    tcase_add_test(tc, walr_is_built_in);
    tcase_add_test(tc,
                   another_endpoint_has_neither_walrs_audience_nor_its_request);
    tcase_add_test(tc, an_option_beats_the_environment_beats_the_file);
    tcase_add_test(
        tc, the_client_in_the_environment_is_that_of_the_selected_profile);
    tcase_add_test(tc, empty_variables_count_as_unset);
    add_cases(tc, an_unknown_or_odd_name_is_refused, names);
    tcase_add_test(tc, login_may_name_a_new_profile);
    add_cases(tc, a_host_chooses_its_one_profile, questions);
    tcase_add_test(tc,
                   a_profile_that_is_wrong_is_in_the_way_of_its_own_hosts_only);
    tcase_add_test(tc, plain_http_needs_the_flag);
    tcase_add_test(tc, a_profile_without_client_id_names_login);
    tcase_add_test(tc, the_request_holds_what_the_profile_says);
}

int main(void)
{
    return run_suite("profile", fill);
}
