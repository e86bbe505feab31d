/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/fuzz/mutations.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define HOST    "api.example.com"
#define LEN     (sizeof(HOST) - 1)
#define N_OF(a) (sizeof(a) / sizeof((a)[0]))

/* clang-format off */
/* Put in front of each byte of the host, and behind the last. */
static const char *const odd[] = {
    ".", "-", "_", "@", "%", "\\", "/", "?", "#", ":", "*", "[", "]", "{", ",", ";", "=", "+", "~", "!", "$", "&", "'", "(", "|", "\"", "<",
    " ", "\t", "\r", "\v", "\x01", "\x1b", "\x7f", "\xc2\xa0", "\xc2\xad", "\xe2\x80\x8b", "\xe3\x80\x82", "\xff", "0", "x",
};

/* Letters that look like those of the host, or that some lower-casing or
   normalization makes them of. */
static const struct {
    char letter;
    const char *like;
} homographs[] = {
    { 'a', "\xd0\xb0" }, { 'a', "\xef\xbd\x81" }, { 'p', "\xd1\x80" }, { 'i', "\xd1\x96" }, { 'i', "\xc4\xb1" }, { 'i', "\xc4\xb0" }, { 'e', "\xd0\xb5" },
    { 'e', "\xe2\x84\xaf" }, { 'x', "\xd1\x85" }, { 'm', "\xe2\x93\x9c" }, { 'l', "\xe2\x85\xbc" }, { 'c', "\xd1\x81" }, { 'o', "\xce\xbf" }, { '.', "\xef\xbc\x8e" }, { '.', "\xe3\x80\x82" },
};

static const char *const authorities[] = {
    /* the hosts themselves, in all spellings that are the same */
    HOST, "API.EXAMPLE.COM", HOST ".", HOST ":443", HOST ".:443", HOST ":8443", HOST ".:8443", "Api.Example.Com:8443",
    "a.w.example", "A.W.EXAMPLE.", "a-b.w.example:443", "xn--bcher-kva.w.example", "0.w.example", "_a.w.example",
    "[2001:db8::1]", "[2001:DB8::1]:443", "[2001:db8:0:0:0:0:0:1]", "[2001:0db8:0000::0001]", "[2001:db8::0.0.0.1]",
    /* other ports, and texts that are none */
    HOST ":0", HOST ":1", HOST ":80", HOST ":444", HOST ":4430", HOST ":44", HOST ":8444", HOST ":65535", HOST ":65536", HOST ":65979", HOST ":66000", HOST ":4294967739", HOST ":99999999999999999999",
    HOST ":", HOST "::", HOST "::443", HOST ":443:443", HOST ":443:", HOST ":0443", HOST ":00443", HOST ":+443", HOST ":-443", HOST ": 443", HOST ":443 ", HOST ":4 43", HOST ":0x1bb", HOST ":443.0", HOST ":4e2", HOST ":https", HOST ":\xef\xbc\x94\xef\xbc\x94\xef\xbc\x93", HOST ":443a",
    /* a suffix, a prefix, a parent, a child */
    "example.com", "com", ".com", ".example.com", "." HOST, "www." HOST, "a." HOST, HOST ".evil.net", HOST ".net", HOST "evil.net", HOST "-evil.net", HOST ".com", "evil" HOST, "evil-" HOST, "evil.net." HOST, "pi.example.com", "api.example.co", "api.example.comm", "api.example.org", "api-example.com", "apiexample.com", "api.examplecom", "api.example", "apis.example.com", "api.example.com.api.example.com",
    HOST "..", HOST "...", "api..example.com", ".." HOST, "localhost", "localhost.", "evil.net", "EVIL.NET.",
    /* a user */
    "user@" HOST, "user:password@" HOST, "@" HOST, ":@" HOST, "u%40" HOST, HOST "@evil.net", HOST ":443@evil.net", HOST ":pw@evil.net", HOST "%40evil.net", HOST "@" HOST, "evil.net@" HOST, "evil.net:443@" HOST, "evil.net\\@" HOST, HOST "\\@evil.net", HOST "\\.evil.net",
    /* ends of the authority */
    HOST "/.evil.net", HOST "?.evil.net", HOST "#.evil.net", HOST "#@evil.net", HOST "?@evil.net", HOST "/@evil.net", "evil.net/" HOST, "evil.net?" HOST, "evil.net#" HOST, "evil.net/@" HOST, "evil.net#@" HOST, "evil.net?@" HOST, HOST "/../evil.net", HOST "//evil.net", "//" HOST, "/" HOST, "https://" HOST, "https://" HOST "/", "https://evil.net", "http://" HOST, "https:" HOST,
    /* escapes */
    HOST "%00", HOST "%00.evil.net", HOST "%0d%0a", HOST "%20", HOST "%2e", HOST "%2eevil.net", HOST "%2f.evil.net", HOST "%3a443", HOST "%23", HOST "%3f", HOST "%5c", "%61pi.example.com", "api%2eexample%2ecom", "api%252eexample.com", HOST "&#46;evil.net", HOST "\\u002eevil.net", "=?utf-8?q?" HOST "?=",
    /* lists, globs, wildcards */
    HOST ",evil.net", "evil.net," HOST, HOST " evil.net", "evil.net " HOST, HOST "\tevil.net", HOST "\revil.net", HOST ";evil.net", HOST "|evil.net", "{" HOST ",evil.net}", "[a-z]pi.example.com", "*", "*.*", "*.com", "*.example.com", "*" HOST, "**.w.example", "*.w.example", "?.w.example",
    "w.example", ".w.example", "..w.example", "a..w.example", "a.b.w.example", "a.w.example.evil.net", "aw.example", "a.w.example:8443", "a.w.examples", "a.xw.example", "a.W\xc4\xb0.example", "w.example.", "-.w.example.com",
    /* addresses */
    "[2001:db8::2]", "[2001:db8::1]:8443", "[2001:db8::1]:0", "[2001:db8::1", "2001:db8::1", "2001:db8::1]", "[[2001:db8::1]]", "[2001:db8::1]]", "[2001:db8::1].evil.net", "[2001:db8::1]evil.net", "[2001:db8::1]@evil.net", "[2001:db8::1%25eth0]", "[2001:db8::1%eth0]", "[2001:db8::1/64]", "[2001:db8::1 ]", "[ 2001:db8::1]", "[2001:db8::01::]", "[2001:db8::00001]", "[2001:db8:1]", "[2001:db8:::1]", "[::2001:db8:1]", "[v6.2001:db8::1]", "[" HOST "]", "[]", "[::]", "[::1]", "[::ffff:192.0.2.1]",
    "127.0.0.1", "127.1", "0x7f.1", "2130706433", "0177.0.0.1", "192.0.2.1", "0", "1.w.example.1", "api.example.0x1", "api.example.1",
    /* names for other alphabets */
    "xn--" HOST, "xn--pi-7kc.example.com", "api.xn--xample-2of.com", "api.example.xn--com-", "\xef\xbb\xbf" HOST, HOST "\xef\xbb\xbf", "\xe2\x80\xae" "moc.elpmaxe.ipa", "\xf0\x9f\x98\x80.w.example",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.w.example", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.w.example",
};

