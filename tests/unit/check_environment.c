/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "helper/environment.h"
#include "tests/unit/suite.h"

#define TEXT_MAX 1024

/* clang-format off */
static char *everything[] = {
    (char[]){ "PATH=/bin" },
    (char[]){ "HOME=/users/u" },
    (char[]){ "HOMER=odyssey" },
    (char[]){ "USER=u" },
    (char[]){ "LOGNAME=u" },
    (char[]){ "LANG=de_DE.UTF-8" },
    (char[]){ "LC_ALL=de_DE.UTF-8" },
    (char[]){ "XDG_RUNTIME_DIR=/run/user/1000" },
    (char[]){ "XDG_CONFIG_HOME=/users/u/.config" },
    (char[]){ "DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/1000/bus" },
    (char[]){ "DISPLAY=:0" },
    (char[]){ "G_MESSAGES_DEBUG=all" },
    (char[]){ "G_DBUS_DEBUG=all" },
    (char[]){ "SECRET_BACKEND=file" },
    (char[]){ "SECRET_SERVICE_BUS_NAME=org.evil" },
    (char[]){ "SNAP_NAME=code" },
    (char[]){ "SSLKEYLOGFILE=/tmp/keys" },
    (char[]){ "SSL_CERT_FILE=/tmp/ca" },
    (char[]){ "OPENSSL_CONF=/tmp/openssl.cnf" },
    (char[]){ "LD_PRELOAD=/tmp/evil.so" },
    (char[]){ "HOSTALIASES=/tmp/hosts" },
    (char[]){ "RES_OPTIONS=debug" },
    (char[]){ "NETRC=/tmp/netrc" },
    (char[]){ "MALLOC_CHECK_=3" },
    (char[]){ "TZ=:/tmp/tz" },
    (char[]){ "HTTP_PROXY=http://cgi.test" },
    (char[]){ "http_proxy=http://1.test" },
    (char[]){ "https_proxy=http://2.test" },
    (char[]){ "HTTPS_PROXY=http://3.test" },
    (char[]){ "all_proxy=http://4.test" },
    (char[]){ "ALL_PROXY=http://5.test" },
    (char[]){ "no_proxy=6.test" },
    (char[]){ "NO_PROXY=7.test" },
    (char[]){ "WALR_CLIENT_SECRET=hush" },
    (char[]){ "WALR_CLIENT_ID=id" },
    (char[]){ "HOME=/second" },
    (char[]){ "no equals sign" },
    NULL,
};

#define BASE                                             \
    "HOME=/users/u USER=u LOGNAME=u "                     \
    "XDG_RUNTIME_DIR=/run/user/1000 "                    \
    "DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/1000/bus "
#define PROXIES                                          \
    "http_proxy=http://1.test https_proxy=http://2.test "\
    "HTTPS_PROXY=http://3.test all_proxy=http://4.test " \
    "ALL_PROXY=http://5.test no_proxy=6.test NO_PROXY=7.test "
#define LAST "LANG=C.UTF-8 "

static const struct {
    const char *proxy;
    enum request_source source;
    const char *expected;
} cases[] = {
    { NULL,                REQUEST_KEYRING,     BASE PROXIES LAST },
    { "env",               REQUEST_KEYRING,     BASE PROXIES LAST },
    { "none",              REQUEST_KEYRING,     BASE LAST },
    { "http://proxy.test", REQUEST_STREAM,      BASE LAST },
    { "environment",       REQUEST_TERMINAL,    BASE LAST },
    { "none",              REQUEST_ENVIRONMENT,
      BASE "WALR_CLIENT_SECRET=hush " LAST },
    { "env",               REQUEST_ENVIRONMENT,
      BASE PROXIES "WALR_CLIENT_SECRET=hush " LAST },
};
/* clang-format on */

static void assert_filled(const struct request *request, char *const *from,
                          const char *expected)
{
    char *vars[ENVIRONMENT_MAX];
    char text[TEXT_MAX] = "";
    size_t used = 0;

    environment_fill(request, from, vars);
    for (char **entry = vars; *entry; entry++)
        used +=
            (size_t)snprintf(text + used, sizeof(text) - used, "%s ", *entry);
    ck_assert_str_eq(text, expected);
}

/* PRC-11, NET-5 */
START_TEST(the_worker_gets_the_listed_variables_and_no_other)
{
    struct request request = { .proxy = cases[_i].proxy,
                               .source = cases[_i].source };

    assert_filled(&request, everything, cases[_i].expected);
}
END_TEST

/* PRC-11 */
START_TEST(an_empty_environment_gives_the_language_only)
{
    struct request request = { .source = REQUEST_ENVIRONMENT };
    char *nothing[] = { NULL };

    assert_filled(&request, nothing, LAST);
}
END_TEST

static void fill(TCase *tc)
{
    add_cases(tc, the_worker_gets_the_listed_variables_and_no_other, cases);
    tcase_add_test(tc, an_empty_environment_gives_the_language_only);
}

int main(void)
{
    return run_suite("environment", fill);
}
