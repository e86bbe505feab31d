/* SPDX-License-Identifier: MIT */
/*
 * check_git.c - git's protocol, byte by byte, answered from a warm cache.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/clock.h"
#include "helper/cache.h"
#include "helper/profile-lookup.h"
#include "helper/profile.h"
#include "helper/protocol/protocol.h"
#include "tests/unit/sandbox.h"
#include "tests/unit/suite.h"

#define LIFETIME_S 3600
#define TOKEN      "eyJhbGciOi.e30.c2ln"

static const char config[] =
    "[profile default]\n"
    "token-url = https://id.example.com/token\n"
    "client-id = me\n"
    "hosts = git.example.com git.example.com:8443 [2001:db8::1] *.w.example\n"
    "[profile user]\n"
    "token-url = https://id.example.com/token\n"
    "client-id = you\n"
    "hosts = user.example.com both.example.com\n"
    "git-username = x-token-auth\n"
    "[profile other]\n"
    "token-url = https://id.example.com/token\n"
    "hosts = noid.example.com both.example.com\n";

static void open_cache(const char *name, struct cache *cache)
{
    auto_profile profile = PROFILE_INIT;
    const struct profile_options none = { .create = false };
    struct request request;
    struct wc_error err = { 0 };

    ck_assert_msg(profile_load(name, &none, &profile, &err) == WC_OK, "%s",
                  err.text);
    profile_request(&profile, REQUEST_OBTAIN, &request);
    ck_assert_int_eq(cache_open(NULL, &request, true, cache, &err), WC_OK);
}

static void warm(const char *name)
{
    auto_cache cache = CACHE_INIT;
    auto_record record = RECORD_INIT;
    struct wc_error why = { 0 };

    open_cache(name, &cache);
    clock_now(&record.obtained);
    record.lifetime_s = LIFETIME_S;
    ck_assert(secret_add_text(&record.token, TOKEN));
    ck_assert_msg(cache_store(&cache, &record, &why), "%s", why.text);
}

static bool is_cached(const char *name)
{
    auto_cache cache = CACHE_INIT;
    auto_record record = RECORD_INIT;

    open_cache(name, &cache);
    return cache_load(&cache, &record);
}

static void set_up(void)
{
    sandbox_enter();
    sandbox_config(config);
    warm("default");
    warm("user");
}

/* Run ACTION with QUESTION on stdin; *OUT gets the answer. */
static enum wc_code ask(const char *action, const char *question, size_t len,
                        struct secret *out, struct wc_error *err)
{
    struct caller caller = { .worker = "/nonexistent/worker" };
    struct options options = { .format = &formats[0] };
    FILE *input = tmpfile();

    ck_assert_ptr_nonnull(input);
    ck_assert_uint_eq(fwrite(question, 1, len, input), len);
    rewind(input);
    ck_assert_int_ge(dup2(fileno(input), STDIN_FILENO), 0);
    (void)fclose(input);
    return protocol_git(protocol_find("git"), action, &options, &caller, out,
                        err);
}

#define ASK(host) "protocol=https\nhost=" host "\n"
#define AUTHTYPE  "capability[]=authtype\n"
#define NEW_GIT   AUTHTYPE "capability[]=state\n"
#define BEARER                                                  \
    "capability[]=authtype\nauthtype=Bearer\ncredential=" TOKEN \
    "\nephemeral=1\n"
/* FNV-1a, 64 bits, of TOKEN: tells it from others. */
#define TOKEN_HASH "f5b2c0a7d30f6755"
#define WITH_STATE(state)                                  \
    "capability[]=authtype\ncapability[]=state\n"          \
    "authtype=Bearer\ncredential=" TOKEN "\nephemeral=1\n" \
    "state[]=walr-cred:" state "\n"
#define FIRST          WITH_STATE(TOKEN_HASH) "continue=1\n"
#define LAST           WITH_STATE("last")
#define PASSWORD(user) "username=" user "\npassword=" TOKEN "\n"

