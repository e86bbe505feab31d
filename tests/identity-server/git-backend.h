/* SPDX-License-Identifier: MIT */
/*
 * git-backend.h - smart HTTP through `git http-backend`, as CGI (RFC 3875).
 */
#ifndef IDENTITY_SERVER_GIT_BACKEND_H
#define IDENTITY_SERVER_GIT_BACKEND_H

#include <microhttpd.h>
#include <stddef.h>

/* Answer METHOD of PATH, below the folder `git`, with BODY. */
enum MHD_Result git_backend_answer(struct MHD_Connection *connection,
                                   const char *path, const char *method,
                                   const char *body, size_t len);

#endif
