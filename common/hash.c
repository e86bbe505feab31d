/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "common/hash.h"

uint64_t hash_bytes(const void *bytes, size_t len)
{
    const unsigned char *at = bytes;
    uint64_t hash = 0xcbf29ce484222325ULL;

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ at[i]) * 0x100000001b3ULL;
    return hash;
}

const char *hash_format(uint64_t hash, char text[static HASH_TEXT])
{
    for (int i = HASH_TEXT - 2; i >= 0; i--) {
        text[i] = "0123456789abcdef"[hash & 0xf];
        hash >>= 4;
    }
    text[HASH_TEXT - 1] = '\0';
    return text;
}