/* clang-format off */
static const struct {
    const char *question, *answer; /* without the expiry and the blank line */
} answered[] = {
    /* HOST-6: without capability[]=authtype, a password */
    { ASK("git.example.com") "\n",                              PASSWORD("oauth2") },
    { ASK("git.example.com"),                                   PASSWORD("oauth2") },
    { ASK("git.example.com") "username=joe\n\n",                PASSWORD("joe") },
    { ASK("user.example.com") "\n",                             PASSWORD("x-token-auth") },
    { ASK("git.example.com") "capability[]=state\n\n",          PASSWORD("oauth2") },
    { ASK("git.example.com") "authtype=Bearer\n\n",             PASSWORD("oauth2") },
    /* HOST-6: with it, Bearer, wherever the line stands */
    { AUTHTYPE ASK("git.example.com") "\n",                      BEARER },
    { ASK("git.example.com") AUTHTYPE "\n",                      BEARER },
    { AUTHTYPE ASK("git.example.com") "wwwauth[]=Bearer realm=\"g\"\n\n", BEARER },
    { AUTHTYPE ASK("git.example.com") "wwwauth[]=bearer\n\n",    BEARER },
    { AUTHTYPE ASK("git.example.com") "wwwauth[]=Basic realm=\"g\"\nwwwauth[]=Bearer\n\n", BEARER },
    { AUTHTYPE ASK("git.example.com") "wwwauth[]=Negotiate\n\n", BEARER },
    { AUTHTYPE ASK("user.example.com") "wwwauth[]=Bearer\n\n",   BEARER },
    /* and with state, once more in the same command */
    { NEW_GIT ASK("git.example.com") "\n",                      FIRST },
    { ASK("git.example.com") NEW_GIT "wwwauth[]=Bearer\n\n",    FIRST },
    { NEW_GIT ASK("git.example.com") "state[]=other:x\n\n",     FIRST },
    { NEW_GIT ASK("git.example.com") "state[]=walr-cred:" TOKEN_HASH "\n\n", LAST },
    { NEW_GIT ASK("git.example.com") "state[]=walr-cred:last\n\n", LAST },
    { NEW_GIT ASK("git.example.com") "state[]=walr-cred:\n\n",  LAST },
    /* a server that takes Basic only, or a profile that says so */
    { NEW_GIT ASK("git.example.com") "wwwauth[]=Basic realm=\"g\"\n\n", PASSWORD("oauth2") },
    { NEW_GIT ASK("user.example.com") "\n",                     PASSWORD("x-token-auth") },
    /* HOST-1: the host in any spelling of the same host and port */
    { ASK("GIT.Example.COM") "\n",                              PASSWORD("oauth2") },
    { ASK("git.example.com:443") "\n",                          PASSWORD("oauth2") },
    { ASK("git.example.com.") "\n",                             PASSWORD("oauth2") },
    { ASK("git.example.com:8443") "\n",                         PASSWORD("oauth2") },
    { ASK("[2001:DB8:0::1]") "\n",                              PASSWORD("oauth2") },
    { ASK("a.w.example") "\n",                                  PASSWORD("oauth2") },
    /* unknown keys are git's business */
    { ASK("git.example.com") "path=x/y.git\nnew[]=1\nnew[]=2\n\n", PASSWORD("oauth2") },
};
/* clang-format on */

START_TEST(a_host_of_ours_is_answered_with_exactly_this)
{
    auto_secret out = SECRET_MAX(FORMAT_MAX);
    struct wc_error err = { 0 };
    const char *question = answered[_i].question;
    const char *answer = answered[_i].answer;
    const char *expiry;
    struct moment now;
    long long until = 0;
    char end[4] = "";

    ck_assert_msg(ask("get", question, strlen(question), &out, &err) == WC_OK,
                  "%s", err.text);
    ck_assert_uint_gt(out.len, strlen(answer));
    ck_assert_mem_eq(secret_bytes(&out), answer, strlen(answer));
    expiry = secret_bytes(&out) + strlen(answer);
    ck_assert_int_eq(sscanf(expiry, "password_expiry_utc=%lld%3c", &until, end),
                     2);
    clock_now(&now);
    ck_assert_int_le(until, now.wall_s + LIFETIME_S);
    ck_assert_int_ge(until, now.wall_s + LIFETIME_S - 5);
    ck_assert_ptr_nonnull(strstr(expiry, "\n\n"));
    ck_assert_uint_eq(strlen(strstr(expiry, "\n\n")), 2);
}
END_TEST