static const char *const schemes[] = {
    "http", "HTTPS", "Https", "hTTp", "httpss", "xhttps", "https+http", "ftp", "ssh", "git", "wss", "file", "unix", "data", "https\r", "https ", " https", "https%3a", "https:", "\xef\xbd\x88ttps", "http\xc5\xbf", "httpS\xe2\x80\x8b", "-https", "",
};
/* clang-format on */

static void set(struct mutation *ret, const char *before, size_t before_len,
                const char *between, const char *after)
{
    (void)snprintf(ret->scheme, sizeof(ret->scheme), "https");
    (void)snprintf(ret->authority, sizeof(ret->authority), "%.*s%s%s",
                   (int)before_len, before, between, after);
}

/* The byte at AT, changed in way number I. */
static void change_byte(size_t i, size_t at, struct mutation *ret)
{
    const char c = HOST[at];
    const char other =
        (char)(isupper((unsigned char)c) ? tolower(c) : toupper(c));
    char text[8] = "";

    switch (i) {
    case 0: /* left out */
        break;
    case 1: /* doubled */
        (void)snprintf(text, sizeof(text), "%c%c", c, c);
        break;
    case 2: /* in the other case */
        (void)snprintf(text, sizeof(text), "%c", other);
        break;
    case 3: /* escaped */
        (void)snprintf(text, sizeof(text), "%%%02x", (unsigned)c);
        break;
    default: /* the next one */
        (void)snprintf(text, sizeof(text), "%c", c + 1);
        break;
    }
    set(ret, HOST, at, text, &HOST[at + 1]);
}

static void replace(size_t i, struct mutation *ret)
{
    const char *at = strchr(HOST, homographs[i].letter);

    set(ret, HOST, (size_t)(at - HOST), homographs[i].like, at + 1);
}

int mutation_make(size_t i, struct mutation *ret)
{
    if (i < N_OF(odd) * (LEN + 1)) {
        set(ret, HOST, i % (LEN + 1), odd[i / (LEN + 1)], &HOST[i % (LEN + 1)]);
        return 1;
    }
    i -= N_OF(odd) * (LEN + 1);
    if (i < 5 * LEN) {
        change_byte(i / LEN, i % LEN, ret);
        return 1;
    }
    i -= 5 * LEN;
    if (i < N_OF(homographs)) {
        replace(i, ret);
        return 1;
    }
    i -= N_OF(homographs);
    if (i < N_OF(authorities)) {
        set(ret, "", 0, authorities[i], "");
        return 1;
    }
    i -= N_OF(authorities);
    if (i >= N_OF(schemes))
        return 0;
    set(ret, "", 0, HOST, "");
    (void)snprintf(ret->scheme, sizeof(ret->scheme), "%s", schemes[i]);
    return 1;
}

static uint64_t next(uint64_t *seed) /* xorshift64, G. Marsaglia */
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

void mutation_change(char *text, uint64_t *seed)
{
    static const char *const parts[] = { "http://", "https://", "127.0.0.1",
                                         "[::1]",   "0x7f",     ":443",
                                         "%2e",     "::",       "localhost" };
    for (uint64_t n = next(seed) % 4; n > 0; n--) {
        size_t len = strlen(text);
        size_t at = next(seed) % (len + 1);
        size_t cut = next(seed) % 3;
        const char *put = odd[next(seed) % N_OF(odd)];
        char rest[MUTATION_MAX];

        if (next(seed) % 4 == 0)
            put = parts[next(seed) % N_OF(parts)];
        if (next(seed) % 4 == 0)
            put = "";
        cut = cut < len - at ? cut : len - at;
        (void)snprintf(rest, sizeof(rest), "%s", text + at + cut);
        (void)snprintf(text + at, MUTATION_MAX - at, "%s%s", put, rest);
    }
}
