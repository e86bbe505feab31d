/* SPDX-License-Identifier: MIT */
/*
 * hash.h - FNV-1a, 64 bits: names cache files and notices damaged ones.
 *
 * Not cryptographic: whoever can write our files can read our tokens.  A
 * record repeats all it was asked with, so a collision costs a request, never a
 * wrong token.
 */
#ifndef COMMON_HASH_H
#define COMMON_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_TEXT 17 /* 16 hexadecimal digits and NUL */

uint64_t hash_bytes(const void *bytes, size_t len);

/* Write HASH as 16 lower-case hexadecimal digits and return TEXT. */
const char *hash_format(uint64_t hash, char text[static HASH_TEXT]);

#endif