/* clang-format off */
static const char *const foreign[] = {
    /* HOST-1, HOST-3: another host, port or scheme */
    ASK("example.com"), ASK("evil-git.example.com"), ASK("git.example.com.evil.net"),
    ASK("git.example.comx"), ASK("xgit.example.com"), ASK("git.example.com:444"),
    ASK("git.example.com:80"), ASK("git.example.com:08443"), ASK("git.example.com:"),
    ASK("a.b.w.example"), ASK("w.example"), ASK(".w.example"), ASK("*.w.example"),
    "protocol=http\nhost=git.example.com\n", "protocol=HTTPS\nhost=git.example.com\n",
    "protocol=ssh\nhost=git.example.com\n", "protocol=https \nhost=git.example.com\n",
    ASK("user@git.example.com"), ASK("git.example.com@evil.net"),
    ASK("git%2eexample.com"), ASK("git.example.com%00"), ASK("git.example.com\\@evil"),
    ASK("git.example.com/x"), ASK("git.example.com#x"), ASK("git.example.com?x"),
    ASK(" git.example.com"), ASK("git.example.com "), ASK("git.example.com\r"),
    ASK("git.example.com\t"), ASK("git..example.com"), ASK("git.example.com.."),
    ASK("g\xc3\xadt.example.com"), ASK("2001:db8::1"), ASK("[2001:db8::2]"), ASK("[2001:db8::1"),
    /* HOST-2: missing, empty or twice */
    "", "\n", "protocol=https\n", "host=git.example.com\n", "protocol=https\nhost=\n",
    "protocol=\nhost=git.example.com\n", "\nprotocol=https\nhost=git.example.com\n",
    "protocol=https\nhost=git.example.com\nhost=git.example.com\n",
    "protocol=https\nprotocol=https\nhost=git.example.com\n",
    "protocol=https\nhost=evil.net\nhost=git.example.com\n",
    /* IN-3: a user name that cannot be given back */
    ASK("git.example.com") "username=a\tb\n", ASK("git.example.com") "username=a\rpassword=x\n",
    ASK("git.example.com") "path=a\rb\n", ASK("git.example.com") "username=\x1b[2J\n", AUTHTYPE ASK("git.example.com") "username=\x7f\n",
};
/* clang-format on */

START_TEST(a_foreign_host_gets_nothing_and_exit_0)
{
    auto_secret out = SECRET_MAX(FORMAT_MAX);
    struct wc_error err = { 0 };

    ck_assert_msg(ask("get", foreign[_i], strlen(foreign[_i]), &out, &err) ==
                      WC_OK,
                  "%s", err.text);
    ck_assert_uint_eq(out.len, 0);
    ck_assert_uint_eq(strlen(err.text), 0);
}
END_TEST

/* HOST-6: unknown operations are ignored; store must not echo a password. */
START_TEST(other_actions_drain_the_question_and_say_nothing)
{
    static const char *const actions[] = { "store", "approve", "", "GET" };
    static const char question[] =
        ASK("git.example.com") "username=a\npassword=" TOKEN "\n\n";

    for (size_t i = 0; i < N_ELEMENTS(actions); i++) {
        auto_secret out = SECRET_MAX(FORMAT_MAX);
        struct wc_error err = { 0 };

        ck_assert_int_eq(
            ask(actions[i], question, strlen(question), &out, &err), WC_OK);
        ck_assert_uint_eq(out.len, 0);
        ck_assert_int_eq((int)lseek(STDIN_FILENO, 0, SEEK_CUR),
                         (int)strlen(question));
    }
    ck_assert(is_cached("default"));
}
END_TEST

START_TEST(capability_announces_authtype)
{
    auto_secret out = SECRET_MAX(FORMAT_MAX);
    struct wc_error err = { 0 };

    ck_assert_int_eq(ask("capability", "", 0, &out, &err), WC_OK);
    ck_assert_str_eq(secret_bytes(&out),
                     "version 0\ncapability authtype\ncapability state\n");
}
END_TEST

