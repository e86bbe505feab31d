/* SPDX-License-Identifier: MIT */
/*
 * last-look.c - what is in the memory of programs in their last system call.
 *
 * usage: last-look REPORT FILE[,FILE...] COMMAND [ARGUMENT...]; as root, since
 * our programs let nobody else look.  Each process below COMMAND is stopped as
 * it ends, with its memory still there, and searched for pieces of the last
 * line of each FILE, as that line is then.  REPORT gets a line a piece,
 * "PROGRAM FILE-NAME LENGTH ADDRESS MAPPING", and then one a process, "PROGRAM
 * ended". The command's status is ours; 125 is a failure of our own.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

/* Bytes in a row that are no accident; free(3) writes over the first of what it
   is given, so that the whole need not be there. */
#define PIECE_MIN 10

#define START_BITS   20
#define NEEDLES_MAX  8
#define NEEDLE_MAX   20000 /* bytes */
#define MAPPINGS_MAX 1024
#define NAME_MAX_LEN 512

/* What is searched for. */
static struct needle {
    const char *path;
    char bytes[NEEDLE_MAX];
    size_t len;
    bool has_start[1 << START_BITS]; /* of hash_start(): most memory has none */
} needles[NEEDLES_MAX];
static size_t n_needles;

/* Where: a copy, since the process may be killed while it is searched. */
static struct mapping {
    char name[NAME_MAX_LEN];
    unsigned long from;
    char *bytes;
    size_t len;
} mappings[MAPPINGS_MAX];
static size_t n_mappings;

static FILE *report;

