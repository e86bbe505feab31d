/* SPDX-License-Identifier: MIT */
/*
 * wiping-free.c - what is freed in the worker is wiped, whoever frees it.
 *
 * libcurl, the TLS library and GLib leave secret and token in the blocks that
 * they give back (MEM-4).  A program may have functions of its own in place of
 * malloc's (glibc's manual, "Replacing malloc"): every library of the process
 * then calls these.  They wipe and go on to libc's; the rest of the family
 * stays libc's own.  Part of the program alone, and of no library of ours.
 *
 * The address sanitizer has such functions itself, and nothing may stand in
 * front of them.
 */
#include "config.h"

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define OTHER_FREE
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define OTHER_FREE
#endif

#ifndef OTHER_FREE

#include <dlfcn.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static void (*libc_free)(void *block);

/* The first call comes out of the loader, when there are no threads yet.  Were
   the search itself to free something, that would be wiped and not reused. */
static void find_libc_free(void)
{
    static bool looked;

    if (looked)
        return;
    looked = true;
    *(void **)&libc_free = dlsym(RTLD_NEXT, "free");
}

void free(void *block)
{
    if (!block)
        return;
    /* The whole block, not only what was asked for. */
    explicit_bzero(block, malloc_usable_size(block));
    if (!libc_free)
        find_libc_free();
    if (libc_free)
        libc_free(block);
}

/* Always another block: where libc moves one, or cuts off its end, the old
   bytes stay. */
void *realloc(void *block, size_t size)
{
    size_t had = block ? malloc_usable_size(block) : 0;
    void *other = NULL;

    if (!block || size > 0) {
        other = malloc(size);
        if (!other)
            return NULL;
    }
    if (block && other)
        memcpy(other, block, had < size ? had : size);
    free(block);
    return other;
}

#endif