/* clang-format off */
static const struct {
    const char *question;
    bool drops;
} erased[] = {
    { ASK("git.example.com") "username=oauth2\npassword=" TOKEN "\n", true },
    { NEW_GIT ASK("git.example.com") "authtype=Bearer\ncredential=" TOKEN "\n", true },
    { ASK("git.example.com"), true },
    { ASK("git.example.com") "password=another\n", false },
    { ASK("git.example.com") "password=" TOKEN "x\n", false },
    { ASK("git.example.com") "credential=another\n", false },
    { ASK("git.example.com") "password=\n", false },
    { ASK("evil.net") "password=" TOKEN "\n", false },
    { "protocol=https\npassword=" TOKEN "\n", false },
};
/* clang-format on */

/* HOST-7: a newer token survives the complaint about an old one. */
START_TEST(erase_drops_only_the_very_token_that_failed)
{
    auto_secret out = SECRET_MAX(FORMAT_MAX);
    struct wc_error err = { 0 };
    const char *question = erased[_i].question;

    ck_assert_int_eq(ask("erase", question, strlen(question), &out, &err),
                     WC_OK);
    ck_assert_uint_eq(out.len, 0);
    ck_assert_int_eq(is_cached("default"), !erased[_i].drops);
    ck_assert(is_cached("user"));
}
END_TEST

/* IN-6: long lines are read whole up to the limit and refused beyond it. */
START_TEST(a_line_of_65534_bytes_is_read_and_one_more_is_refused)
{
    static char question[70000 + 128];
    static const char key[] = "wwwauth[]=Bearer ";

    for (int extra = 0; extra < 2; extra++) {
        auto_secret out = SECRET_MAX(FORMAT_MAX);
        struct wc_error err = { 0 };
        size_t line = 65534 + (size_t)extra;
        char *at = question;

        memcpy(at, key, strlen(key));
        memset(at + strlen(key), 'x', line - strlen(key));
        at += line;
        (void)snprintf(at, 128, "\n%s", NEW_GIT ASK("git.example.com") "\n");
        ck_assert_int_eq(ask("get", question, strlen(question), &out, &err),
                         extra == 0 ? WC_OK : WC_USAGE);
        ck_assert_int_eq(out.len > 0, extra == 0);
    }
}
END_TEST

/* clang-format off */
static const struct {
    const char *question;
    size_t len;
    enum wc_code code;
} refused[] = {
    { "protocol=https\nhost=git.example.com\0\n\n", 37, WC_USAGE },
    { ASK("git.example.com") "no equals sign\n\n", sizeof(ASK("git.example.com") "no equals sign\n\n") - 1, WC_USAGE },
    { ASK("git.example.com") "=x\n\n", sizeof(ASK("git.example.com") "=x\n\n") - 1, WC_USAGE },
    { ASK("noid.example.com") "\n", sizeof(ASK("noid.example.com") "\n") - 1, WC_NO_CREDENTIAL },
    { ASK("both.example.com") "\n", sizeof(ASK("both.example.com") "\n") - 1, WC_NO_CREDENTIAL },
};
/* clang-format on */

START_TEST(a_broken_question_or_no_client_prints_nothing_and_says_why)
{
    auto_secret out = SECRET_MAX(FORMAT_MAX);
    struct wc_error err = { 0 };

    ck_assert_int_eq(
        ask("get", refused[_i].question, refused[_i].len, &out, &err),
        refused[_i].code);
    ck_assert_uint_eq(out.len, 0);
    ck_assert_uint_gt(strlen(err.text), 0);
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_checked_fixture(tc, set_up, sandbox_leave);
    add_cases(tc, a_host_of_ours_is_answered_with_exactly_this, answered);
    add_cases(tc, a_foreign_host_gets_nothing_and_exit_0, foreign);
    tcase_add_test(tc, other_actions_drain_the_question_and_say_nothing);
    tcase_add_test(tc, capability_announces_authtype);
    add_cases(tc, erase_drops_only_the_very_token_that_failed, erased);
    tcase_add_test(tc, a_line_of_65534_bytes_is_read_and_one_more_is_refused);
    add_cases(tc, a_broken_question_or_no_client_prints_nothing_and_says_why,
              refused);
}

int main(void)
{
    return run_suite("git", fill);
}
