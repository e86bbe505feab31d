/* SPDX-License-Identifier: MIT */
/*
 * exchange.h - answering through libmicrohttpd.
 */
#ifndef IDENTITY_SERVER_EXCHANGE_H
#define IDENTITY_SERVER_EXCHANGE_H

#include <microhttpd.h>
#include <stddef.h>

/*
 * Answer with LEN bytes of BODY, which is copied.  HEADERS: name and value in
 * turn, ending in NULL; may be NULL.
 */
enum MHD_Result exchange_answer(struct MHD_Connection *connection,
                                unsigned status, const char *content_type,
                                const void *body, size_t len,
                                const char *const *headers);

#endif
