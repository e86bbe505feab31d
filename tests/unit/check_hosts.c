/* SPDX-License-Identifier: MIT */
/*
 * check_hosts.c - the matcher: one normal form or nothing (HOST-1 to HOST-3).
 */
#include "config.h"

#include <string.h>

#include "helper/hosts.h"
#include "tests/unit/suite.h"

/* clang-format off */
static const struct {
    const char *text, *host;
    unsigned port;
} good[] = {
    { "api.walr.com",             "api.walr.com", 443 },
    { "API.Walr.COM",             "api.walr.com", 443 },
    { "api.walr.com.",            "api.walr.com", 443 },
    { "api.walr.com:443",         "api.walr.com", 443 },
    { "api.walr.com.:8443",       "api.walr.com", 8443 },
    { "api.walr.com:1",           "api.walr.com", 1 },
    { "api.walr.com:65535",       "api.walr.com", 65535 },
    { "a",                        "a", 443 },
    { "a_b-c.d",                  "a_b-c.d", 443 },
    { "xn--bcher-kva.example",    "xn--bcher-kva.example", 443 },
    { "127.0.0.1:8811",           "127.0.0.1", 8811 },
    { "1a.0x7g",                  "1a.0x7g", 443 },
    { "1.2.3.example",            "1.2.3.example", 443 },
    { "[::1]",                    "[::1]", 443 },
    { "[::1]:8443",               "[::1]", 8443 },
    { "[2001:DB8:0:0:0:0:0:1]",   "[2001:db8::1]", 443 },
    { "[::ffff:127.0.0.1]",       "[::ffff:127.0.0.1]", 443 },
};

static const char *const bad[] = {
    "", ".", "..", "a..b", ".a", "a..", ":443", "a:", "a:0", "a:065", "a:65536", "a:99999999999",
    "a:4a", "a: 443", "a:443 ", "a:+443", "a:-1", " a", "a ", "a b", "a\tb", "a\nb", "a\rb", "a\x7f", "a\x01",
    "a%62", "a%00", "u@a", "u:p@a", "a@", "a\\b", "a/b", "a?b", "a#b", "a,b", "a;b", "a=b", "a*b", "*", "*.a",
    "caf\xc3\xa9.example", "\xef\xbc\x8e", ("a\xe3\x80\x82" "b"), "::1", "2001:db8::1", "[::1", "::1]", "[]", "[1.2.3.4]",
    /* what some resolvers read as an address */
    "1", "127.1", "127.0.1", "2130706433", "0x7f.1", "0X7F000001", "a.0x", "0177.0.0.1", "127.0.0.01", "127.0.0.1.", "1.2.3.4.5",
    "256.0.0.1", "a.1", "api.walr.com.443",
    "[::1%lo]", "[::1]x", "[::1]:", "[::1]:0", "[[::1]]", "[::g]", "https://a", "a:b:c",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example",
};
/* clang-format on */

START_TEST(a_host_has_one_normal_form)
{
    struct host_port is;

    ck_assert(hosts_parse(good[_i].text, &is));
    ck_assert_str_eq(is.host, good[_i].host);
    ck_assert_uint_eq(is.port, good[_i].port);
}
END_TEST

START_TEST(what_is_no_plain_host_is_refused)
{
    struct host_port is = { "untouched", 7 };

    ck_assert_msg(!hosts_parse(bad[_i], &is), "'%s' became '%s'", bad[_i],
                  is.host);
    ck_assert_str_eq(is.host, "untouched");
}
END_TEST

START_TEST(a_name_of_253_bytes_is_the_longest)
{
    char name[HOST_MAX + 2];
    struct host_port is;

    memset(name, 'a', sizeof(name));
    for (size_t i = 49; i < HOST_MAX; i += 50)
        name[i] = '.';
    name[HOST_MAX] = '\0';
    ck_assert(hosts_parse(name, &is));
    name[HOST_MAX] = 'a';
    name[HOST_MAX + 1] = '\0';
    ck_assert(!hosts_parse(name, &is));
}
END_TEST

/* clang-format off */
static const struct {
    const char *url, *host; /* NULL: refused */
    unsigned port;
} urls[] = {
    { "https://api.walr.com",            "api.walr.com", 443 },
    { "https://api.walr.com/",           "api.walr.com", 443 },
    { "HTTPS://API.walr.com:443/a?b#c",  "api.walr.com", 443 },
    { "https://api.walr.com?q=@x",       "api.walr.com", 443 },
    { "https://api.walr.com#@evil.net",  "api.walr.com", 443 },
    { "https://api.walr.com/@evil.net",  "api.walr.com", 443 },
    { "https://[::1]:1/x",               "[::1]", 1 },
    { "http://api.walr.com/",            NULL, 0 },
    { "https:/api.walr.com/",            NULL, 0 },
    { "https:api.walr.com",              NULL, 0 },
    { "//api.walr.com/",                 NULL, 0 },
    { "api.walr.com",                    NULL, 0 },
    { "https://",                        NULL, 0 },
    { "https:///x",                      NULL, 0 },
    { "https://evil.net@api.walr.com/",  NULL, 0 },
    { "https://api.walr.com@evil.net/",  NULL, 0 },
    { "https://api.walr.com:443@evil/",  NULL, 0 },
    { "https://api.walr.com\\@evil.net/", NULL, 0 },
    { "https://api.walr.com/\\x",        NULL, 0 },
    { "https://api.walr.com/a b",        NULL, 0 },
    { "https://api.walr.com/\n",         NULL, 0 },
    { "https://api.walr.com%2eevil/",    NULL, 0 },
    { " https://api.walr.com/",          NULL, 0 },
    { "xhttps://api.walr.com/",          NULL, 0 },
    { "",                                NULL, 0 },
};
/* clang-format on */

