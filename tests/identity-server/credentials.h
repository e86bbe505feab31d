/* SPDX-License-Identifier: MIT */
/*
 * credentials.h - what a token request says, in whichever of its forms.
 */
#ifndef IDENTITY_SERVER_CREDENTIALS_H
#define IDENTITY_SERVER_CREDENTIALS_H

#include <microhttpd.h>
#include <stddef.h>

/* Owned texts, NULL where absent. */
struct credentials {
    char *client_id, *client_secret, *audience, *grant_type;
};

void credentials_read(struct MHD_Connection *connection, const char *body,
                      size_t len, struct credentials *ret);
void credentials_clear(struct credentials *credentials);

#endif
