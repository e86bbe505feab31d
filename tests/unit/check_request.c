/* SPDX-License-Identifier: MIT */
/*
 * check_request.c - what goes over the worker's pipe: request and answer.
 */
#include "config.h"

#include <string.h>

#include "common/answer.h"
#include "common/request.h"
#include "tests/unit/suite.h"

static const struct request full = {
    .profile = "p",
    .token_url = "https://a/t",
    .client_id = "me",
    .audience = "https://api",
    .scope = "a b",
    .resource = "https://r",
    .form = true,
    .basic = true,
    .params = { { "x", "1=2" }, { "y", " " } },
    .n_params = 2,
    .action = REQUEST_LOGIN,
    .source = REQUEST_STREAM,
    .secret_from = "file:/s",
    .ca_file = "/ca",
    .proxy = "none",
    .allow_insecure_loopback = true,
    .allow_plain_session = true,
    .may_prompt = true,
    .no_verify = true,
    .default_lifetime_s = 300,
    .deadline_ms = 9000,
    .parent = 4711,
};

START_TEST(every_field_of_a_request_comes_back)
{
    auto_secret text = SECRET_MAX(REQUEST_MAX);
    struct wc_error err = { 0 };
    struct request is;

    ck_assert(request_write(&full, &text));
    ck_assert_msg(request_parse(text.bytes, text.len, &is, &err) == WC_OK, "%s",
                  err.text);
    ck_assert_str_eq(is.profile, full.profile);
    ck_assert_str_eq(is.token_url, full.token_url);
    ck_assert_str_eq(is.client_id, full.client_id);
    ck_assert_str_eq(is.audience, full.audience);
    ck_assert_str_eq(is.scope, full.scope);
    ck_assert_str_eq(is.resource, full.resource);
    ck_assert_str_eq(is.secret_from, full.secret_from);
    ck_assert_str_eq(is.ca_file, full.ca_file);
    ck_assert_str_eq(is.proxy, full.proxy);
    ck_assert(is.form && is.basic && is.allow_insecure_loopback &&
              is.allow_plain_session && is.may_prompt && is.no_verify);
    ck_assert_int_eq((int)is.action, REQUEST_LOGIN);
    ck_assert_int_eq((int)is.source, REQUEST_STREAM);
    ck_assert_uint_eq(is.n_params, 2);
    ck_assert_str_eq(is.params[0].value, "1=2");
    ck_assert_str_eq(is.params[1].value, " ");
    ck_assert_int_eq(is.default_lifetime_s, 300);
    ck_assert_int_eq(is.deadline_ms, 9000);
    ck_assert_int_eq(is.parent, 4711);
}
END_TEST

#define HEAD "walr-cred-request=1\nprofile=p\ntoken-url=https://a/t\n"

/* clang-format off */
static const char *const bad_requests[] = {
    "", "x\n", "walr-cred-request=2\nprofile=p\ntoken-url=u\naction=obtain\n", "profile=p\n" HEAD "action=obtain\n",
    HEAD, HEAD "action=steal\n", HEAD "action=obtain\naction=obtain\n", HEAD "action=obtain\nunknown=1\n",
    HEAD "action=obtain\nmay-prompt=maybe\n", HEAD "action=obtain\nparent=-1\n", HEAD "action=obtain\nparent=x\n",
    HEAD "action=obtain\nno equals\n", HEAD "action=obtain\n\n", HEAD "action=obtain\n" HEAD, HEAD "action=obtain\nparam.=1\n",
    /* IN-3 */
    HEAD "action=obtain\nscope=a\tb\n", HEAD "action=obtain\nproxy=\x1b\n", HEAD "action=obtain\nparam.a\r=b\n",
    HEAD "action=obtain\nprofile=q\n", HEAD "action=obtain\ntoken-url=https://evil.net/\n",
    HEAD "action=obtain\nscope=a\nscope=a\n", HEAD "action=obtain\nrequest=xml\n", HEAD "action=obtain\nclient-auth=\n",
    "walr-cred-request=1\ntoken-url=u\naction=obtain\n", "walr-cred-request=1\nprofile=p\naction=obtain\n",
};
/* clang-format on */

START_TEST(a_request_that_our_front_would_not_write_is_refused)
{
    char text[512];
    struct wc_error err = { 0 };
    struct request is;
    size_t len = strlen(bad_requests[_i]);

    memcpy(text, bad_requests[_i], len + 1);
    ck_assert_int_eq(request_parse(text, len, &is, &err), WC_INTERNAL);
}
END_TEST