START_TEST(a_url_gives_its_host_or_nothing)
{
    struct host_port is;
    bool parsed = hosts_parse_url(urls[_i].url, &is);

    ck_assert_msg(parsed == (urls[_i].host != NULL), "%s", urls[_i].url);
    if (parsed) {
        ck_assert_str_eq(is.host, urls[_i].host);
        ck_assert_uint_eq(is.port, urls[_i].port);
    }
}
END_TEST

/* clang-format off */
static const struct {
    const char *hosts, *question;
    bool matches;
} matches[] = {
    { "api.walr.com",             "api.walr.com", true },
    { "API.WALR.COM.:443",        "api.walr.com", true },
    { "a.example  api.walr.com",  "api.walr.com", true },
    { "a.example\tapi.walr.com ", "api.walr.com", true },
    { "api.walr.com:8443",        "api.walr.com:8443", true },
    { "[2001:DB8::1]",            "[2001:db8:0::1]", true },
    { "*.example.com",            "a.example.com", true },
    { "*.example.com:8443",       "a.example.com:8443", true },
    { "api.walr.com",             "api.walr.com:8443", false },
    { "api.walr.com:8443",        "api.walr.com", false },
    { "api.walr.com",             "walr.com", false },
    { "walr.com",                 "api.walr.com", false },
    { "api.walr.com",             "xapi.walr.com", false },
    { "api.walr.com",             "api.walr.com.evil.net", false },
    { "api.walr.com",             "api.walr.co", false },
    { "api.walr.com",             "api-walr.com", false },
    { "*.example.com",            "example.com", false },
    { "*.example.com",            "a.b.example.com", false },
    { "*.example.com",            "aexample.com", false },
    { "*.example.com",            "a.example.com:8443", false },
    { "*.example.com",            "a.example.net", false },
    { "127.0.0.1",                "127.0.0.2", false },
    { "[::1]",                    "[::2]", false },
    { "",                         "api.walr.com", false },
};
/* clang-format on */

/* HOST-1, HOST-3 */
START_TEST(only_the_exact_host_and_port_match)
{
    struct host_port question;

    ck_assert(hosts_parse(matches[_i].question, &question));
    ck_assert_msg(hosts_match(matches[_i].hosts, &question) ==
                      matches[_i].matches,
                  "'%s' and '%s'", matches[_i].hosts, matches[_i].question);
}
END_TEST

static const char *const bad_lists[] = {
    "a..b",      "*",           "*.",  "**.a",          "a.*.b",
    "a*.b",      "*.127.0.0.1", "*.1", "*.[::1]",       "a b/ c",
    "https://a", "a:0",         "a,b", "a.example u@b", "*.example.*",
};

START_TEST(a_list_that_cannot_be_understood_is_refused_by_name)
{
    struct wc_error err = { 0 };

    ck_assert_int_eq(hosts_check(bad_lists[_i], &err), WC_USAGE);
    ck_assert_ptr_nonnull(strchr(err.text, '\''));
}
END_TEST

START_TEST(an_entry_that_is_too_long_is_named_by_its_beginning)
{
    struct wc_error err = { 0 };
    char list[1024];

    memset(list, 'x', sizeof(list));
    (void)memcpy(list, "a.example ", strlen("a.example "));
    list[sizeof(list) - 1] = '\0';
    ck_assert_int_eq(hosts_check(list, &err), WC_USAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "'xxx"));
}
END_TEST

START_TEST(the_entries_of_a_list_come_one_by_one)
{
    const char *at = "*.a.example B.example:8443  [::1] ";
    struct host_entry entry;

    ck_assert(hosts_next(&at, &entry) && entry.wildcard);
    ck_assert_str_eq(entry.host.host, "a.example");
    ck_assert(hosts_next(&at, &entry) && !entry.wildcard);
    ck_assert_str_eq(entry.host.host, "b.example");
    ck_assert_uint_eq(entry.host.port, 8443);
    ck_assert(hosts_next(&at, &entry));
    ck_assert_str_eq(entry.host.host, "[::1]");
    ck_assert_uint_eq(entry.host.port, HOSTS_PORT);
    ck_assert(!hosts_next(&at, &entry));
}
END_TEST

START_TEST(a_good_list_is_accepted)
{
    struct wc_error err = { 0 };

    ck_assert_msg(hosts_check(" a.example:8443\t*.b.example [::1]:1 ", &err) ==
                      WC_OK,
                  "%s", err.text);
}
END_TEST

static void fill(TCase *tc)
{
    add_cases(tc, a_host_has_one_normal_form, good);
    add_cases(tc, what_is_no_plain_host_is_refused, bad);
    tcase_add_test(tc, a_name_of_253_bytes_is_the_longest);
    add_cases(tc, a_url_gives_its_host_or_nothing, urls);
    add_cases(tc, only_the_exact_host_and_port_match, matches);
    add_cases(tc, a_list_that_cannot_be_understood_is_refused_by_name,
              bad_lists);
    tcase_add_test(tc, an_entry_that_is_too_long_is_named_by_its_beginning);
    tcase_add_test(tc, the_entries_of_a_list_come_one_by_one);
    tcase_add_test(tc, a_good_list_is_accepted);
}

int main(void)
{
    return run_suite("hosts", fill);
}
