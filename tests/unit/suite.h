/* SPDX-License-Identifier: MIT */
/*
 * suite.h - how a unit program runs: one suite, TAP on stdout.
 *
 * Each check_MODULE.c fills a TCase and ends in main() = run_suite().  A
 * test's name is the sentence it proves; the ID of the requirement stands in
 * the comment above it.
 */
#ifndef TESTS_UNIT_SUITE_H
#define TESTS_UNIT_SUITE_H

#include <check.h>
#include <signal.h>
#include <stdlib.h>

#define N_ELEMENTS(a) (sizeof(a) / sizeof((a)[0]))

/* Add every row of CASES to TC as a run of TEST with its index in _i. */
#define add_cases(tc, test, cases) \
    tcase_add_loop_test(tc, test, 0, (int)N_ELEMENTS(cases))

/* Seconds that a test may take: far from what the slowest machine needs. */
#define SUITE_LIMIT_S 60

static inline int run_suite(const char *name, void (*fill)(TCase *tc))
{
    Suite *suite = suite_create(name);
    TCase *tc = tcase_create(name);
    SRunner *runner = srunner_create(suite);
    int failed;

    /* A shell ignores these in what it starts in the background. */
    (void)signal(SIGINT, SIG_DFL);
    (void)signal(SIGQUIT, SIG_DFL);
    tcase_set_timeout(tc, SUITE_LIMIT_S);
    fill(tc);
    suite_add_tcase(suite, tc);
    srunner_set_tap(runner, "-");
    srunner_run_all(runner, CK_SILENT);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
