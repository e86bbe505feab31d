/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <string.h>

#include "helper/curl-arguments.h"
#include "tests/unit/suite.h"

#define HOSTS "api.walr.com *.wild.example [::1]:8443"
#define U     "https://api.walr.com/x"
#define MORE  12

/* clang-format off */
static const char *const good[][MORE] = {
    { U },
    { "-sS", U },
    { "api.walr.com/x" },
    { "-fsSL", "-o", "out", U },
    { U, "https://a.wild.example/?q=1#f", "https://[::1]:8443/" },
    { "-X", "POST", "-d", "a=b", U },
    { "-XPOST", "-da=b", "-HX: y", U },
    { "-H", "Accept: text/plain", "--data-raw", "-K", U },
    { "--url", U },
    { "--url=" U },
    { "-L", "--location", U },
    { "--compressed", "--json", "{}", U },
    { "-u", "me:pass", U },
    { "-i", "--include", "-dk", "-HK: k", U },
    { "-T", "file", U, "-w", "%{http_code}", "-o", "-" },
    { "--", U },
    { "-q", "-Z", U, U },
    { "HTTPS://API.walr.com:443/" },
    { "--expand-data", "{{x}}", U },
};
static const struct {
    const char *names; /* in the message */
    const char *arguments[MORE];
} bad[] = {
    /* other hosts, with and without a scheme, wherever they stand */
    { "evil.net", { "https://evil.net/" } },
    { "evil.net", { U, "https://evil.net/" } },
    { "evil.net", { U, "evil.net" } },
    { "evil.net", { "-s", "evil.net", U } },
    { "evil.net", { "--compressed", "evil.net", U } },
    { "evil.net", { "--url", "evil.net", U } },
    { "evil.net", { "--url=evil.net", U } },
    { "evil.net", { "--", "evil.net", U } },
    { "evil.net", { "-x", "https://evil.net", U } },
    { "evil.net", { "-xhttps://evil.net", U } },
    { "evil.net", { "--proxy=https://evil.net", U } },
    { "evil.net", { "-H", "Referer: https://evil.net/", U } },
    { "api.walr.com:8443", { "https://api.walr.com:8443/" } },
    { "api.walr.com.evil.net", { "https://api.walr.com.evil.net/" } },
    { "a.b.wild.example", { "https://a.b.wild.example/" } },
    { "postvalue", { "--unknown-option", "postvalue", U } },
    /* no https URL of a plain host */
    { "http://", { "http://api.walr.com/" } },
    { "ftp://", { U, "ftp://api.walr.com/" } },
    { "file://", { "file:///etc/passwd", U } },
    { "u@", { "https://u@api.walr.com/" } },
    { "{api", { "https://{api.walr.com,evil.net}/" } },
    { "api.walr.com{", { "https://api.walr.com{,.evil.net}/" } },
    { "[a-z]", { "https://[a-z].wild.example/" } },
    { "%2e", { "https://api.walr.com%2eevil.net/" } },
    { "\\", { "https://api.walr.com\\@evil.net/" } },
    { "-", { "-", U } },
    /* what brings in other arguments, or lifts curl's own care */
    { "-K", { "-K", "file", U } },
    { "-sKfile", { "-sKfile", U } },
    { "--config", { "--config", "file", U } },
    { "--conf", { "--conf", "file", U } },
    { "--config=file", { "--config=file", U } },
    { "--next", { U, "--next", U } },
    { "--nex", { U, "--nex", U } },
    { "-:", { U, "-:", U } },
    { "-s:", { U, "-s:", U } },
    { "--location-trusted", { "--location-trusted", U } },
    { "--location-t", { "--location-t", U } },
    { "--proto", { "--proto", "=http", U } },
    { "--proto-default", { "--proto-default", "http", U } },
    { "--proto-r", { "--proto-r", "all", U } },
    { "--insecure", { "--insecure", U } },
    { "--insec", { "--insec", U } },
    { "-k", { "-k", U } },
    { "-sk", { "-sk", "--connect-to", "::evil.net", U } },
    { "--x://", { "--x://evil.net/", U } },
    { "--expand-config", { "--expand-config", "x", U } },
    { "--expand-url", { "--expand-url", "{{x}}", U } },
    /* nothing to ask */
    { "no URL", { "-s" } },
    { "no URL", { "-o", "api.walr.com" } },
};
/* clang-format on */

static enum wc_code check(const char *const *arguments, const char *hosts,
                          struct wc_error *err)
{
    char *copy[MORE + 1] = { 0 };

    for (size_t i = 0; i < MORE && arguments[i]; i++)
        copy[i] = (char *)(uintptr_t)arguments[i];
    return curl_arguments_check(copy, hosts, err);
}

START_TEST(urls_of_the_hosts_and_curls_own_options_are_no_matter)
{
    struct wc_error err = { 0 };

    ck_assert_msg(check(good[_i], HOSTS, &err) == WC_OK, "%s", err.text);
}
END_TEST

/* HOST-1 */
START_TEST(whatever_could_take_the_token_elsewhere_is_refused)
{
    struct wc_error err = { 0 };

    ck_assert_msg(check(bad[_i].arguments, HOSTS, &err) == WC_USAGE, "%s",
                  bad[_i].names);
    ck_assert_msg(strstr(err.text, bad[_i].names) != NULL ||
                      strcmp(bad[_i].names, "--expand-url") == 0,
                  "'%s' in '%s'", bad[_i].names, err.text);
}
END_TEST

START_TEST(without_hosts_there_is_no_url_at_all)
{
    struct wc_error err = { 0 };
    const char *const url[MORE] = { U };

    ck_assert_int_eq(check(url, NULL, &err), WC_USAGE);
}
END_TEST

static void fill(TCase *tc)
{
    add_cases(tc, urls_of_the_hosts_and_curls_own_options_are_no_matter, good);
    add_cases(tc, whatever_could_take_the_token_elsewhere_is_refused, bad);
    tcase_add_test(tc, without_hosts_there_is_no_url_at_all);
}

int main(void)
{
    return run_suite("curl_arguments", fill);
}
