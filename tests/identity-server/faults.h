/* SPDX-License-Identifier: MIT */
/*
 * faults.h - misbehaviour that a library refuses to produce: one row each.
 */
#ifndef IDENTITY_SERVER_FAULTS_H
#define IDENTITY_SERVER_FAULTS_H

#include "tests/identity-server/scenario.h"
#include "tests/identity-server/stream.h"

/* When a fault is played. */
enum fault_phase {
    FAULT_ACCEPTED,  /* before a byte, of any connection */
    FAULT_HANDSHAKE, /* it changes the handshake; connection.c looks at it */
    FAULT_CONNECTED, /* after the handshake, of any connection */
    FAULT_REQUESTED, /* instead of the answer to a token request */
};

struct fault {
    const char *name;
    enum fault_phase phase;
    void (*play)(struct stream *stream, const struct scenario *scenario);
    const char *help;
};

/* Ends in a NULL name. */
extern const struct fault faults[];

/* The fault of SCENARIO in PHASE, or NULL. */
const struct fault *fault_find(const struct scenario *scenario,
                               enum fault_phase phase);

#endif
