/* SPDX-License-Identifier: MIT */
/*
 * fuzz_hosts.c - the matcher against libcurl's URL parser and the reference:
 * no question is answered that goes to another host (T45, HOST-1 to HOST-4).
 */
#include "config.h"

#include <stdlib.h>

#include "tests/fuzz/differential.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);

    if (text)
        fuzz_outcome(differential_check(text), "");
    free(text);
    return 0;
}