static void die(const char *what)
{
    perror(what);
    exit(125);
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static FILE *open_of(pid_t pid, const char *name)
{
    char path[64];
    FILE *file;

    (void)snprintf(path, sizeof(path), "/proc/%ld/%s", (long)pid, name);
    file = fopen(path, "re");
    if (!file)
        die(path);
    return file;
}

/* Of four bytes. */
static size_t hash_start(const char *at)
{
    uint32_t word;

    memcpy(&word, at, sizeof(word));
    return word * 2654435761U >> (32 - START_BITS);
}

/* Take the last line of the needle's file; "" where there is none yet. */
static void load_needle(struct needle *needle)
{
    FILE *file = fopen(needle->path, "re");
    char line[NEEDLE_MAX];

    needle->len = 0;
    memset(needle->has_start, 0, sizeof(needle->has_start));
    while (file && fgets(line, sizeof(line), file)) {
        needle->len = strcspn(line, "\n");
        memcpy(needle->bytes, line, needle->len);
    }
    if (file)
        (void)fclose(file);
    for (size_t i = 0; i + PIECE_MIN <= needle->len; i++)
        needle->has_start[hash_start(needle->bytes + i)] = true;
}

/* The longest piece of the needle AT, where LEFT bytes are; 0: none.  Most
   memory is zero, and no text has that: where four zeros and a part of the
   needle have one hash, each would otherwise be compared with all of the
   needle. */
static size_t piece_at(const struct needle *needle, const char *at, size_t left)
{
    size_t longest = 0;

    if (left < PIECE_MIN || at[0] == '\0' || !needle->has_start[hash_start(at)])
        return 0;
    for (size_t i = 0; i + PIECE_MIN <= needle->len; i++) {
        size_t n = 0;

        while (n < left && i + n < needle->len && at[n] == needle->bytes[i + n])
            n++;
        if (n > longest)
            longest = n;
    }
    return longest >= PIECE_MIN ? longest : 0;
}

static void search(const char *program, const struct needle *needle,
                   const struct mapping *mapping)
{
    size_t n;

    for (size_t i = 0; i<mapping->len; i += n> 0 ? n : 1) {
        n = piece_at(needle, mapping->bytes + i, mapping->len - i);
        if (n > 0)
            (void)fprintf(report, "%s %s %zu %#lx %s\n", program,
                          last_part(needle->path), n, mapping->from + i,
                          mapping->name);
    }
}

/* Copy the mapping of one LINE of the list: all that a process can have written
   to, since what is only read of a file is the file's, and what malloc(3) only
   reserves for its threads, a hundred MiB, nobody can touch. */
static void copy_mapping(FILE *memory, const char *line)
{
    struct mapping *mapping = &mappings[n_mappings];
    unsigned long to, inode;
    char mode[5];
    ssize_t n;

    *mapping = (struct mapping){ .name = "-" };
    if (sscanf(line, "%lx-%lx %4s %*x %*s %lu %511s", &mapping->from, &to, mode,
               &inode, mapping->name) < 4 ||
        mode[0] != 'r' || (inode != 0 && mode[1] != 'w') ||
        strncmp(mapping->name, "[v", 2) == 0)
        return;
    mapping->bytes = malloc(to - mapping->from);
    if (!mapping->bytes || ++n_mappings == MAPPINGS_MAX)
        die("too much memory");
    n = pread(fileno(memory), mapping->bytes, to - mapping->from,
              (off_t)mapping->from);
    if (n < 0 && errno != EIO)
        die("pread");
    mapping->len = n > 0 ? (size_t)n : 0;
}

/* Copy all; false where it is a signal that ends it, or was killed meanwhile,
   and its memory gone. */
static bool copy_memory(pid_t pid)
{
    FILE *memory = open_of(pid, "mem");
    FILE *list = open_of(pid, "maps");
    char line[NAME_MAX_LEN * 2];
    unsigned long message;

    n_mappings = 0;
    while (fgets(line, sizeof(line), list))
        copy_mapping(memory, line);
    (void)fclose(list);
    (void)fclose(memory);
    return ptrace(PTRACE_GETEVENTMSG, pid, NULL, &message) == 0 &&
           !WIFSIGNALED((int)message);
}

/* PID stands in its last system call. */
static void look(pid_t pid)
{
    char path[64], exe[NAME_MAX_LEN];
    ssize_t n;
    bool whole;

    (void)snprintf(path, sizeof(path), "/proc/%ld/exe", (long)pid);
    n = readlink(path, exe, sizeof(exe) - 1);
    if (n < 0)
        die(path);
    exe[n] = '\0';
    whole = copy_memory(pid);
    for (size_t i = 0; i < n_needles; i++) {
        load_needle(&needles[i]);
        for (size_t j = 0; j < n_mappings; j++)
            search(last_part(exe), &needles[i], &mappings[j]);
    }
    for (size_t j = 0; j < n_mappings; j++)
        free(mappings[j].bytes);
    (void)fprintf(report, "%s %s\n", last_part(exe),
                  whole ? "ended" : "was killed");
}

/* Whether TID is a process and not one of its other threads. */
static bool is_process(pid_t tid)
{
    FILE *status = open_of(tid, "status");
    char line[128];
    long tgid = 0;

    while (tgid == 0 && fgets(line, sizeof(line), status))
        (void)sscanf(line, "Tgid: %ld", &tgid);
    (void)fclose(status);
    return tgid == (long)tid;
}

static pid_t start(char **argv)
{
    pid_t pid = fork();
    int status;

    if (pid == 0) {
        (void)raise(SIGSTOP);
        (void)execvp(argv[0], argv);
        _exit(127);
    }
    if (pid < 0 || waitpid(pid, &status, WUNTRACED) != pid ||
        ptrace(PTRACE_SEIZE, pid, NULL,
               PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
                   PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL) != 0 ||
        kill(pid, SIGCONT) != 0)
        die("ptrace");
    return pid;
}

/* Go on until the last of them is gone.  Returns the status of COMMAND. */
static int follow(pid_t command)
{
    int status, result = 125;
    pid_t pid;

    while ((pid = waitpid(-1, &status, __WALL)) > 0) {
        int event = status >> 16;

        if (WIFSTOPPED(status)) {
            if (event == PTRACE_EVENT_EXIT && is_process(pid))
                look(pid);
            (void)ptrace(PTRACE_CONT, pid, NULL,
                         event == 0 ? WSTOPSIG(status) : 0);
        } else if (pid == command) {
            result = WIFEXITED(status) ? WEXITSTATUS(status)
                                       : 128 + WTERMSIG(status);
        }
    }
    return result;
}

int main(int argc, char **argv)
{
    char *path, *rest = argc < 4 ? NULL : argv[2];
    int status;

    if (!rest)
        return 125;
    report = fopen(argv[1], "we");
    if (!report)
        die(argv[1]);
    while (n_needles < NEEDLES_MAX && (path = strsep(&rest, ",")))
        needles[n_needles++].path = path;
    status = follow(start(argv + 3));
    return fclose(report) == 0 ? status : 125;
}
