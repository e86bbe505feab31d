/* SPDX-License-Identifier: MIT */
/*
 * identity-server.c - main: the folder, the ports, and a thread a connection.
 */
#include "config.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/fdio.h"
#include "common/number.h"
#include "common/secret.h"
#include "tests/identity-server/faults.h"
#include "tests/identity-server/server.h"

#define BACKLOG     4096
#define SETTING_MAX (1024 * 1024)

struct server server = { .mutex = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP };

static void path_of(const char *name, char path[static PATH_MAX])
{
    (void)snprintf(path, PATH_MAX, "%s/%s", server.dir, name);
}

char *server_setting(const char *name, const char *fallback)
{
    struct secret text = SECRET_MAX(SETTING_MAX);
    char path[PATH_MAX];
    char *copy;
    int fd;

    path_of(name, path);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fdio_read_all(fd, &text) != FDIO_OK)
        copy = strdup(fallback);
    else
        copy = strdup(secret_bytes(&text));
    if (fd >= 0)
        (void)close(fd);
    secret_clear(&text);
    return copy;
}

long server_setting_number(const char *name, long fallback)
{
    char *text = server_setting(name, "");
    int64_t number = fallback;

    text[strcspn(text, "\n")] = '\0';
    (void)number_parse(text, 0, INT32_MAX, &number);
    free(text);
    return (long)number;
}

void server_append(const char *name, const char *fmt, ...)
{
    char path[PATH_MAX];
    FILE *file;
    va_list args;

    path_of(name, path);
    file = fopen(path, "ae");
    if (!file)
        return;
    va_start(args, fmt);
    (void)vfprintf(file, fmt, args);
    va_end(args);
    (void)fputc('\n', file);
    (void)fclose(file);
}

bool server_write(const char *name, const void *bytes, size_t len)
{
    char path[PATH_MAX], temp[PATH_MAX + 8];
    bool written;
    int fd;

    path_of(name, path);
    (void)snprintf(temp, sizeof(temp), "%s.new", path);
    fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    written = fdio_write_all(fd, bytes, len) == FDIO_OK;
    (void)close(fd);
    return written && rename(temp, path) == 0;
}

bool server_has_line(const char *name, const char *line)
{
    char *text = server_setting(name, "");
    char *rest = text, *at;
    bool found = false;

    while (!found && (at = strsep(&rest, "\n")))
        found = strcmp(at, line) == 0;
    free(text);
    return found;
}

/* Listen on a free port of the loopback address; -1 where there is none. */
static int listen_on(int family, uint16_t *ret_port)
{
    struct sockaddr_in v4 = { .sin_family = AF_INET,
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct sockaddr_in6 v6 = { .sin6_family = AF_INET6,
                               .sin6_addr = in6addr_loopback };
    const void *address = family == AF_INET ? (void *)&v4 : (void *)&v6;
    socklen_t len = family == AF_INET ? sizeof(v4) : sizeof(v6);
    struct sockaddr_storage bound = { 0 };
    socklen_t bound_len = sizeof(bound);
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0 || bind(fd, address, len) != 0 || listen(fd, BACKLOG) != 0 ||
        getsockname(fd, (struct sockaddr *)&bound, &bound_len) != 0) {
        if (fd >= 0)
            (void)close(fd);
        return -1;
    }
    if (family == AF_INET)
        memcpy(&v4, &bound, sizeof(v4));
    else
        memcpy(&v6, &bound, sizeof(v6));
    *ret_port = ntohs(family == AF_INET ? v4.sin_port : v6.sin6_port);
    return fd;
}

/* One port and the file that tells it. */
struct port {
    int family;
    bool tls;
    const char *file, *address;
    int fd;
};

static struct port ports[] = {
    { AF_INET, true, "url", "127.0.0.1", -1 },
    { AF_INET, false, "plain-url", "127.0.0.1", -1 },
    { AF_INET6, true, "url6", "[::1]", -1 },
};

#define N_PORTS (sizeof(ports) / sizeof(ports[0]))

