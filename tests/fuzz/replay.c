/* SPDX-License-Identifier: MIT */
/*
 * replay.c - main() of a fuzz target without libFuzzer: run the target over its
 * corpus and compare what became of each file with corpus/NAME.expected.
 *
 * A line of that file is: file, outcome, IDs or '-', and words that the line of
 * the outcome holds.  Every file has a line and every line a file.
 */
#include "config.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/fdio.h"
#include "common/json.h"
#include "common/lines.h"
#include "tests/fuzz/fuzz.h"

#define PATH_MAX_ 1024
#define FILES_MAX 4096
#define FILE_MAX  (2 * 1024 * 1024)

static char corpus[PATH_MAX_]; /* the folder */
static int n_tests, n_failed;

static void tap(bool ok, const char *sentence)
{
    n_tests++;
    n_failed += !ok;
    (void)printf("%s %d - %s\n", ok ? "ok" : "not ok", n_tests, sentence);
}

static bool read_file(const char *path, struct secret *text)
{
    FILE *file = fopen(path, "rb");
    bool read = file && fdio_read_all(fileno(file), text) == FDIO_OK;

    if (file)
        (void)fclose(file);
    return read;
}

/* The next word of *at, cut in place; "" behind the last. */
static char *next_word(char **at)
{
    char *word = *at + strspn(*at, " ");
    size_t len = strcspn(word, " ");

    *at = word + len;
    if (**at != '\0')
        *(*at)++ = '\0';
    return word;
}

static void replay_file(const char *name, const char *wanted, const char *ids,
                        const char *words)
{
    auto_secret text = SECRET_MAX(FILE_MAX);
    char path[2 * PATH_MAX_], sentence[PATH_MAX_];
    bool is_known = strcmp(ids, "-") != 0, good;

    (void)snprintf(path, sizeof(path), "%s/%s", corpus, name);
    (void)snprintf(sentence, sizeof(sentence), "%s: %s%s%s%s%s%s", name, wanted,
                   words[0] ? ", " : "", words, is_known ? " (" : "",
                   is_known ? ids : "", is_known ? ")" : "");
    if (!read_file(path, &text)) {
        tap(false, sentence);
        (void)printf("# cannot be read\n");
        return;
    }
    fuzz_outcome("nothing", "");
    (void)LLVMFuzzerTestOneInput((const uint8_t *)secret_bytes(&text),
                                 text.len);
    good =
        strcmp(fuzz_word(), wanted) == 0 && strstr(fuzz_line(), words) != NULL;
    tap(good, sentence);
    if (!good)
        (void)printf("# was: %s %s\n", fuzz_word(), fuzz_line());
}

static int is_file(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int count_files(void)
{
    struct dirent **entries;
    int n = scandir(corpus, &entries, is_file, alphasort);

    for (int i = 0; i < n; i++)
        free(entries[i]);
    if (n >= 0)
        free(entries);
    return n;
}

static int replay_expected(struct secret *expected)
{
    struct lines lines;
    char *line;
    int n = 0;

    if (!lines_open(&lines, expected->bytes, expected->len))
        return -1;
    while ((line = lines_next(&lines)) != NULL) {
        char *name, *wanted, *ids;

        if (line[0] == '#')
            continue;
        name = next_word(&line);
        wanted = next_word(&line);
        ids = next_word(&line);
        replay_file(name, wanted, ids, line + strspn(line, " "));
        n++;
    }
    return n;
}

int main(int argc, char **argv)
{
    auto_secret expected = SECRET_MAX(FILE_MAX);
    const char *top = getenv("abs_top_srcdir");
    const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
    const char *name = slash ? strstr(slash, "fuzz_") : NULL;
    char path[PATH_MAX_ + 16];

    json_init();
    if (!top || !name)
        return 99;
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    (void)snprintf(corpus, sizeof(corpus), "%s/tests/fuzz/corpus/%s", top,
                   name + strlen("fuzz_"));
    (void)snprintf(path, sizeof(path), "%s.expected", corpus);
    if (!read_file(path, &expected) || expected.len == 0) {
        (void)printf("Bail out! cannot read %s\n", path);
        return EXIT_FAILURE;
    }
    tap(replay_expected(&expected) == count_files(),
        "every file of the corpus is expected to become something");
    (void)printf("1..%d\n", n_tests);
    return n_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
