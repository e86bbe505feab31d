/* SPDX-License-Identifier: MIT */
/*
 * fixture-worker.h - a caller, a request and the fake worker, for one test.
 */
#ifndef TESTS_UNIT_FIXTURE_WORKER_H
#define TESTS_UNIT_FIXTURE_WORKER_H

#include "helper/worker.h"
#include "tests/unit/folder.h"

#define LOG "log" /* what the fake worker notes, in the base */

extern char base[FOLDER_PATH_MAX];
extern char log_path[FOLDER_PATH_MAX * 2];
extern struct caller caller;
extern struct request request;
extern struct answer answer;
extern struct wc_error err;

void worker_setup(void);
void worker_teardown(void);

/* Ask the fake worker to do what CLIENT_ID says. */
enum wc_code ask(const char *client_id);

/* The process that noted its id has ended. */
void assert_nobody_left(void);

/* The line of the error contains PART. */
void assert_text(const char *part);

#endif
