/* SPDX-License-Identifier: MIT */
/* fuzz_number.c - decimal numbers and TIME, with their limits (CLK-4). */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/number.h"
#include "tests/fuzz/fuzz.h"

static const struct {
    int64_t min, max;
} limits[] = { { 0, INT64_MAX }, { 1, 65535 }, { 0, 86400 },
               { 5, 5 },         { 0, 7 },     { 60, 600 } };

/* The value of TEXT's first LEN bytes, all digits, or -1 over int64_t. */
static __int128 value_of(const char *text, size_t len)
{
    __int128 value = 0;

    for (size_t i = 0; i < len; i++) {
        value = value * 10 + (text[i] - '0');
        if (value > INT64_MAX)
            return -1;
    }
    return len > 0 ? value : -1;
}

static void check(const char *text, int64_t min, int64_t max)
{
    size_t len = strspn(text, "0123456789");
    __int128 value = value_of(text, len);
    int64_t n = -7, seconds = -7;
    int unit = text[len] == 'h' ? 3600 : text[len] == 'm' ? 60 : 1;
    bool is_time = strspn(text + len, "smh") == strlen(text + len) &&
                   strlen(text + len) <= 1;

    MUST(number_parse(text, min, max, &n) ==
         (text[len] == '\0' && value >= min && value <= max));
    MUST(n == -7 || n == value);
    MUST(number_parse_time(text, min, max, &seconds) ==
         (is_time && value >= 0 && value * unit >= min && value * unit <= max));
    MUST(seconds == -7 || seconds == value * unit);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    char written[NUMBER_TEXT], wanted[32];
    int64_t n;

    if (!text)
        return 0;
    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
        check(text, limits[i].min, limits[i].max);
    fuzz_outcome(number_parse(text, 0, INT64_MAX, &n)        ? "number"
                 : number_parse_time(text, 0, INT64_MAX, &n) ? "time"
                                                             : "refused",
                 "");
    if (size == sizeof(n)) {
        memcpy(&n, data, sizeof(n));
        (void)snprintf(wanted, sizeof(wanted), "%lld", (long long)n);
        MUST(strcmp(number_format(n, written), wanted) == 0);
    }
    free(text);
    return 0;
}
