/* SPDX-License-Identifier: MIT */
/* fuzz_request.c - what the worker is asked, on its stdin. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "common/request.h"
#include "tests/fuzz/fuzz.h"

/* What is read can be written, and is then read as the same. */
static void check(const struct request *request)
{
    auto_secret text = SECRET_MAX(2 * REQUEST_MAX);
    auto_secret copy = SECRET_MAX(2 * REQUEST_MAX);
    auto_secret again_text = SECRET_MAX(2 * REQUEST_MAX);
    struct request again;
    struct wc_error err = { 0 };

    MUST(request->profile && request->token_url);
    MUST(request->n_params <= REQUEST_PARAMS_MAX);
    MUST(request->deadline_ms >= 0 && request->default_lifetime_s >= 0);
    MUST(request_write(request, &text));
    MUST(secret_add(&copy, text.bytes, text.len));
    MUST(request_parse(copy.bytes, copy.len, &again, &err) == WC_OK);
    MUST(request_write(&again, &again_text));
    MUST(strcmp(text.bytes, again_text.bytes) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    struct request request = { .profile = "untouched" };
    struct wc_error err = { 0 };

    MUST(text != NULL);
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    if (request_parse(text, size, &request, &err) == WC_OK)
        check(&request);
    else
        MUST(err.code == WC_INTERNAL &&
             strcmp(request.profile, "untouched") == 0);
    fuzz_outcome_code((int)err.code, err.text);
    free(text);
    return 0;
}
