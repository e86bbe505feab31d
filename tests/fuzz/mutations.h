/* SPDX-License-Identifier: MIT */
/*
 * mutations.h - what people, bugs and attackers make of a host's name.
 *
 * Deterministic: the same list, and the same texts for a seed, everywhere.
 */
#ifndef TESTS_FUZZ_MUTATIONS_H
#define TESTS_FUZZ_MUTATIONS_H

#include <stddef.h>
#include <stdint.h>

#define MUTATION_MAX 512

struct mutation {
    char scheme[16]; /* "https" of most */
    char authority[MUTATION_MAX];
};

/*
 * Fill *ret with mutation I of api.example.com and its kin (asked.h): each byte
 * left out, doubled, escaped, in the other case, as a homograph, with each odd
 * byte in front; then tables of names, ports, addresses and schemes.  None
 * holds a NUL or LF.  Returns 0 behind the last.
 */
int mutation_make(size_t i, struct mutation *ret);

/*
 * Change TEXT, a buffer of MUTATION_MAX bytes, in a few places that *SEED
 * decides; *SEED, not 0, becomes the next one.
 */
void mutation_change(char *text, uint64_t *seed);

#endif
