/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "common/text.h"

#include <stdint.h>
#include <string.h>

/* A token is looked at byte by byte twice in every call that finds one. */
static const bool is_token_byte[256] = {
    ['A' ... 'Z'] = true, ['a' ... 'z'] = true, ['0' ... '9'] = true,
    ['-'] = true,         ['.'] = true,         ['_'] = true,
    ['~'] = true,         ['+'] = true,         ['/'] = true,
};

bool text_is_token(const char *s, size_t len)
{
    const unsigned char *at = (const unsigned char *)s;
    size_t i = 0;

    if (len > TOKEN_MAX)
        return false;
    while (i < len && is_token_byte[at[i]])
        i++;
    if (i == 0)
        return false;
    while (i < len && at[i] == '=')
        i++;
    return i == len;
}

/*
 * The length of the UTF-8 sequence at the start of the LEN > 0 bytes at S, and
 * its code point; 0 when it is not one.
 */
static size_t utf8_sequence(const unsigned char *s, size_t len, uint32_t *cp)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t need = s[0] < 0x80             ? 1
                  : (s[0] & 0xe0) == 0xc0 ? 2
                  : (s[0] & 0xf0) == 0xe0 ? 3
                  : (s[0] & 0xf8) == 0xf0 ? 4
                                          : 0;

    if (need == 0 || need > len)
        return 0;
    *cp = need == 1 ? s[0] : s[0] & (0x7fU >> need);
    for (size_t i = 1; i < need; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        *cp = *cp << 6 | (s[i] & 0x3fU);
    }
    if (*cp < least[need] || *cp > 0x10ffff || (*cp >= 0xd800 && *cp <= 0xdfff))
        return 0;
    return need;
}

bool text_is_utf8(const char *s, size_t len)
{
    const unsigned char *at = (const unsigned char *)s;
    uint32_t cp;

    while (len > 0) {
        size_t n = utf8_sequence(at, len, &cp);

        if (n == 0)
            return false;
        at += n;
        len -= n;
    }
    return true;
}

bool text_has_control(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];

        if (c < 0x20 || c == 0x7f)
            return true;
    }
    return false;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool text_begins(const char *s, const char *prefix)
{
    while (*prefix != '\0' && lower(*s) == lower(*prefix)) {
        s++;
        prefix++;
    }
    return *prefix == '\0';
}

char *text_put(char *at, char *end, const char *s)
{
    size_t len = strlen(s);

    if (!at || len >= (size_t)(end - at))
        return NULL;
    memcpy(at, s, len + 1);
    return at + len;
}

void text_make_printable(char *s)
{
    unsigned char *at = (unsigned char *)s;
    size_t len = strlen(s);
    uint32_t cp = 0;

    while (len > 0) {
        size_t n = utf8_sequence(at, len, &cp);

        if (n == 0 || cp < 0x20 || (cp >= 0x7f && cp < 0xa0)) {
            n = n == 0 ? 1 : n;
            memset(at, '?', n);
        }
        at += n;
        len -= n;
    }
}
