/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/fuzz/asked.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/fdio.h"
#include "common/json.h"
#include "common/text.h"
#include "helper/profile-lookup.h"
#include "helper/protocol/protocol.h"
#include "tests/fuzz/fuzz.h"

#define CONFIG                                   \
    "[profile default]\n"                        \
    "token-url = https://id.example.com/token\n" \
    "client-id = me\n"                           \
    "hosts = " ASKED_HOSTS "\n"
#define PATH_MAX_  1024
#define LIFETIME_S 86400

static struct cache cache = CACHE_INIT;

static void write_config(void)
{
    static const char *const folders[] = { "config", "config/walr-cred",
                                           "run" };
    char path[PATH_MAX_];
    FILE *file;

    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", fuzz_folder(), folders[i]);
        MUST(mkdir(path, 0700) == 0);
    }
    (void)snprintf(path, sizeof(path), "%s/config/walr-cred/config",
                   fuzz_folder());
    file = fopen(path, "w");
    MUST(file && fputs(CONFIG, file) >= 0 && fclose(file) == 0);
    MUST(chmod(path, 0600) == 0);
    (void)snprintf(path, sizeof(path), "%s/config", fuzz_folder());
    MUST(setenv("XDG_CONFIG_HOME", path, 1) == 0);
    (void)snprintf(path, sizeof(path), "%s/run", fuzz_folder());
    MUST(setenv("XDG_RUNTIME_DIR", path, 1) == 0);
    (void)unsetenv("WALR_PROFILE");
    (void)unsetenv("WALR_CLIENT_ID");
    (void)unsetenv("WALR_CLIENT_SECRET");
}

static void start(void)
{
    const struct profile_options none = { .create = false };
    auto_profile profile = PROFILE_INIT;
    struct request request;
    struct wc_error err = { 0 };

    if (cache.folder >= 0)
        return;
    json_init();
    write_config();
    MUST(profile_load(NULL, &none, &profile, &err) == WC_OK);
    profile_request(&profile, REQUEST_OBTAIN, &request);
    MUST(cache_open(NULL, &request, true, &cache, &err) == WC_OK);
    MUST(cache.folder >= 0);
}

const struct cache *asked_cache(void)
{
    start();
    return &cache;
}

bool asked_is_cached(void)
{
    auto_record record = RECORD_INIT;

    return cache_load(asked_cache(), &record);
}

void asked_warm(void)
{
    auto_record record = RECORD_INIT;
    struct wc_error why = { 0 };

    if (asked_is_cached())
        return;
    clock_now(&record.obtained);
    record.lifetime_s = LIFETIME_S;
    MUST(secret_add_text(&record.token, ASKED_TOKEN));
    MUST(cache_store(&cache, &record, &why));
}

/* Put what holds the SIZE bytes at BYTES on FD; the old FD, to be restored. */
static int replace_fd(int fd, const uint8_t *bytes, size_t size)
{
    int file = memfd_create("fuzz", MFD_CLOEXEC);
    int kept = dup(fd);

    MUST(file >= 0 && kept >= 0);
    MUST(fdio_write_all(file, bytes, size) == FDIO_OK);
    MUST(lseek(file, 0, SEEK_SET) == 0 && dup2(file, fd) == fd);
    (void)close(file);
    return kept;
}

static void restore_fd(int fd, int kept)
{
    MUST(dup2(kept, fd) == fd);
    (void)close(kept);
}

static void check(struct asked *asked)
{
    const char *out = secret_bytes(&asked->out);

    for (size_t i = 0; i < asked->out.len; i++)
        MUST(out[i] == '\n' || !text_has_control(out + i, 1));
    MUST(fuzz_is_printable(asked->err.text));
    MUST(asked->code == asked->err.code);
    MUST(asked->code == WC_OK || asked->answers_failure || asked->out.len == 0);
    MUST(asked->code == WC_OK || !asked_has_token(asked));
    if (asked->code != WC_OK && asked->err.text[0] != '\0')
        fuzz_outcome_code((int)asked->code, asked->err.text);
    else
        fuzz_outcome(asked_has_token(asked) ? "token" : "nothing", out);
}

void asked_run(const char *protocol, const char *action, const char *operand,
               const uint8_t *question, size_t size, struct asked *ret)
{
    const struct protocol *row = protocol_find(protocol);
    struct caller caller = { .worker = "/nonexistent/worker" };
    struct options options = { .format = &formats[0],
                               .operands = { protocol, action, operand } };
    int in, out;

    start();
    asked_warm();
    in = replace_fd(STDIN_FILENO, question, size);
    out = replace_fd(STDOUT_FILENO, NULL, 0);
    ret->code = row->run(row, action, &options, &caller, &ret->out, &ret->err);
    MUST(lseek(STDOUT_FILENO, 0, SEEK_SET) == 0);
    MUST(fdio_read_all(STDOUT_FILENO, &ret->out) == FDIO_OK);
    restore_fd(STDOUT_FILENO, out);
    restore_fd(STDIN_FILENO, in);
    ret->answers_failure =
        caller.answers_failure || strcmp(protocol, "cargo") == 0;
    check(ret);
}

bool asked_has_token(const struct asked *asked)
{
    return strstr(secret_bytes(&asked->out), ASKED_TOKEN) != NULL;
}

bool asked_is_given_away(const uint8_t *question, size_t size)
{
    return size > 0 &&
           memmem(question, size, ASKED_TOKEN, strlen(ASKED_TOKEN)) != NULL;
}

bool asked_serves(const struct reference *host)
{
    static const char *const hosts[] = { "api.example.com",
                                         "api.example.com:8443",
                                         "[2001:db8::1]" };
    const char *dot = strchr(host->name, '.');
    struct reference served;

    for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
        MUST(reference_authority(hosts[i], strlen(hosts[i]), &served));
        if (reference_equal(host, &served))
            return true;
    }
    return host->kind == REFERENCE_NAME && host->port == 443 && dot &&
           strcmp(dot, ".w.example") == 0;
}

void asked_clear(struct asked *asked)
{
    secret_clear(&asked->out);
}
