/* SPDX-License-Identifier: MIT */
/*
 * curl.c - run curl with the header on a descriptor.
 *
 * The token is in no argument and on no disk, curl is not run without one, and
 * nothing on its command line may take the token to a host it is not for.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/fdio.h"
#include "helper/command/command.h"
#include "helper/curl-arguments.h"
#include "helper/profile-lookup.h"
#include "helper/run.h"
#include "helper/token.h"

#define HEADER_FILE_TEXT 32 /* "@/dev/fd/N" */

/* The header on a descriptor that curl inherits, or -1 with errno. */
static int header_fd(const struct record *record)
{
    auto_secret header = SECRET_MAX(FORMAT_MAX);
    struct moment now;
    int fd;

    clock_now(&now);
    if (!formats[0].write(record, &now, &header)) {
        errno = EINVAL;
        return -1;
    }
    fd = memfd_create("walr-cred", 0);
    if (fd >= 0 &&
        fdio_write_all(fd, secret_bytes(&header), header.len) != FDIO_OK) {
        (void)close(fd);
        return -1;
    }
    return fd;
}

/* curl looks at --disable, or -q with more letters behind it, only where it
   stands first. */
static bool is_disable(const char *argument)
{
    return argument && (strcmp(argument, "--disable") == 0 ||
                        (argument[0] == '-' && argument[1] == 'q'));
}

/* Ours in front of theirs; NULL: no memory.  The strings are not copied. */
static char **put_in_front(char *header_file, bool any_host, char **rest)
{
    static char curl[] = "curl", disable[] = "-q", proto[] = "--proto",
                https[] = "=https", proto_default[] = "--proto-default",
                name[] = "https", header[] = "-H";
    size_t n = 0, i = 0;
    char **argv;

    while (rest[n])
        n++;
    argv = calloc(n + 9, sizeof(*argv));
    if (!argv)
        return NULL;
    argv[i++] = curl;
    /* Theirs stays where it is: the value of "-qX" stands behind it. */
    if (is_disable(rest[0]))
        argv[i++] = disable;
    if (!any_host) {
        argv[i++] = proto;
        argv[i++] = https;
        argv[i++] = proto_default;
        argv[i++] = name;
    }
    argv[i++] = header;
    argv[i++] = header_file;
    while (*rest)
        argv[i++] = *rest++;
    return argv;
}

static enum wc_code run_curl(const struct options *options,
                             const struct caller *caller,
                             const struct record *record, struct wc_error *err)
{
    char header_file[HEADER_FILE_TEXT];
    int fd = header_fd(record);
    char **argv;

    if (fd < 0)
        return wc_fail(err, WC_INTERNAL, "no room for the header (%s)",
                       strerror(errno));
    (void)snprintf(header_file, sizeof(header_file), "@/dev/fd/%d", fd);
    argv = put_in_front(header_file, options->any_host, options->rest);
    if (!argv)
        (void)wc_no_memory(err);
    else
        (void)!run_instead(&caller->inherited, argv, err);
    free(argv);
    (void)close(fd);
    return err->code;
}

enum wc_code command_curl(const struct options *options, struct caller *caller,
                          struct secret *out, struct wc_error *err)
{
    auto_profile profile = PROFILE_INIT;
    auto_record record = RECORD_INIT;

    (void)out;
    if (!options->rest)
        return wc_fail(err, WC_USAGE,
                       "curl wants a URL: walr-cred curl https://HOST/PATH");
    run_prepare(&caller->inherited);
    if (profile_load(options->profile, &options->settings, &profile, err) !=
            WC_OK ||
        (!options->any_host &&
         curl_arguments_check(options->rest,
                              profile_text(&profile, SETTING_HOSTS),
                              err) != WC_OK) ||
        token_get(caller, &profile, TOKEN_MIN_VALIDITY_S, false, &record,
                  err) != WC_OK)
        return err->code;
    caller_warn(caller);
    return run_curl(options, caller, &record, err);
}
