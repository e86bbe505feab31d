/* SPDX-License-Identifier: MIT */
/* fuzz_git.c - git's question (HOST-1, HOST-2, HOST-6, HOST-7, IN-3, IN-6). */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/asked.h"
#include "tests/fuzz/fuzz.h"

/* What the question says of KEY up to a blank line; NULL unless it is once. */
static char *value_of(const char *question, const char *key)
{
    size_t len = strlen(key);
    const char *found = NULL;
    size_t n = 0;

    while (*question != '\n' && *question != '\0') {
        const char *end = strchrnul(question, '\n');

        if (strncmp(question, key, len) == 0 && question[len] == '=') {
            found = question + len + 1;
            n++;
        }
        question = *end ? end + 1 : end;
    }
    return n == 1 ? strndup(found, strcspn(found, "\n")) : NULL;
}

/* Whether the question is one that may be answered. */
static bool may_answer(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    char *protocol = text ? value_of(text, "protocol") : NULL;
    char *host = text ? value_of(text, "host") : NULL;
    struct reference asked;
    bool may = protocol && strcmp(protocol, "https") == 0 && host &&
               reference_authority(host, strlen(host), &asked) &&
               asked_serves(&asked);

    free(host);
    free(protocol);
    free(text);
    return may;
}

/* A control byte in the user name, too, is a reason for no answer. */
static bool has_control(const uint8_t *data, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (data[i] != '\n' && (data[i] < 0x20 || data[i] == 0x7f))
            return true;
    }
    return false;
}

/* Only a token that is named, or none, is dropped. */
static void check_erase(const uint8_t *data, size_t size, size_t len)
{
    auto_asked erased = ASKED_INIT;

    asked_run("git", "erase", NULL, data, size, &erased);
    MUST(erased.out.len == 0);
    MUST(asked_is_cached() || may_answer(data, len));
}

/* The bytes up to the blank line that ends the question. */
static size_t question_size(const uint8_t *data, size_t size)
{
    const uint8_t *end = size > 0 ? memmem(data, size, "\n\n", 2) : NULL;

    if (size > 0 && data[0] == '\n')
        return 1;
    return end ? (size_t)(end - data) + 2 : size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    auto_asked stored = ASKED_INIT;
    auto_asked asked = ASKED_INIT;
    size_t len = question_size(data, size);

    if (asked_is_given_away(data, size))
        return 0;
    check_erase(data, size, len);
    asked_run("git", "store", NULL, data, size, &stored);
    MUST(stored.out.len == 0);
    asked_run("git", "get", NULL, data, size, &asked);
    MUST(asked_has_token(&asked) || asked.out.len == 0);
    MUST(!asked_has_token(&asked) || may_answer(data, len));
    MUST(asked.code != WC_OK || asked_has_token(&asked) ||
         !may_answer(data, len) || has_control(data, len));
    return 0;
}
