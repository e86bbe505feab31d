/* SPDX-License-Identifier: MIT */
/*
 * secret.h - the one type for bytes that must not be left behind.
 *
 * A growing buffer with a ceiling.  It is wiped when it is cleared and when it
 * grows (allocate, copy, wipe, free; never realloc), and there is no way to
 * format it.  Tokens, client secrets, records and whole answers live in it.
 */
#ifndef COMMON_SECRET_H
#define COMMON_SECRET_H

#include <stdbool.h>
#include <stddef.h>

/* Always NUL-terminated behind LEN once something was added. */
struct secret {
    char *bytes;
    size_t len, cap;
    size_t max; /* len never passes this */
};

/* An empty buffer that holds at most N bytes; allocates nothing. */
#define SECRET_MAX(n)                                 \
    {                                                 \
        .bytes = NULL, .len = 0, .cap = 0, .max = (n) \
    }

/*
 * Append LEN bytes.  False, with the buffer as it was, when that would pass the
 * ceiling or memory is out.
 */
bool secret_add(struct secret *s, const void *bytes, size_t len)
    __attribute__((warn_unused_result));

/* secret_add() of a NUL-terminated text. */
bool secret_add_text(struct secret *s, const char *text)
    __attribute__((warn_unused_result));

/*
 * Make room for LEN more bytes and return where they go, or NULL as
 * secret_add() fails; secret_added() then says how many were written there.
 */
char *secret_reserve(struct secret *s, size_t len)
    __attribute__((warn_unused_result));
void secret_added(struct secret *s, size_t len);

/* Shorten to LEN bytes, wiping what is cut off. */
void secret_cut(struct secret *s, size_t len);

/* Take LEN bytes off the front, wiping where they and the rest were. */
void secret_drop(struct secret *s, size_t len);

/* The bytes, NUL-terminated; "" when there are none. */
const char *secret_bytes(const struct secret *s);

/* Wipe and free the contents; reusable, with the same ceiling. */
void secret_clear(struct secret *s);

/* Move FROM's contents to TO, which is cleared first; FROM is left empty. */
void secret_move(struct secret *to, struct secret *from);

/*
 * Wipe the unused stack below the caller.  Registers through which a secret has
 * passed may have been saved there: glibc's loader does so when a library calls
 * a function for the first time.
 */
void secret_wipe_stack(void);

#define auto_secret __attribute__((cleanup(secret_clear))) struct secret

#endif
