/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "common/secret.h"

#include <stdlib.h>
#include <string.h>

#define SECRET_FIRST 256  /* bytes of the first allocation */
#define STACK_WIPED  8192 /* bytes; the registers of x86-64 are 2.7 KiB */

/* Replace the block by one of CAP bytes; the old one is wiped. */
static bool grow(struct secret *s, size_t cap)
{
    char *bytes = malloc(cap);

    if (!bytes)
        return false;
    if (s->bytes) {
        memcpy(bytes, s->bytes, s->len + 1);
        explicit_bzero(s->bytes, s->cap);
        free(s->bytes);
    }
    s->bytes = bytes;
    s->cap = cap;
    return true;
}

char *secret_reserve(struct secret *s, size_t len)
{
    size_t need;
    size_t cap = s->cap ? s->cap : SECRET_FIRST;

    if (len > s->max - s->len)
        return NULL;
    need = s->len + len + 1;
    while (cap < need)
        cap *= 2;
    if (cap != s->cap && !grow(s, cap))
        return NULL;
    s->bytes[s->len] = '\0';
    return s->bytes + s->len;
}

void secret_added(struct secret *s, size_t len)
{
    s->len += len;
    s->bytes[s->len] = '\0';
}

bool secret_add(struct secret *s, const void *bytes, size_t len)
{
    char *at = secret_reserve(s, len);

    if (!at)
        return false;
    if (len > 0)
        memcpy(at, bytes, len);
    secret_added(s, len);
    return true;
}

bool secret_add_text(struct secret *s, const char *text)
{
    return secret_add(s, text, strlen(text));
}

void secret_cut(struct secret *s, size_t len)
{
    if (len >= s->len)
        return;
    explicit_bzero(s->bytes + len, s->len - len);
    s->len = len;
}

void secret_drop(struct secret *s, size_t len)
{
    size_t left = len < s->len ? s->len - len : 0;

    if (left > 0)
        memmove(s->bytes, s->bytes + len, left);
    secret_cut(s, left);
}

const char *secret_bytes(const struct secret *s)
{
    return s->bytes ? s->bytes : "";
}

void secret_clear(struct secret *s)
{
    if (s->bytes)
        explicit_bzero(s->bytes, s->cap);
    free(s->bytes);
    s->bytes = NULL;
    s->len = 0;
    s->cap = 0;
}

void secret_move(struct secret *to, struct secret *from)
{
    size_t max = to->max;

    secret_clear(to);
    *to = *from;
    to->max = max;
    from->bytes = NULL;
    from->len = 0;
    from->cap = 0;
}

__attribute__((noinline)) void secret_wipe_stack(void)
{
    char below[STACK_WIPED];

    explicit_bzero(below, sizeof(below));
}
