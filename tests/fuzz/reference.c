/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/fuzz/reference.h"

#include <ctype.h>
#include <string.h>

/* What is left of a text. */
struct rest {
    const char *at, *end;
};

static bool take(struct rest *rest, char c)
{
    if (rest->at == rest->end || *rest->at != c)
        return false;
    rest->at++;
    return true;
}

/* Up to MAX digits of BASE as a number; -1 when there is none. */
static int take_digits(struct rest *rest, int base, int max, int *ret_n)
{
    static const char digits[] = "0123456789abcdef";
    int value = 0, n = 0;

    while (n < max && rest->at < rest->end && *rest->at != '\0') {
        const char *digit =
            memchr(digits, tolower((unsigned char)*rest->at), (size_t)base);

        if (!digit)
            break;
        value = value * base + (int)(digit - digits);
        rest->at++;
        n++;
    }
    *ret_n = n;
    return n == 0 ? -1 : value;
}

/* IPv4address = dec-octet "." dec-octet "." dec-octet "." dec-octet */
static bool take_ipv4(struct rest *rest, uint8_t bytes[static 4])
{
    for (int i = 0; i < 4; i++) {
        const char *start;
        int n, octet;

        if (i > 0 && !take(rest, '.'))
            return false;
        start = rest->at;
        octet = take_digits(rest, 10, 3, &n);
        if (octet < 0 || octet > 255 || (n > 1 && *start == '0'))
            return false;
        bytes[i] = (uint8_t)octet;
    }
    return true;
}

/* h16s and at most one "::", which stands for at least one of them; the last
   two may be an IPv4address. */
static bool take_ipv6(struct rest *rest, uint8_t bytes[static 16])
{
    size_t used = 0, gap = SIZE_MAX;

    memset(bytes, 0, 16);
    while (rest->at < rest->end && *rest->at != ']') {
        struct rest quad = *rest;
        int n, h16;

        if (used + 4 <= 16 && take_ipv4(&quad, bytes + used) &&
            quad.at < quad.end && *quad.at == ']') {
            used += 4;
            *rest = quad;
            break;
        }
        if (gap == SIZE_MAX && rest->end - rest->at >= 2 &&
            memcmp(rest->at, "::", 2) == 0) {
            rest->at += 2;
            gap = used;
            continue;
        }
        h16 = take_digits(rest, 16, 4, &n);
        if (h16 < 0 || used + 2 > 16)
            return false;
        bytes[used++] = (uint8_t)(h16 >> 8);
        bytes[used++] = (uint8_t)h16;
        if (rest->at == rest->end || *rest->at == ']' ||
            (rest->end - rest->at >= 2 && memcmp(rest->at, "::", 2) == 0))
            continue;
        if (!take(rest, ':') || rest->at == rest->end || *rest->at == ']' ||
            *rest->at == ':')
            return false;
    }
    if (gap == SIZE_MAX)
        return used == 16;
    if (used > 14)
        return false;
    memmove(bytes + 16 - (used - gap), bytes + gap, used - gap);
    memset(bytes + gap, 0, 16 - used);
    return true;
}

/* A last label that is a number makes an address of the name for some
   resolvers: 127.1, 0x7f000001. */
static bool is_number(const char *label)
{
    if (label[0] == '0' && (label[1] == 'x' || label[1] == 'X'))
        return strspn(label + 2, "0123456789abcdefABCDEF") == strlen(label + 2);
    return strspn(label, "0123456789") == strlen(label);
}

static bool take_name(struct rest *rest, struct reference *ret)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t len = 0, label = 0;
    const char *last;

    for (; rest->at < rest->end && *rest->at != ':'; rest->at++) {
        char c = (char)tolower((unsigned char)*rest->at);

        if (len == sizeof(ret->name) - 1)
            return false;
        ret->name[len++] = c;
        if (c == '.' && label == 0)
            return false;
        label = c == '.' ? 0 : label + 1;
        if (label > 63 || (c != '.' && (c == '\0' || !strchr(letters, c))))
            return false;
    }
    if (len > 0 && ret->name[len - 1] == '.')
        len--;
    ret->name[len] = '\0';
    last = strrchr(ret->name, '.');
    return len > 0 && len <= 253 && !is_number(last ? last + 1 : ret->name);
}

static bool take_host(struct rest *rest, struct reference *ret)
{
    struct rest quad = *rest;

    memset(ret, 0, sizeof(*ret));
    if (take(rest, '[')) {
        ret->kind = REFERENCE_IPV6;
        return take_ipv6(rest, ret->address) && take(rest, ']');
    }
    if (take_ipv4(&quad, ret->address) &&
        (quad.at == quad.end || *quad.at == ':')) {
        ret->kind = REFERENCE_IPV4;
        *rest = quad;
        return true;
    }
    memset(ret->address, 0, sizeof(ret->address));
    ret->kind = REFERENCE_NAME;
    return take_name(rest, ret);
}

static bool read_authority(const char *text, size_t len, int port,
                           struct reference *ret)
{
    struct rest rest = { text, text + len };
    int n = 0;

    if (!take_host(&rest, ret))
        return false;
    if (take(&rest, ':')) {
        if (rest.at < rest.end && *rest.at == '0')
            return false;
        port = take_digits(&rest, 10, 5, &n);
        if (port < 1 || port > 65535)
            return false;
    }
    ret->port = (unsigned)port;
    return rest.at == rest.end;
}

bool reference_authority(const char *text, size_t len, struct reference *ret)
{
    return read_authority(text, len, 443, ret);
}

bool reference_url(const char *text, const char *scheme, struct reference *ret)
{
    size_t len = 0;

    for (; scheme[len] != '\0'; len++) {
        if (tolower((unsigned char)text[len]) != scheme[len])
            return false;
    }
    if (text[len] != ':' || text[len + 1] != '/' || text[len + 2] != '/')
        return false;
    text += len + 3;
    for (const char *at = text; *at != '\0'; at++) {
        if ((unsigned char)*at <= 0x20 || *at == 0x7f || *at == '\\')
            return false;
    }
    return read_authority(text, strcspn(text, "/?#"),
                          strcmp(scheme, "http") == 0 ? 80 : 443, ret);
}

bool reference_equal(const struct reference *a, const struct reference *b)
{
    return a->kind == b->kind && a->port == b->port &&
           strcmp(a->name, b->name) == 0 &&
           memcmp(a->address, b->address, sizeof(a->address)) == 0;
}

bool reference_is_loopback(const struct reference *a)
{
    static const uint8_t one[16] = { [15] = 1 };

    return (a->kind == REFERENCE_IPV4 && a->address[0] == 127) ||
           (a->kind == REFERENCE_IPV6 && memcmp(a->address, one, 16) == 0);
}
