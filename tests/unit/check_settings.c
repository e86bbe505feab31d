/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <stdbool.h>
#include <string.h>

#include "helper/settings.h"
#include "tests/unit/suite.h"

/* clang-format off */
/* Blank-free values are listed one by one; NULL ends a list. */
static const struct {
    const char *key;
    const char *good[8], *bad[16];
} cases[] = {
    { "token-url", { "https://id.example/token", "https://id.example:8443/t?x=1", "http://127.0.0.1:80/t", "http://127.9.9.9/t", "http://[::1]:8080/t" },
                   { "id.example", "http://id.example/t", "http://localhost/t", "http://128.0.0.1/t", "http://127.0.0.1.evil.net/t", "http://u@127.0.0.1/", "ftp://id.example/", "https://", "https://u:p@id.example/", "https://id.example/#x", "https://id.example/a b", "https://id.example:0/", "http://127.0.0.1/a b", "http://[::1]/a\\b" } },
    { "client-id", { "me", "a b", "\xc3\xa9", "=", "#x" }, { "a\tb", "a\x7f", "\xff", " a", "a " } },
    { "audience",  { "https://api.walr.com", "anything" }, { "a\nb" } },
    { "scope",     { "a", "read:x write:y" }, { " a", "a ", "a  b", "a\"b", "a\\b", "\xc3\xa9" } },
    { "resource",  { "https://r.example/", "https://a/ https://b/" }, { " x", "x  y", "https://r.example/#x", "https://a/ https://b/#" } },
    { "request",   { "json", "form" }, { "JSON", "xml", "json form" } },
    { "client-auth", { "post", "basic" }, { "Basic", "none" } },
    { "hosts",     { "a.example", "a:1 *.b.example" }, { "a/b", "*", "u@a" } },
    { "secret",    { "keyring", "environment", "file:/s", "file:$CREDENTIALS_DIRECTORY/walr", "command:/bin/pass show walr", "command:/bin/op" },
                   { "Keyring", "plain", "keyring ", "file:", "file:s", "file:~/s", "file:$HOME/s", "file:$CREDENTIALS_DIRECTORY", "command:", "command:pass", "command: /bin/pass", "File:/s", "environment:X" } },
    { "git-username", { "oauth2", "x-token-auth" }, { "a\nb" } },
    { "docker-username", { "oauth2accesstoken", "<token>" }, { "a\nb" } },
    { "min-validity", { "0", "30", "90s", "5m", "24h", "86400" }, { "-1", "86401", "25h", "1d", "5 m", "m", "1.5", "0x10", "99999999999999999999" } },
    { "renew-at", { "50%", "80%", "85%", "never" }, { "80", "49%", "86%", "-1%", "%", "80 %", "80%%", "0.8", "always", "Never" } },
    { "default-lifetime", { "1", "300", "720h" }, { "0", "721h", "abc" } },
    { "timeout",   { "1", "9s", "10m" }, { "0", "11m", "601", "" } },
    { "ca-file",   { "/etc/ca.pem" }, { "ca.pem", "./ca.pem", "~/ca.pem" } },
    { "proxy",     { "env", "none", "http://p:8080", "https://p", "socks5h://p:1" }, { "p:8080", "no", "http://", "ftp://p", "http://a b" } },
    { "cache-dir", { "/var/cache" }, { "cache" } },
    { "allow-insecure-loopback", { "yes", "no" }, { "true", "1", "YES" } },
    { "allow-plain-session", { "yes", "no" }, { "on" } },
};
/* clang-format on */

START_TEST(a_good_value_is_accepted)
{
    enum setting setting = setting_find(cases[_i].key);

    ck_assert_int_lt((int)setting, SETTINGS);
    for (size_t i = 0; cases[_i].good[i]; i++) {
        struct wc_error err = { 0 };

        ck_assert_msg(setting_check(setting, cases[_i].good[i], &err) == WC_OK,
                      "%s = %s: %s", cases[_i].key, cases[_i].good[i],
                      err.text);
    }
}
END_TEST

