/* SPDX-License-Identifier: MIT */
/*
 * source.h - one place that client secrets come from; the rows of keyring.c.
 *
 * Bytes are appended as they are found: keyring.c checks them.
 */
#ifndef KEYRING_SOURCE_H
#define KEYRING_SOURCE_H

#include "keyring/keyring.h"

struct source {
    /* Codes as keyring_lookup(), without the check of the bytes. */
    enum wc_code (*read)(const struct keyring_call *call, struct secret *secret,
                         struct wc_error *err);
    /* What malformed bytes mean: WC_NO_CREDENTIAL where they were stored,
       WC_USAGE where a person has just given them. */
    enum wc_code malformed;
    const char *name; /* in messages */
};

extern const struct source secret_service_source; /* secret-service.c */
extern const struct source environment_source;    /* environment.c */
extern const struct source stream_source;         /* stream.c */
extern const struct source terminal_source;       /* terminal.c */

#endif
