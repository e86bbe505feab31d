/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/unit/fixture-worker.h"

#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/fake.h"

char base[FOLDER_PATH_MAX];
char log_path[FOLDER_PATH_MAX * 2];
struct caller caller;
struct request request;
struct answer answer = ANSWER_INIT;
struct wc_error err;

void worker_setup(void)
{
    folder_make(base);
    (void)snprintf(log_path, sizeof(log_path), "%s", folder_file(base, LOG));
    memset(&caller, 0, sizeof(caller));
    caller.worker = fake_worker_path();
    caller_start(&caller, 9000);
    memset(&request, 0, sizeof(request));
    request.profile = "default";
    request.token_url = log_path;
    memset(&err, 0, sizeof(err));
}

void worker_teardown(void)
{
    answer_clear(&answer);
    folder_remove(base);
}

enum wc_code ask(const char *client_id)
{
    request.client_id = client_id;
    return worker_ask(&caller, &request, &answer, &err);
}

void assert_nobody_left(void)
{
    char *log = folder_read(base, LOG);
    long pid = strtol(log, NULL, 10);

    ck_assert_int_gt(pid, 0);
    ck_assert_int_eq(kill((pid_t)pid, 0), -1);
    ck_assert_int_eq(errno, ESRCH);
    free(log);
}

void assert_text(const char *part)
{
    ck_assert_msg(strstr(err.text, part) != NULL, "'%s' has no '%s'", err.text,
                  part);
}