/* ERR-2: one line that says what is expected. */
START_TEST(a_bad_value_is_refused_with_a_reason)
{
    enum setting setting = setting_find(cases[_i].key);

    for (size_t i = 0; cases[_i].bad[i]; i++) {
        struct wc_error err = { 0 };

        ck_assert_msg(setting_check(setting, cases[_i].bad[i], &err) ==
                          WC_USAGE,
                      "%s = %s", cases[_i].key, cases[_i].bad[i]);
        ck_assert_uint_gt(strlen(err.text), 0);
    }
}
END_TEST

/* ERR-2, NET-5 */
START_TEST(a_password_in_a_url_is_not_shown)
{
    static const struct {
        enum setting setting;
        const char *value;
    } urls[] = {
        { SETTING_TOKEN_URL, "https://me:hush@id.example/token" },
        { SETTING_TOKEN_URL, "http://me:hush@127.0.0.1/token" },
        { SETTING_TOKEN_URL, "me:hush@id.example" },
        { SETTING_PROXY, "socks4://me:hush@proxy.example" },
    };

    for (size_t i = 0; i < N_ELEMENTS(urls); i++) {
        struct wc_error err = { 0 };

        ck_assert_int_eq(setting_check(urls[i].setting, urls[i].value, &err),
                         WC_USAGE);
        ck_assert_ptr_null(strstr(err.text, "hush"));
    }
}
END_TEST

START_TEST(an_empty_value_is_refused)
{
    struct wc_error err = { 0 };

    ck_assert_int_eq(setting_check((enum setting)_i, "", &err), WC_USAGE);
}
END_TEST

START_TEST(every_setting_has_a_case)
{
    ck_assert_uint_eq(N_ELEMENTS(cases), SETTINGS);
    for (size_t i = 0; i < SETTINGS; i++) {
        bool found = false;

        for (size_t k = 0; k < N_ELEMENTS(cases); k++)
            found |= strcmp(cases[k].key, settings[i].key) == 0;
        ck_assert_msg(found, "%s", settings[i].key);
    }
}
END_TEST

START_TEST(an_unknown_key_is_no_setting)
{
    ck_assert_int_eq((int)setting_find("token_url"), SETTINGS);
    ck_assert_int_eq((int)setting_find(""), SETTINGS);
    ck_assert_int_eq((int)setting_find("token-ur"), SETTINGS);
}
END_TEST

/* The grant's own fields, the secret first of all, cannot be slipped in. */
START_TEST(an_extra_field_cannot_replace_one_of_the_grant)
{
    static const char *const names[] = {
        "grant_type", "client_id", "client_secret", "audience", "scope",
        "resource",   "",          "a b",           "a=b",      "\xc3\xa9",
        "a&b",
    };
    struct wc_error none = { 0 };

    for (size_t i = 0; i < N_ELEMENTS(names); i++) {
        struct wc_error err = { 0 };

        ck_assert_int_eq(setting_check_param(names[i], "x", &err), WC_USAGE);
    }
    ck_assert_int_eq(setting_check_param("organization", "x y", &none), WC_OK);
    ck_assert_int_eq(setting_check_param("a", "", &none), WC_USAGE);
}
END_TEST

static void fill(TCase *tc)
{
    add_cases(tc, a_good_value_is_accepted, cases);
    add_cases(tc, a_bad_value_is_refused_with_a_reason, cases);
    tcase_add_loop_test(tc, an_empty_value_is_refused, 0, SETTINGS);
    tcase_add_test(tc, a_password_in_a_url_is_not_shown);
    tcase_add_test(tc, every_setting_has_a_case);
    tcase_add_test(tc, an_unknown_key_is_no_setting);
    tcase_add_test(tc, an_extra_field_cannot_replace_one_of_the_grant);
}

int main(void)
{
    return run_suite("settings", fill);
}
