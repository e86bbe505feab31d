/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <string.h>

#include "common/json.h"
#include "obtain/grant.h"
#include "tests/unit/suite.h"

static const struct request plain = {
    .client_id = "me",
    .audience = "https://api.walr.com",
};

static void build(const struct request *request, const char *secret_text,
                  struct grant *grant)
{
    auto_secret secret = SECRET_MAX(8192);
    struct wc_error err = { 0 };

    json_init();
    ck_assert(secret_add_text(&secret, secret_text));
    ck_assert_int_eq(grant_build(request, &secret, grant, &err), WC_OK);
}

/* T01: what the vendor documents, members in that order. */
START_TEST(json_is_exactly_what_the_vendor_documents)
{
    auto_grant grant = GRANT_INIT;

    build(&plain, "s3cret", &grant);
    ck_assert_str_eq(secret_bytes(&grant.body),
                     "{\"client_id\":\"me\",\"client_secret\":\"s3cret\","
                     "\"audience\":\"https://api.walr.com\","
                     "\"grant_type\":\"client_credentials\"}");
    ck_assert_str_eq(grant.content_type, "application/json");
    ck_assert_uint_eq(grant.authorization.len, 0);
}
END_TEST

/* RFC 6749 4.4.2 */
START_TEST(a_form_is_exactly_what_the_rfc_shows)
{
    struct request request = plain;
    auto_grant grant = GRANT_INIT;

    request.form = true;
    build(&request, "s3cret", &grant);
    ck_assert_str_eq(secret_bytes(&grant.body),
                     "client_id=me&client_secret=s3cret&"
                     "audience=https%3A%2F%2Fapi.walr.com&"
                     "grant_type=client_credentials");
    ck_assert_str_eq(grant.content_type, "application/x-www-form-urlencoded");
}
END_TEST

/* clang-format off */
/* T09, IN-4: base64 values by coreutils' base64 of the form-encoded pair. */
static const struct {
    const char *secret, *json, *form, *basic;
} secrets[] = {
    { "plain", "plain", "plain", "bWU6cGxhaW4=" },                          /* me:plain */
    { "a\"b",  "a\\\"b", "a%22b", "bWU6YSUyMmI=" },                         /* me:a%22b */
    { "a\\b",  "a\\\\b", "a%5Cb", "bWU6YSU1Q2I=" },                         /* me:a%5Cb */
    { "a\xc3\xa9", "a\xc3\xa9", "a%C3%A9", "bWU6YSVDMyVBOQ==" },            /* me:a%C3%A9 */
    { "a%41",  "a%41",  "a%2541", "bWU6YSUyNTQx" },                         /* me:a%2541 */
    { "a&b=c", "a&b=c", "a%26b%3Dc", "bWU6YSUyNmIlM0Rj" },                  /* me:a%26b%3Dc */
    { "a+b",   "a+b",   "a%2Bb", "bWU6YSUyQmI=" },                          /* me:a%2Bb */
    { "a b",   "a b",   "a+b", "bWU6YSti" },                                /* me:a+b */
    { "a:b",   "a:b",   "a%3Ab", "bWU6YSUzQWI=" },                          /* me:a%3Ab */
    { "a/b~c", "a/b~c", "a%2Fb%7Ec", "bWU6YSUyRmIlN0Vj" },                  /* me:a%2Fb%7Ec */
};
/* clang-format on */

static void assert_holds(const struct secret *text, const char *before,
                         const char *value, const char *after)
{
    const char *at = strstr(secret_bytes(text), before);

    ck_assert_ptr_nonnull(at);
    at += strlen(before);
    ck_assert_msg(strncmp(at, value, strlen(value)) == 0, "%s", at);
    ck_assert_msg(strncmp(at + strlen(value), after, strlen(after)) == 0, "%s",
                  at);
}

START_TEST(a_secret_arrives_unchanged_in_every_style)
{
    struct request request = plain;
    auto_grant grant = GRANT_INIT;

    build(&request, secrets[_i].secret, &grant);
    assert_holds(&grant.body, "\"client_secret\":\"", secrets[_i].json, "\",");
    request.form = true;
    build(&request, secrets[_i].secret, &grant);
    assert_holds(&grant.body, "client_secret=", secrets[_i].form, "&");
    request.basic = true;
    build(&request, secrets[_i].secret, &grant);
    ck_assert_str_eq(secret_bytes(&grant.authorization) +
                         strlen("Authorization: Basic "),
                     secrets[_i].basic);
    ck_assert_ptr_null(strstr(secret_bytes(&grant.body), "client_id"));
    ck_assert_ptr_null(strstr(secret_bytes(&grant.body), "client_secret"));
    request.form = false;
    build(&request, secrets[_i].secret, &grant);
    ck_assert_str_eq(secret_bytes(&grant.body),
                     "{\"audience\":\"https://api.walr.com\","
                     "\"grant_type\":\"client_credentials\"}");
}
END_TEST

