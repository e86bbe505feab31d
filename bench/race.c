/* SPDX-License-Identifier: MIT */
/*
 * race.c - commands against each other, in one run.
 *
 * usage: race [-n ROUNDS] [-s SEED] [-b BEFORE]
 *             NAME [VARIABLE=VALUE]... PROGRAM [ARGUMENT]... [-- NAME ...]...
 *
 * In each round every command runs once, in an order that is drawn anew, with
 * a pipe as its stdout; BEFORE is given to the shell ahead of each and is not
 * measured.  The first round counts for nothing.  Ratios are taken within a
 * round, so what slows the machine down for a while slows both sides.
 *
 * A command that fails, or does not write what it wrote the first time, ends
 * the race: its time would mean nothing.  On stdout, with tabs:
 *
 *   time   NAME  p5 p50 p99 (microseconds)  most resident memory (KiB)
 *   ratio  NAME  OTHER  the median of NAME's time over OTHER's
 */
#include "config.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/figures.h"
#include "bench/process.h"
#include "common/number.h"

#define COMMANDS_MAX 16
#define ROUNDS_MAX   100000

struct command {
    const char *name;
    struct process process;
    size_t bytes; /* of the first answer */
    long peak_kib;
    double *us; /* a value a round */
};

struct race {
    int64_t rounds, seed;
    struct process before; /* argv is NULL where there is none */
    struct command commands[COMMANDS_MAX];
    size_t n;
};

static void usage(void)
{
    (void)fputs("usage: race [-n ROUNDS] [-s SEED] [-b BEFORE] NAME "
                "[VARIABLE=VALUE]... PROGRAM [ARGUMENT]... [-- NAME ...]...\n",
                stderr);
    exit(2);
}

static void *allocate(size_t n, size_t size)
{
    void *block = calloc(n, size);

    if (!block) {
        perror("race");
        exit(1);
    }
    return block;
}

/* Take a command from the arguments at AT; returns those behind it. */
static char **take_command(struct race *race, char **at)
{
    struct command *command = &race->commands[race->n++];
    char **changes;

    command->name = *at++;
    for (changes = at; *at && strchr(*at, '='); at++)
        ;
    command->process.argv = at;
    command->process.envp =
        process_environment(changes, (size_t)(at - changes));
    command->us = allocate((size_t)race->rounds, sizeof(*command->us));
    while (*at && strcmp(*at, "--") != 0)
        at++;
    if (!command->process.envp || at == command->process.argv)
        usage();
    if (*at)
        *at++ = NULL;
    return at;
}

static void take_arguments(struct race *race, int argc, char **argv)
{
    static char shell[] = "/bin/sh", flag[] = "-c";
    static char *before[] = { shell, flag, NULL, NULL };
    int option;

    while ((option = getopt(argc, argv, "+n:s:b:")) != -1) {
        if (option == 'b') {
            before[2] = optarg;
            race->before.argv = before;
            race->before.envp = environ;
        } else if (option == '?' ||
                   !number_parse(optarg, 1, ROUNDS_MAX,
                                 option == 'n' ? &race->rounds : &race->seed)) {
            usage();
        }
    }
    argv += optind;
    if (!*argv)
        usage();
    while (*argv && race->n < COMMANDS_MAX)
        argv = take_command(race, argv);
    if (*argv)
        usage();
}

static void run(const char *name, const struct process *process,
                struct price *ret)
{
    if (!process_run(process, ret)) {
        (void)fprintf(stderr, "race: %s: %s\n", name, strerror(errno));
        exit(1);
    }
    if (ret->status != 0) {
        (void)fprintf(stderr, "race: %s failed\n", name);
        exit(1);
    }
}

/* Run COMMAND for ROUND; -1 is the one that counts for nothing. */
static void measure(const struct race *race, struct command *command,
                    int64_t round)
{
    struct price price = { 0 };

    if (race->before.argv)
        run("what comes before", &race->before, &price);
    run(command->name, &command->process, &price);
    if (round < 0) {
        command->bytes = price.bytes;
        return;
    }
    if (price.bytes != command->bytes) {
        (void)fprintf(stderr, "race: %s wrote %zu bytes, and first %zu\n",
                      command->name, price.bytes, command->bytes);
        exit(1);
    }
    command->us[round] = (double)price.ns / 1000;
    if (price.peak_kib > command->peak_kib)
        command->peak_kib = price.peak_kib;
}

/* All orders are equally likely. */
static void shuffle(size_t *order, size_t n, uint64_t *state)
{
    for (size_t i = n; i > 1; i--) {
        size_t other = (size_t)figures_random(state, i);
        size_t kept = order[i - 1];

        order[i - 1] = order[other];
        order[other] = kept;
    }
}

static void run_rounds(struct race *race)
{
    uint64_t state = (uint64_t)race->seed;
    size_t order[COMMANDS_MAX];

    for (size_t i = 0; i < race->n; i++)
        order[i] = i;
    for (int64_t round = -1; round < race->rounds; round++) {
        shuffle(order, race->n, &state);
        for (size_t i = 0; i < race->n; i++)
            measure(race, &race->commands[order[i]], round);
    }
}

static void print_ratio(const struct race *race, const struct command *a,
                        const struct command *b)
{
    size_t n = (size_t)race->rounds;
    double *ratios = allocate(n, sizeof(*ratios));

    for (size_t i = 0; i < n; i++)
        ratios[i] = a->us[i] / b->us[i];
    figures_sort(ratios, n);
    (void)printf("ratio\t%s\t%s\t%.3f\n", a->name, b->name,
                 figures_quantile(ratios, n, 0.5));
    free(ratios);
}

/* Ratios first: sorting the times loses which round they are of. */
static void print_figures(struct race *race)
{
    size_t n = (size_t)race->rounds;

    for (size_t a = 0; a < race->n; a++) {
        for (size_t b = 0; b < race->n; b++) {
            if (a != b)
                print_ratio(race, &race->commands[a], &race->commands[b]);
        }
    }
    for (size_t i = 0; i < race->n; i++) {
        struct command *command = &race->commands[i];

        figures_sort(command->us, n);
        (void)printf("time\t%s\t%.0f\t%.0f\t%.0f\t%ld\n", command->name,
                     figures_quantile(command->us, n, 0.05),
                     figures_quantile(command->us, n, 0.5),
                     figures_quantile(command->us, n, 0.99), command->peak_kib);
    }
}

int main(int argc, char **argv)
{
    static struct race race = { .rounds = 300, .seed = 1 };

    take_arguments(&race, argc, argv);
    run_rounds(&race);
    print_figures(&race);
    return 0;
}
