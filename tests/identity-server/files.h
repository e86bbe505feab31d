/* SPDX-License-Identifier: MIT */
/*
 * files.h - answers that a test put down as files.
 *
 * Whatever a tool asks, a module proxy, a registry or a cluster, is a path; the
 * file `answer` in the folder of that path is the answer, as cgi.h reads it.
 */
#ifndef IDENTITY_SERVER_FILES_H
#define IDENTITY_SERVER_FILES_H

#include <microhttpd.h>
#include <stdbool.h>

/* Answer PATH with files/PATH/answer, whatever the method.  False, with nothing
   answered, where there is no such file. */
bool files_answer(struct MHD_Connection *connection, const char *path,
                  enum MHD_Result *ret_result);

#endif
