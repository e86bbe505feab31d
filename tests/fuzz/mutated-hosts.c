/* SPDX-License-Identifier: MIT */
/*
 * mutated-hosts.c - the whole program, asked for every mutated host in every
 * language it speaks (T45, HOST-1, HOST-2, HOST-3, HOST-9).
 *
 * The reference alone says which are hosts of ours: those get the token, all
 * others what that language has for "nothing".
 */
#include "config.h"

#include <cjson/cJSON.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/fdio.h"
#include "tests/fuzz/asked.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/mutations.h"

#define TEXT_MAX    (4 * MUTATION_MAX)
#define MINIMUM     500
#define SHARE       12 /* one of so many under the sanitizers, each so dear */
#define INFO        "KUBERNETES_EXEC_INFO"
#define GREETING    "{\"v\":[1]}\n"
#define ANSWER_SIZE (64 * 1024)

/* A question, as texts for argv, stdin and the environment. */
struct question {
    const struct mutation *of;
    char url[2 * MUTATION_MAX];
    char input[TEXT_MAX], info[TEXT_MAX];
    const char *argv[8];
};

struct language {
    const char *name;
    void (*ask)(struct question *question);
    bool (*is_ours)(const struct question *question);
    const char *nothing;
    int status[2]; /* of nothing */
};

static void put_json(char *text, const char *before, const char *value,
                     const char *after)
{
    cJSON *item = cJSON_CreateString(value);
    char *quoted = cJSON_PrintUnformatted(item);

    MUST(quoted != NULL);
    (void)snprintf(text, TEXT_MAX, "%s", before);
    /* cJSON leaves DEL as it is, which is refused wherever it stands. */
    for (const char *at = quoted; *at != '\0'; at++) {
        size_t used = strlen(text);

        (void)snprintf(text + used, TEXT_MAX - used,
                       *at == 0x7f ? "\\u007f" : "%c", *at);
    }
    (void)snprintf(text + strlen(text), TEXT_MAX - strlen(text), "%s", after);
    cJSON_free(quoted);
    cJSON_Delete(item);
}

static void set_argv(struct question *question, const char *a, const char *b,
                     const char *c, const char *d)
{
    question->argv[0] = "walr-cred";
    question->argv[1] = a;
    question->argv[2] = b;
    question->argv[3] = c;
    question->argv[4] = d;
}

static void ask_git(struct question *question)
{
    set_argv(question, "helper", "git", "get", NULL);
    (void)snprintf(question->input, TEXT_MAX, "protocol=%s\nhost=%s\n\n",
                   question->of->scheme, question->of->authority);
}

static void ask_bazel(struct question *question)
{
    set_argv(question, "helper", "bazel", "get", NULL);
    put_json(question->input, "{\"uri\":", question->url, "}");
}

static void ask_go(struct question *question)
{
    set_argv(question, "helper", "--", "go", question->url);
    (void)snprintf(question->input, TEXT_MAX, "HTTP/1.1 404 Not Found\r\n\r\n");
}

static void ask_docker(struct question *question)
{
    set_argv(question, "helper", "docker", "get", NULL);
    (void)snprintf(question->input, TEXT_MAX, "%s", question->of->authority);
}

static void ask_terraform(struct question *question)
{
    set_argv(question, "helper", "--", "terraform", "get");
    question->argv[5] = question->of->authority;
}

static void ask_cargo(struct question *question)
{
    set_argv(question, "helper", "cargo", NULL, NULL);
    put_json(question->input,
             "{\"v\":1,\"kind\":\"get\",\"registry\":{\"index-url\":",
             question->url, "}}\n");
}

static void ask_kubernetes(struct question *question)
{
    set_argv(question, "helper", "kubernetes", NULL, NULL);
    put_json(question->info,
             "{\"apiVersion\":\"client.authentication.k8s.io/v1\","
             "\"spec\":{\"cluster\":{\"server\":",
             question->url, "}}}");
}

static void ask_by_url(struct question *question)
{
    set_argv(question, "get", "--url", question->url, NULL);
}

static void ask_curl(struct question *question)
{
    set_argv(question, "curl", "--", question->url, NULL);
}

static bool is_our_url(const struct question *question)
{
    struct reference host;

    return reference_url(question->url, "https", &host) && asked_serves(&host);
}

static bool is_our_host(const struct question *question)
{
    struct reference host;
    const char *authority = question->of->authority;

    return reference_authority(authority, strlen(authority), &host) &&
           asked_serves(&host);
}

static bool is_our_remote(const struct question *question)
{
    return strcmp(question->of->scheme, "https") == 0 && is_our_host(question);
}

/* White space at the end is the pipe's, and Docker's own hub is a URL. */
static bool is_our_server(const struct question *question)
{
    char server[MUTATION_MAX];
    struct reference host;
    size_t len;

    (void)snprintf(server, sizeof(server), "%s", question->of->authority);
    len = strlen(server);
    while (len > 0 && strchr(" \t\r\n", server[len - 1]))
        server[--len] = '\0';
    return (reference_authority(server, len, &host) ||
            reference_url(server, "https", &host)) &&
           asked_serves(&host);
}

