/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/curl-arguments.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/cleanup.h"
#include "helper/curl-options.h"
#include "helper/hosts.h"

#define EXPAND "expand-" /* in front of an option whose value has variables */
#define URL    "url"

/* Other arguments, another request, another host: each of these brings in one;
   without its certificate a host may be any.  curl takes the beginning of a
   name for the name. */
static const char *const refused[] = {
    "config", "next",          "location-trusted", "insecure",
    "proto",  "proto-default", "proto-redir",
};

#define REFUSED_LETTERS "K:k"

/* What would be taken for the beginning of a refused name and is a name. */
#define NOT_REFUSED "location"

struct reader {
    const char *hosts;
    bool value;     /* the next argument is the value of an option */
    bool url;       /* the next argument is the value of --url */
    bool any_url;   /* one has been seen */
    bool only_urls; /* "--" has been seen */
};

static enum wc_code refuse(const char *argument, struct wc_error *err)
{
    return wc_fail(err, WC_USAGE,
                   "'%.100s' could send the token elsewhere: leave it out, or "
                   "lift all checks with --any-host",
                   argument);
}

static enum wc_code check_url(struct reader *reader, const char *url,
                              struct wc_error *err)
{
    auto_str whole = NULL;
    struct host_port host;

    if (asprintf(&whole, "%s%s", strstr(url, "://") ? "" : "https://", url) <
        0) {
        whole = NULL;
        return wc_no_memory(err);
    }
    if (!hosts_parse_url(whole, &host))
        return wc_fail(err, WC_USAGE,
                       "'%.100s' is no https URL of a plain host: the token "
                       "does not go there; --any-host lifts this",
                       url);
    if (!reader->hosts || !hosts_match(reader->hosts, &host))
        return wc_fail(err, WC_USAGE,
                       "the token is not for %s:%u: add it to hosts of the "
                       "profile, choose another with -p, or lift this with "
                       "--any-host",
                       host.host, (unsigned)host.port);
    reader->any_url = true;
    return WC_OK;
}

/* The value of an option.  curl may well send it to nobody, but only curl knows
   for certain which options take one, and that differs from curl to curl. */
static enum wc_code check_value(struct reader *reader, const char *value,
                                struct wc_error *err)
{
    struct wc_error why = { 0 };

    if (!strstr(value, "://") || check_url(reader, value, &why) == WC_OK)
        return WC_OK;
    return wc_fail(err, WC_USAGE,
                   "'%.100s' holds a URL that the token is not for: give data "
                   "and headers as @FILE, or lift all checks with --any-host",
                   value);
}

/* Whether curl could take NAME for a refused option. */
static bool is_refused(const char *name)
{
    size_t len = strlen(name);

    if (strcmp(name, NOT_REFUSED) == 0)
        return false;
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        if (len > 0 && strncmp(refused[i], name, len) == 0)
            return true;
    }
    return false;
}

/* "--NAME", or "--NAME=VALUE" as new curl has it. */
static enum wc_code check_long(struct reader *reader, const char *argument,
                               struct wc_error *err)
{
    const char *equals = strchr(argument, '=');
    size_t len =
        equals ? (size_t)(equals - argument) - 2 : strlen(argument + 2);
    auto_str copy = strndup(argument + 2, len);
    const char *name = copy;

    if (!name)
        return wc_no_memory(err);
    if (strncmp(name, EXPAND, strlen(EXPAND)) == 0)
        name += strlen(EXPAND);
    if (is_refused(name) || strstr(name, "://"))
        return refuse(argument, err);
    if (strcmp(name, URL) == 0 && equals)
        return check_url(reader, equals + 1, err);
    reader->url = strcmp(name, URL) == 0;
    reader->value = !equals && curl_option_takes_value(name);
    return equals && strstr(equals, "://") ? check_url(reader, equals + 1, err)
                                           : WC_OK;
}

/* "-sSf", "-XPOST", "-X POST" … */
static enum wc_code check_letters(struct reader *reader, const char *argument,
                                  struct wc_error *err)
{
    for (const char *at = argument + 1; *at; at++) {
        if (strchr(REFUSED_LETTERS, *at))
            return refuse(argument, err);
        if (curl_letter_takes_value(*at)) {
            reader->value = at[1] == '\0';
            return strstr(at, "://") ? check_url(reader, at + 1, err) : WC_OK;
        }
    }
    return WC_OK;
}

static enum wc_code check_one(struct reader *reader, const char *argument,
                              struct wc_error *err)
{
    bool value = reader->value, url = reader->url;

    reader->value = false;
    reader->url = false;
    if (value)
        return check_value(reader, argument, err);
    if (url || reader->only_urls || argument[0] != '-' || argument[1] == '\0')
        return check_url(reader, argument, err);
    if (strcmp(argument, "--") == 0) {
        reader->only_urls = true;
        return WC_OK;
    }
    return argument[1] == '-' ? check_long(reader, argument, err)
                              : check_letters(reader, argument, err);
}

enum wc_code curl_arguments_check(char *const *arguments, const char *hosts,
                                  struct wc_error *err)
{
    struct reader reader = { .hosts = hosts };

    for (size_t i = 0; arguments[i]; i++) {
        if (check_one(&reader, arguments[i], err) != WC_OK)
            return err->code;
    }
    if (!reader.any_url)
        return wc_fail(err, WC_USAGE,
                       "curl is given no URL of a host that the token is for");
    return WC_OK;
}