/* OPS-1: whatever separators the values hold. */
START_TEST(different_questions_have_different_identities)
{
    struct request asked[12];
    struct secret texts[12] = { { .bytes = NULL } };

    for (size_t i = 0; i < 12; i++)
        asked[i] = full;
    asked[1].audience = "a|b", asked[1].scope = "c";
    asked[2].audience = "a", asked[2].scope = "b|c";
    asked[3].audience = "x=y", asked[3].scope = NULL;
    asked[4].audience = NULL, asked[4].scope = "x=y";
    asked[5].form = false;
    asked[6].basic = false;
    asked[7].n_params = 1;
    asked[8].params[0] = (struct request_param){ "x=1", "2" };
    asked[9].profile = "q";
    asked[10].client_id = "you";
    asked[11].token_url = "https://a/t/";
    for (size_t i = 0; i < 12; i++) {
        texts[i].max = REQUEST_MAX;
        if (!request_write_identity(&asked[i], &texts[i])) {
            /* a name with '=' cannot even be written */
            ck_assert_uint_eq(i, 8);
            continue;
        }
        for (size_t k = 0; k < i; k++)
            ck_assert_str_ne(secret_bytes(&texts[i]), secret_bytes(&texts[k]));
    }
    for (size_t i = 0; i < 12; i++)
        secret_clear(&texts[i]);
}
END_TEST

/* How the answer is obtained is no part of what is asked. */
START_TEST(the_identity_does_not_depend_on_how_it_is_asked)
{
    struct request other = full;
    auto_secret a = SECRET_MAX(REQUEST_MAX), b = SECRET_MAX(REQUEST_MAX);

    other.action = REQUEST_OBTAIN;
    other.deadline_ms = 1;
    other.may_prompt = false;
    other.source = REQUEST_KEYRING;
    ck_assert(request_write_identity(&full, &a) &&
              request_write_identity(&other, &b));
    ck_assert_str_eq(secret_bytes(&a), secret_bytes(&b));
}
END_TEST

START_TEST(a_value_with_a_line_break_cannot_be_asked)
{
    struct request request = full;
    auto_secret text = SECRET_MAX(REQUEST_MAX);

    request.audience = "a\naction=logout";
    ck_assert(!request_write(&request, &text));
}
END_TEST

static bool parse_answer(const char *text, struct answer *answer)
{
    auto_secret copy = SECRET_MAX(ANSWER_MAX);

    ck_assert(secret_add_text(&copy, text));
    return answer_parse(&copy, "", answer);
}

START_TEST(a_failure_comes_back_behind_progress_lines)
{
    auto_answer answer = ANSWER_INIT;

    ck_assert(parse_answer("prompt=open\nprompt=closed\nasked=endpoint\n"
                           "prompt=open\n"
                           "walr-cred-failure=1\ncode=8\nretry-after=120\n"
                           "message=too many: later\n",
                           &answer));
    ck_assert_int_eq((int)answer.kind, ANSWER_FAILURE);
    ck_assert_int_eq(answer.error.code, WC_RATE_LIMITED);
    ck_assert_str_eq(answer.error.text, "too many: later");
    ck_assert_int_eq(answer.retry_after_s, 120);
}
END_TEST

START_TEST(done_comes_back_with_its_flags)
{
    struct answer done = { .kind = ANSWER_DONE,
                           .record = RECORD_INIT,
                           .stored = true };
    auto_secret text = SECRET_MAX(ANSWER_MAX);
    auto_answer answer = ANSWER_INIT;

    ck_assert(answer_write(&done, "", &text));
    ck_assert(answer_parse(&text, "", &answer));
    ck_assert_int_eq((int)answer.kind, ANSWER_DONE);
    ck_assert(answer.stored && !answer.locked);
}
END_TEST

/* clang-format off */
static const char *const bad_answers[] = {
    "", "\n", "prompt=open\n", "prompt=opened\nwalr-cred-done=1\nstored=yes\nlocked=no\n",
    "walr-cred-done=2\nstored=yes\nlocked=no\n", "walr-cred-done=1\nstored=yes\n", "walr-cred-done=1\nstored=maybe\nlocked=no\n",
    "walr-cred-done=1\nstored=yes\nlocked=no\nmore=1\n", "walr-cred-failure=1\ncode=0\nretry-after=0\nmessage=x\n",
    "walr-cred-failure=1\ncode=12\nretry-after=0\nmessage=x\n", "walr-cred-failure=1\ncode=6\nretry-after=86401\nmessage=x\n",
    "walr-cred-failure=1\ncode=6\nretry-after=0\n", "Authorization: Bearer x\n", "walr-cred-record=1\naccess-token=x\n",
};
/* clang-format on */

START_TEST(half_or_odd_answers_are_none)
{
    auto_answer answer = ANSWER_INIT;

    ck_assert_msg(!parse_answer(bad_answers[_i], &answer), "%s",
                  bad_answers[_i]);
}
END_TEST

static void fill(TCase *tc)
{
    tcase_add_test(tc, every_field_of_a_request_comes_back);
    add_cases(tc, a_request_that_our_front_would_not_write_is_refused,
              bad_requests);
    tcase_add_test(tc, different_questions_have_different_identities);
    tcase_add_test(tc, the_identity_does_not_depend_on_how_it_is_asked);
    tcase_add_test(tc, a_value_with_a_line_break_cannot_be_asked);
    tcase_add_test(tc, a_failure_comes_back_behind_progress_lines);
    tcase_add_test(tc, done_comes_back_with_its_flags);
    add_cases(tc, half_or_odd_answers_are_none, bad_answers);
}

int main(void)
{
    return run_suite("request", fill);
}
