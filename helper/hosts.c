/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/hosts.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <string.h>

#include "common/number.h"
#include "common/text.h"

#define SCHEME      "https://"
#define LABEL_MAX   63
#define WILDCARD    "*."
#define ENTRY_MAX   (HOST_MAX + 16) /* bytes of an entry with port and NUL */
#define PORT_MAX    65535
#define PORT_DIGITS 5

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* Whether the last label of HOST, in lower case, is a number. */
static bool ends_in_number(const char *host)
{
    const char *dot = strrchr(host, '.');
    const char *label = dot ? dot + 1 : host;

    if (label[0] == '0' && label[1] == 'x')
        return label[2 + strspn(label + 2, "0123456789abcdef")] == '\0';
    return label[strspn(label, "0123456789")] == '\0';
}

/*
 * Copy the LEN bytes of a DNS name or IPv4 address in normal form.  No name
 * ends in a number (RFC 1123 section 2.1): libcurl and inet_aton(3) read 127.1
 * and 0x7f000001 as addresses, so those are neither here.
 */
static bool copy_name(const char *text, size_t len, char *host)
{
    struct in_addr bytes;
    size_t label = 0, whole = len;

    if (len > 0 && text[len - 1] == '.')
        len--;
    if (len == 0 || len > HOST_MAX)
        return false;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];

        if (c == '.') {
            if (label == 0)
                return false;
            label = 0;
        } else if (!is_name_byte(c) || ++label > LABEL_MAX) {
            return false;
        }
        host[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    host[len] = '\0';
    if (ends_in_number(host))
        return len == whole && inet_pton(AF_INET, host, &bytes) == 1;
    return label > 0;
}

/* Copy the LEN bytes between '[' and ']' as inet_ntop(3) writes them. */
static bool copy_ipv6(const char *text, size_t len, char *host)
{
    char address[INET6_ADDRSTRLEN];
    struct in6_addr bytes;

    if (len >= sizeof(address))
        return false;
    memcpy(address, text, len);
    address[len] = '\0';
    if (inet_pton(AF_INET6, address, &bytes) != 1 ||
        !inet_ntop(AF_INET6, &bytes, host + 1, HOST_MAX - 1))
        return false;
    len = strlen(host + 1);
    host[0] = '[';
    host[len + 1] = ']';
    host[len + 2] = '\0';
    return true;
}

/* TEXT is behind the host: nothing, or ':' and a port. */
static bool read_port(const char *text, size_t len, uint16_t *ret)
{
    char digits[PORT_DIGITS + 1] = "";
    int64_t port;

    if (len == 0) {
        *ret = HOSTS_PORT;
        return true;
    }
    if (text[0] != ':' || len - 1 > PORT_DIGITS || len == 1 || text[1] == '0')
        return false;
    memcpy(digits, text + 1, len - 1);
    if (!number_parse(digits, 1, PORT_MAX, &port))
        return false;
    *ret = (uint16_t)port;
    return true;
}

static bool parse_authority(const char *text, size_t len, struct host_port *ret)
{
    struct host_port parsed;
    const char *end;
    size_t host_len;

    if (len > 0 && text[0] == '[') {
        end = memchr(text, ']', len);
        if (!end || !copy_ipv6(text + 1, (size_t)(end - text) - 1, parsed.host))
            return false;
        host_len = (size_t)(end - text) + 1;
    } else {
        end = memchr(text, ':', len);
        host_len = end ? (size_t)(end - text) : len;
        if (!copy_name(text, host_len, parsed.host))
            return false;
    }
    if (!read_port(text + host_len, len - host_len, &parsed.port))
        return false;
    *ret = parsed;
    return true;
}

bool hosts_parse(const char *text, struct host_port *ret)
{
    return parse_authority(text, strlen(text), ret);
}

bool hosts_parse_url(const char *url, struct host_port *ret)
{
    const char *authority;
    size_t len;

    if (!text_begins(url, SCHEME))
        return false;
    authority = url + strlen(SCHEME);
    len = strcspn(authority, "/?#");
    for (const char *at = authority + len; *at; at++) {
        if ((unsigned char)*at <= ' ' || *at == 0x7f || *at == '\\')
            return false;
    }
    return parse_authority(authority, len, ret);
}

const char *hosts_format(const struct host_port *host,
                         char text[static HOSTS_TEXT])
{
    char *end = text + HOSTS_TEXT;
    char port[NUMBER_TEXT];
    char *at = text_put(text, end, host->host);

    at = text_put(at, end, ":");
    (void)text_put(at, end, number_format(host->port, port));
    return text;
}

static bool is_ip(const struct host_port *host)
{
    struct in_addr bytes;

    return host->host[0] == '[' || inet_pton(AF_INET, host->host, &bytes) == 1;
}

/* Read the entry at the start of *at and move behind it; false at the end or
   when it cannot be understood. */
static bool next_entry(const char **at, char text[static ENTRY_MAX],
                       struct host_entry *ret, bool *ret_bad)
{
    size_t len, used;

    *at += strspn(*at, " \t");
    len = strcspn(*at, " \t");
    *ret_bad = false;
    if (len == 0)
        return false;
    *ret_bad = true;
    used = len < ENTRY_MAX ? len : ENTRY_MAX - 1;
    memcpy(text, *at, used);
    text[used] = '\0';
    if (used < len)
        return false; /* TEXT is its beginning, for the message */
    *at += len;
    ret->wildcard = text[0] == '*' && text[1] == '.';
    if (!hosts_parse(ret->wildcard ? text + strlen(WILDCARD) : text,
                     &ret->host) ||
        (ret->wildcard && is_ip(&ret->host)))
        return false;
    *ret_bad = false;
    return true;
}

static bool entry_matches(const struct host_entry *entry,
                          const struct host_port *question)
{
    const char *host = question->host;

    if (entry->host.port != question->port)
        return false;
    if (entry->wildcard) {
        if (is_ip(question))
            return false;
        host = strchr(host, '.');
        if (!host)
            return false;
        host++;
    }
    return strcmp(host, entry->host.host) == 0;
}

bool hosts_match(const char *hosts, const struct host_port *question)
{
    char text[ENTRY_MAX];
    struct host_entry entry;
    bool bad;

    while (next_entry(&hosts, text, &entry, &bad)) {
        if (entry_matches(&entry, question))
            return true;
    }
    return false;
}

bool hosts_next(const char **at, struct host_entry *ret)
{
    char text[ENTRY_MAX];
    bool bad;

    return next_entry(at, text, ret, &bad);
}

enum wc_code hosts_check(const char *hosts, struct wc_error *err)
{
    char text[ENTRY_MAX] = "";
    struct host_entry entry;
    bool bad;

    while (next_entry(&hosts, text, &entry, &bad))
        ;
    if (bad)
        return wc_fail(err, WC_USAGE,
                       "'%s' is no host: write HOST, HOST:PORT or "
                       "*.example.com",
                       text);
    return WC_OK;
}
