/* SPDX-License-Identifier: MIT */
/*
 * mutated-urls.c - 100 000 texts, the same each time, which the matcher, the
 * settings, the worker, libcurl and the reference must not read differently
 * (T45, HOST-1, HOST-4, HOST-5).
 */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/fuzz/differential.h"
#include "tests/fuzz/mutations.h"

#define TEXTS    100000
#define SEED     0x57414c5243524544ULL
#define AT_LEAST 100 /* of each kind: the texts are not all nonsense */

static const char *const starts[] = {
    "https://api.example.com/",  "https://api.example.com:8443/a?b#c",
    "api.example.com",           "api.example.com:443",
    "https://[2001:db8::1]/",    "[2001:db8::1]:8443",
    "http://127.0.0.1:8080/t",   "http://[::1]/t",
    "https://192.0.2.1/",        "192.0.2.1:443",
    "https://u@api.example.com", "http://localhost/t",
};

static char text[MUTATION_MAX];

/* A disagreement aborts: say on which text. */
static void say_text(int signal_number)
{
    (void)signal_number;
    (void)!write(STDOUT_FILENO, "# on the text: ", 15);
    (void)!write(STDOUT_FILENO, text, strlen(text));
    (void)!write(STDOUT_FILENO, "\nnot ok 1\n", 10);
}

int main(void)
{
    static const char *const words[] = { "url", "host", "loopback", "refused" };
    size_t counts[4] = { 0 }, fewest = TEXTS;
    uint64_t seed = SEED;

    (void)signal(SIGABRT, say_text);
    for (size_t i = 0; i < TEXTS; i++) {
        const char *word;

        (void)snprintf(text, sizeof(text), "%s",
                       starts[i % (sizeof(starts) / sizeof(starts[0]))]);
        mutation_change(text, &seed);
        word = differential_check(text);
        for (size_t k = 0; k < 4; k++)
            counts[k] += strcmp(words[k], word) == 0;
    }
    for (size_t k = 0; k < 4; k++)
        fewest = counts[k] < fewest ? counts[k] : fewest;
    (void)printf("# %zu URLs, %zu hosts, %zu loopback URLs, %zu refused\n",
                 counts[0], counts[1], counts[2], counts[3]);
    (void)printf("%s 1 - of %d mutated URLs none is read in two ways (T45, "
                 "HOST-1, HOST-4)\n1..1\n",
                 fewest >= AT_LEAST ? "ok" : "not ok", TEXTS);
    return fewest >= AT_LEAST ? EXIT_SUCCESS : EXIT_FAILURE;
}