static bool open_ports(void)
{
    for (size_t i = 0; i < N_PORTS; i++) {
        char url[64];
        uint16_t port = 0;

        ports[i].fd = listen_on(ports[i].family, &port);
        if (ports[i].fd < 0 && ports[i].family == AF_INET)
            return false;
        if (ports[i].fd < 0)
            continue; /* a machine without IPv6 */
        (void)snprintf(url, sizeof(url), "%s://%s:%u",
                       ports[i].tls ? "https" : "http", ports[i].address,
                       (unsigned)port);
        if (!server_write(ports[i].file, url, strlen(url)))
            return false;
    }
    return true;
}

/* What a thread is given: the descriptor, with TLS in the lowest bit. */
static void *run_connection(void *argument)
{
    intptr_t packed = (intptr_t)argument;

    connection_serve((int)(packed >> 1), packed & 1);
    return NULL;
}

static void start_connection(int fd, bool tls)
{
    pthread_t thread;
    intptr_t packed = (intptr_t)fd << 1 | (tls ? 1 : 0);

    if (pthread_create(&thread, NULL, run_connection, (void *)packed) != 0)
        (void)close(fd);
    else
        (void)pthread_detach(thread);
}

/* Accept until SIGTERM or SIGINT. */
static void serve(int signals)
{
    struct pollfd fds[N_PORTS + 1];

    for (size_t i = 0; i < N_PORTS; i++)
        fds[i] = (struct pollfd){ .fd = ports[i].fd, .events = POLLIN };
    fds[N_PORTS] = (struct pollfd){ .fd = signals, .events = POLLIN };
    while (!fds[N_PORTS].revents) {
        if (poll(fds, N_PORTS + 1, -1) < 0 && errno != EINTR)
            return;
        for (size_t i = 0; i < N_PORTS; i++) {
            int fd = fds[i].revents
                         ? accept4(ports[i].fd, NULL, NULL, SOCK_CLOEXEC)
                         : -1;

            if (fd >= 0)
                start_connection(fd, ports[i].tls);
        }
    }
}

static int catch_signals(void)
{
    sigset_t set;

    (void)signal(SIGPIPE, SIG_IGN);
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, &set, NULL);
    return signalfd(-1, &set, SFD_CLOEXEC);
}

static bool prepare_folder(void)
{
    char path[PATH_MAX];

    path_of("requests", path);
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return false;
    return server_write("ca.pem", server.certificates.ca_pem.data,
                        server.certificates.ca_pem.size) &&
           server_write("log", "", 0) && server_write("connections", "", 0) &&
           server_write("token-requests", "", 0) &&
           server_write("issued", "", 0);
}

static void list_scenarios(void)
{
    for (const struct fault *row = faults; row->name; row++)
        (void)printf("%-24s %s\n", row->name, row->help);
}

static int usage(void)
{
    (void)fprintf(stderr, "usage: identity-server --dir FOLDER [--name NAME] "
                          "[--die-with-parent] | --list-faults\n");
    return 2;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        { "dir", required_argument, NULL, 'd' },
        { "name", required_argument, NULL, 'n' },
        { "die-with-parent", no_argument, NULL, 'p' },
        { "list-faults", no_argument, NULL, 'l' },
        { NULL, 0, NULL, 0 },
    };
    const char *name = NULL;
    int option, signals;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == 'd')
            server.dir = optarg;
        else if (option == 'n')
            name = optarg;
        else if (option == 'p')
            (void)prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
        else if (option == 'l')
            return list_scenarios(), 0;
        else
            return usage();
    }
    if (!server.dir || optind != argc)
        return usage();
    (void)umask(077);
    signals = catch_signals();
    if (!certificates_make(&server.certificates, name) || !prepare_folder() ||
        !exchange_start() || !open_ports() || !server_write("ready", "", 0)) {
        (void)fprintf(stderr, "identity-server: cannot start in '%s': %s\n",
                      server.dir, strerror(errno));
        return 1;
    }
    (void)printf("ready\n");
    (void)fflush(stdout);
    serve(signals);
    return 0;
}
