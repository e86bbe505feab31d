/* SPDX-License-Identifier: MIT */
/* fuzz_text.c - tokens, UTF-8, what may be shown (IN-1, IN-3). */
#include "config.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "common/text.h"
#include "tests/fuzz/fuzz.h"

/* RFC 6750 section 2.1, b64token */
static bool is_b64token(const char *text, size_t size)
{
    static regex_t regex;
    static bool compiled;

    if (!compiled)
        MUST(regcomp(&regex, "^[A-Za-z0-9._~+/-]+=*$",
                     REG_EXTENDED | REG_NOSUB) == 0);
    compiled = true;
    return size <= 16384 && regexec(&regex, text, 0, NULL, 0) == 0;
}

static void check_printable(char *text)
{
    size_t len = strlen(text);
    bool was = fuzz_is_printable(text);
    char *before = strdup(text);

    MUST(before != NULL);
    text_make_printable(text);
    MUST(strlen(text) == len && fuzz_is_printable(text));
    /* What is changed is more than that: C1 controls, too. */
    MUST(was || strcmp(before, text) != 0);
    memcpy(before, text, len + 1);
    text_make_printable(text);
    MUST(strcmp(before, text) == 0);
    free(before);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    bool token;

    if (!text) {
        MUST(!text_is_token((const char *)data, size));
        fuzz_outcome("text", "");
        return 0;
    }
    token = text_is_token(text, size);
    MUST(token == is_b64token(text, size));
    MUST(!token || (text_is_utf8(text, size) && !text_has_control(text, size)));
    for (size_t i = 0; i < size && i < 64 && text_is_utf8(text, size); i++)
        MUST(text_is_utf8(text, i) == text_is_utf8(text + i, size - i));
    fuzz_outcome(token                      ? "token"
                 : fuzz_is_printable(text)  ? "printable"
                 : text_is_utf8(text, size) ? "utf8"
                                            : "bytes",
                 "");
    check_printable(text);
    free(text);
    return 0;
}
