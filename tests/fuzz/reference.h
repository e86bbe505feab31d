/* SPDX-License-Identifier: MIT */
/*
 * reference.h - hosts and URLs as the specification has them.
 *
 * Written from RFC 3986 section 3.2.2 and HOST-1, not from helper/hosts.c, and
 * sharing no code with it: what both say is believed, what one says is a
 * defect.
 */
#ifndef TESTS_FUZZ_REFERENCE_H
#define TESTS_FUZZ_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct reference {
    enum {
        REFERENCE_NAME,
        REFERENCE_IPV4,
        REFERENCE_IPV6
    } kind;
    char name[256];      /* lower-case, no dot at its end */
    uint8_t address[16]; /* 4 or 16 bytes */
    unsigned port;
};

/* Read the LEN bytes at TEXT as HOST[:PORT]. */
bool reference_authority(const char *text, size_t len, struct reference *ret);

/* Read TEXT as a URL of SCHEME, "https" or "http". */
bool reference_url(const char *text, const char *scheme, struct reference *ret);

bool reference_equal(const struct reference *a, const struct reference *b);

/* Whether A is in 127.0.0.0/8 or is ::1. */
bool reference_is_loopback(const struct reference *a);

#endif
