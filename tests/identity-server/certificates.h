/* SPDX-License-Identifier: MIT */
/*
 * certificates.h - a throw-away CA and what it signs, made at the start.
 */
#ifndef IDENTITY_SERVER_CERTIFICATES_H
#define IDENTITY_SERVER_CERTIFICATES_H

#include <gnutls/gnutls.h>
#include <stdbool.h>

enum certificate {
    CERTIFICATE_GOOD,
    CERTIFICATE_EXPIRED,
    CERTIFICATE_WRONG_HOST,
    CERTIFICATE_SELF_SIGNED,
    CERTIFICATES,
};

struct certificates {
    gnutls_certificate_credentials_t credentials[CERTIFICATES];
    gnutls_datum_t ca_pem;
};

/* Make all of them; NAME is one more DNS name of the good one, or NULL. */
bool certificates_make(struct certificates *ret, const char *name);
void certificates_free(struct certificates *certificates);

#endif