/* IN-4: base64 of every length modulo three, RFC 4648 section 10. */
START_TEST(base64_is_padded)
{
    static const char *const pairs[][3] = {
        { "f", "oob", "Zjpvb2I=" },
        { "f", "ooba", "Zjpvb2Jh" },
        { "f", "o", "Zjpv" },
        { "f", "oo", "Zjpvbw==" },
    };

    for (size_t i = 0; i < N_ELEMENTS(pairs); i++) {
        struct request request = { .client_id = pairs[i][0], .basic = true };
        auto_grant grant = GRANT_INIT;

        build(&request, pairs[i][1], &grant);
        ck_assert_str_eq(secret_bytes(&grant.authorization) +
                             strlen("Authorization: Basic "),
                         pairs[i][2]);
    }
}
END_TEST

START_TEST(a_secret_of_4_kib_fits_every_style)
{
    static char secret[4097];

    memset(secret, '%', sizeof(secret) - 1);
    for (int style = 0; style < 4; style++) {
        struct request request = plain;
        auto_grant grant = GRANT_INIT;

        request.form = style & 1;
        request.basic = style & 2;
        build(&request, secret, &grant);
        ck_assert_uint_gt(grant.body.len, 30);
    }
}
END_TEST

/* RFC 8707: a resource is repeated; the order of what follows is the
   profile's. */
START_TEST(scope_resources_and_extra_fields_follow)
{
    struct request request = plain;
    auto_grant grant = GRANT_INIT;

    request.scope = "read:a write:b";
    request.resource = "https://r1/ https://r2/";
    request.params[0] = (struct request_param){ "organization", "o \"1\"" };
    request.n_params = 1;
    build(&request, "s", &grant);
    assert_holds(&grant.body, "\"grant_type\":\"client_credentials\",",
                 "\"scope\":\"read:a write:b\","
                 "\"resource\":[\"https://r1/\",\"https://r2/\"],"
                 "\"organization\":\"o \\\"1\\\"\"}",
                 "");
    request.form = true;
    build(&request, "s", &grant);
    assert_holds(&grant.body, "grant_type=client_credentials&",
                 "scope=read%3Aa+write%3Ab&resource=https%3A%2F%2Fr1%2F&"
                 "resource=https%3A%2F%2Fr2%2F&organization=o+%221%22",
                 "");
    request.form = false;
    request.resource = "https://r1/";
    build(&request, "s", &grant);
    assert_holds(&grant.body, "\"resource\":", "\"https://r1/\"", ",");
}
END_TEST

START_TEST(what_is_absent_is_left_out)
{
    struct request request = { .client_id = "me" };
    auto_grant grant = GRANT_INIT;

    build(&request, "s", &grant);
    ck_assert_str_eq(secret_bytes(&grant.body),
                     "{\"client_id\":\"me\",\"client_secret\":\"s\","
                     "\"grant_type\":\"client_credentials\"}");
}
END_TEST

/* OPS-1: a token of fewer resources would be cached as one of all. */
START_TEST(a_resource_that_does_not_fit_is_not_left_out)
{
    auto_secret secret = SECRET_MAX(8192);
    auto_secret resources = SECRET_MAX(2 * GRANT_MAX);
    struct request request = plain;

    json_init();
    ck_assert(secret_add_text(&secret, "s3cret"));
    ck_assert(secret_add_text(&resources, "https://a.example "));
    while (resources.len <= GRANT_MAX + 32)
        ck_assert(secret_add_text(&resources, "x"));
    request.resource = secret_bytes(&resources);
    for (int form = 0; form <= 1; form++) {
        struct wc_error err = { 0 };
        auto_grant grant = GRANT_INIT;

        request.form = form;
        ck_assert_int_eq(grant_build(&request, &secret, &grant, &err),
                         WC_INTERNAL);
        ck_assert_uint_eq(grant.body.len, 0);
    }
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_test(tc, json_is_exactly_what_the_vendor_documents);
    tcase_add_test(tc, a_form_is_exactly_what_the_rfc_shows);
    add_cases(tc, a_secret_arrives_unchanged_in_every_style, secrets);
    tcase_add_test(tc, base64_is_padded);
    tcase_add_test(tc, a_secret_of_4_kib_fits_every_style);
    tcase_add_test(tc, scope_resources_and_extra_fields_follow);
    tcase_add_test(tc, what_is_absent_is_left_out);
    tcase_add_test(tc, a_resource_that_does_not_fit_is_not_left_out);
}

int main(void)
{
    return run_suite("grant", fill);
}
