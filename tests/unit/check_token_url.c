/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <string.h>

#include "obtain/token-url.h"
#include "tests/unit/suite.h"

/* clang-format off */
/* HOST-4 */
static const struct {
    const char *url;
    bool flag;         /* allow-insecure-loopback */
    const char *where; /* NULL: refused */
} cases[] = {
    { "https://identity.walr.com/oauth/token", false, "identity.walr.com:443" },
    { "https://id.example:8443/t?x=1", false, "id.example:8443" },
    { "https://[::1]:8443/t", false, "[::1]:8443" },
    { "http://127.0.0.1:80/t", true, "127.0.0.1:80" },
    { "http://127.255.255.254/t", true, "127.255.255.254:80" },
    { "http://[::1]:8080/t", true, "[::1]:8080" },
    { "http://127.0.0.1:80/t", false, NULL },
    { "http://localhost/t", true, NULL },
    { "http://127.0.0.1.example.com/t", true, NULL },
    { "http://128.0.0.1/t", true, NULL },
    { "http://[::2]/t", true, NULL },
    { "http://example.com/t", true, NULL },
    { "ftp://127.0.0.1/t", true, NULL },
    { "file:///etc/passwd", true, NULL },
    { "https://u@id.example/t", false, NULL },
    { "https://u:p@id.example/t", false, NULL },
    { "https://id.example/t#f", false, NULL },
    { "https://id.example/t#", false, NULL },
    { "https:///id.example/t", false, NULL },
    { "https:id.example/t", false, NULL },
    { "id.example/t", false, NULL },
    { "https://", false, NULL },
    { "", false, NULL },
};
/* clang-format on */

START_TEST(the_secret_goes_to_https_or_a_marked_loopback_address)
{
    char where[128] = "";
    struct wc_error err = { 0 };
    enum wc_code code = token_url_check(cases[_i].url, cases[_i].flag, where,
                                        sizeof(where), &err);

    ck_assert_msg((code == WC_OK) == (cases[_i].where != NULL), "%s: %s",
                  cases[_i].url, err.text);
    if (cases[_i].where)
        ck_assert_str_eq(where, cases[_i].where);
    else
        ck_assert_int_eq(code, WC_USAGE);
}
END_TEST

/* NET-1: a redirect's target is named by its host only. */
START_TEST(only_the_host_of_a_url_is_taken)
{
    char host[64] = "before";

    token_url_host("https://u:p@evil.example:1/secret?x=y", host, sizeof(host));
    ck_assert_str_eq(host, "evil.example");
    token_url_host("/relative", host, sizeof(host));
    ck_assert_str_eq(host, "evil.example");
}
END_TEST

static void fill(TCase *tc)
{
    add_cases(tc, the_secret_goes_to_https_or_a_marked_loopback_address, cases);
    tcase_add_test(tc, only_the_host_of_a_url_is_taken);
}

int main(void)
{
    return run_suite("token_url", fill);
}