/* clang-format off */
static const struct language languages[] = {
    { "git",        ask_git,        is_our_remote, "",                    { 0, 0 } },
    { "bazel",      ask_bazel,      is_our_url,    "{\"headers\":{}}\n",  { 0, 0 } },
    { "go",         ask_go,         is_our_url,    "",                    { 0, 0 } },
    { "docker",     ask_docker,     is_our_server, "credentials not found in native keychain\n", { 1, 1 } },
    { "terraform",  ask_terraform,  is_our_host,   "{}\n",                { 0, 0 } },
    { "cargo",      ask_cargo,      is_our_url,    GREETING "{\"Err\":{\"kind\":\"url-not-supported\"}}\n", { 0, 0 } },
    { "kubernetes", ask_kubernetes, is_our_url,    "",                    { 2, 5 } },
    { "--url",      ask_by_url,     is_our_url,    "",                    { 2, 5 } },
    { "curl",       ask_curl,       is_our_url,    "",                    { 2, 2 } },
};
/* clang-format on */

static int memory_file(const char *text)
{
    int fd = memfd_create("mutated-hosts", MFD_CLOEXEC);

    MUST(fd >= 0 && fdio_write_all(fd, text, strlen(text)) == FDIO_OK &&
         lseek(fd, 0, SEEK_SET) == 0);
    return fd;
}

/* Run the program; its status, and its stdout in ANSWER. */
static int run(const struct question *question, struct secret *answer)
{
    posix_spawn_file_actions_t actions;
    int in = memory_file(question->input), out = memory_file(""), status;
    pid_t pid;

    MUST(setenv(INFO, question->info, 1) == 0);
    MUST(posix_spawn_file_actions_init(&actions) == 0 &&
         posix_spawn_file_actions_adddup2(&actions, in, 0) == 0 &&
         posix_spawn_file_actions_adddup2(&actions, out, 1) == 0 &&
         posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY,
                                          0) == 0);
    MUST(posix_spawn(&pid, getenv("WALR_CRED"), &actions, NULL,
                     (char *const *)(uintptr_t)question->argv, environ) == 0);
    (void)posix_spawn_file_actions_destroy(&actions);
    MUST(waitpid(pid, &status, 0) == pid);
    secret_clear(answer);
    MUST(lseek(out, 0, SEEK_SET) == 0 && fdio_read_all(out, answer) == FDIO_OK);
    (void)close(in);
    (void)close(out);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Whether MUTATION got what it is due; *ours counts the tokens. */
static bool ask(const struct language *language,
                const struct mutation *mutation, size_t *ours)
{
    auto_secret answer = SECRET_MAX(ANSWER_SIZE);
    struct question question = { .of = mutation };
    bool token, due, good;
    int status;

    (void)snprintf(question.url, sizeof(question.url), "%s://%s/",
                   mutation->scheme, mutation->authority);
    language->ask(&question);
    status = run(&question, &answer);
    token = strstr(secret_bytes(&answer), ASKED_TOKEN) != NULL;
    due = language->is_ours(&question);
    *ours += due;
    good = due ? token && status == 0
               : strcmp(secret_bytes(&answer), language->nothing) == 0 &&
                     (status == language->status[0] ||
                      status == language->status[1]);
    if (!good)
        (void)printf("# %s '%s' '%s': status %d, %s\n", language->name,
                     mutation->scheme, mutation->authority, status,
                     token ? "a token" : "no token");
    return good;
}

static bool ask_all(const struct language *language, size_t step,
                    size_t *ret_asked, size_t *ret_ours)
{
    struct mutation mutation;
    bool good = true;

    for (size_t i = 0; mutation_make(i, &mutation); i += step) {
        good &= ask(language, &mutation, ret_ours);
        ++*ret_asked;
    }
    return good;
}

/* A curl that says what header it is given. */
static void install_curl(void)
{
    char path[1024];
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/curl", fuzz_folder());
    file = fopen(path, "w");
    MUST(file &&
         fputs("#!/bin/sh\nwhile [ \"$1\" != -H ]; do shift; done\n"
               "exec /bin/cat \"${2#@}\"\n",
               file) >= 0 &&
         fclose(file) == 0 && chmod(path, 0700) == 0);
    MUST(setenv("PATH", fuzz_folder(), 1) == 0);
}

int main(void)
{
    const char *sanitizers = getenv("SANITIZERS");
    size_t step = sanitizers && strcmp(sanitizers, "yes") == 0 ? SHARE : 1;
    int failed = 0;

    MUST(getenv("WALR_CRED") != NULL);
    (void)asked_cache();
    asked_warm();
    install_curl();
    for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
        size_t asked = 0, ours = 0;
        bool good = ask_all(&languages[i], step, &asked, &ours) &&
                    asked * step >= MINIMUM && ours > 0 && ours < asked / 2;

        failed += !good;
        (void)printf("%s %zu - %s: of %zu mutated hosts the %zu that are ours "
                     "get a token (T45, HOST-1, HOST-3)\n",
                     good ? "ok" : "not ok", i + 1, languages[i].name, asked,
                     ours);
    }
    (void)printf("1..%zu\n", sizeof(languages) / sizeof(languages[0]));
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
