/* SPDX-License-Identifier: MIT */
/*
 * cgi.h - an answer as a CGI program writes it (RFC 3875, 6): header fields,
 * with "Status: NNN" for another status than 200, a blank line, the body.
 */
#ifndef IDENTITY_SERVER_CGI_H
#define IDENTITY_SERVER_CGI_H

#include <microhttpd.h>

#include "common/secret.h"

/* Answer with OUTPUT, whose head is cut up in place; lines end in LF or CRLF.
   MHD_NO, which ends the connection, where it has no head. */
enum MHD_Result cgi_answer(struct MHD_Connection *connection,
                           struct secret *output);

#endif
