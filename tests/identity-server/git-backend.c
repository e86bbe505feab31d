/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/identity-server/git-backend.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/fdio.h"
#include "common/number.h"
#include "common/secret.h"
#include "tests/identity-server/cgi.h"
#include "tests/identity-server/server.h"

#define VARIABLES    16
#define VARIABLE_MAX 4096
#define OUTPUT_MAX   (256UL * 1024 * 1024)

/* The environment of the child. */
struct environment {
    char text[VARIABLES][2 * VARIABLE_MAX];
    char *entries[VARIABLES + 1];
    size_t n;
};

static void put(struct environment *environment, const char *name,
                const char *value)
{
    if (!value || environment->n == VARIABLES)
        return;
    (void)snprintf(environment->text[environment->n], 2UL * VARIABLE_MAX,
                   "%s=%s", name, value);
    environment->entries[environment->n] = environment->text[environment->n];
    environment->n++;
}

/* MHD collects the query's arguments; git needs only this one. */
static const char *query_of(struct MHD_Connection *connection,
                            char text[static VARIABLE_MAX])
{
    const char *service = MHD_lookup_connection_value(
        connection, MHD_GET_ARGUMENT_KIND, "service");

    (void)snprintf(text, VARIABLE_MAX, "%s%s", service ? "service=" : "",
                   service ? service : "");
    return text;
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static void fill_environment(struct environment *environment,
                             struct MHD_Connection *connection,
                             const char *path, const char *method, size_t len)
{
    char root[VARIABLE_MAX], query[VARIABLE_MAX], length[NUMBER_TEXT];

    (void)snprintf(root, sizeof(root), "%s/git", server.dir);
    put(environment, "PATH", getenv("PATH"));
    put(environment, "GIT_PROJECT_ROOT", root);
    put(environment, "GIT_HTTP_EXPORT_ALL", "1");
    put(environment, "GIT_CONFIG_NOSYSTEM", "1");
    put(environment, "HOME", server.dir);
    put(environment, "REMOTE_USER", "client");
    put(environment, "REQUEST_METHOD", method);
    put(environment, "PATH_INFO", path);
    put(environment, "QUERY_STRING", query_of(connection, query));
    put(environment, "CONTENT_TYPE", header(connection, "Content-Type"));
    put(environment, "CONTENT_LENGTH", number_format((int64_t)len, length));
    put(environment, "HTTP_CONTENT_ENCODING",
        header(connection, "Content-Encoding"));
    put(environment, "HTTP_GIT_PROTOCOL", header(connection, "Git-Protocol"));
}

/* A file in memory with BODY, at its start. */
static int body_file(const char *body, size_t len)
{
    int fd = memfd_create("body", MFD_CLOEXEC);

    if (fd < 0 || fdio_write_all(fd, body, len) != FDIO_OK ||
        lseek(fd, 0, SEEK_SET) != 0) {
        if (fd >= 0)
            (void)close(fd);
        return -1;
    }
    return fd;
}

/* Run the backend with INPUT and append its output to OUT. */
static bool run_backend(struct environment *environment, int input,
                        struct secret *out)
{
    static char git[] = "git", backend[] = "http-backend";
    char *const argv[] = { git, backend, NULL };
    posix_spawn_file_actions_t actions;
    int output[2], status = 0;
    pid_t pid = -1;
    bool read;

    if (pipe2(output, O_CLOEXEC) != 0)
        return false;
    (void)posix_spawn_file_actions_init(&actions);
    (void)posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    (void)posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    read = posix_spawnp(&pid, git, &actions, NULL, argv,
                        environment->entries) == 0;
    (void)posix_spawn_file_actions_destroy(&actions);
    (void)close(output[1]);
    if (read) {
        read = fdio_read_all(output[0], out) == FDIO_OK;
        (void)waitpid(pid, &status, 0);
    }
    (void)close(output[0]);
    return read && WIFEXITED(status);
}

enum MHD_Result git_backend_answer(struct MHD_Connection *connection,
                                   const char *path, const char *method,
                                   const char *body, size_t len)
{
    struct environment *environment = calloc(1, sizeof(*environment));
    struct secret out = SECRET_MAX(OUTPUT_MAX);
    int input = body_file(body ? body : "", len);
    enum MHD_Result result = MHD_NO;

    if (environment && input >= 0) {
        fill_environment(environment, connection, path, method, len);
        if (run_backend(environment, input, &out))
            result = cgi_answer(connection, &out);
    }
    if (input >= 0)
        (void)close(input);
    free(environment);
    secret_clear(&out);
    return result;
}
