/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/fuzz/fuzz.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/text.h"

#define WORD_MAX   64
#define LINE_MAX_  1024
#define FOLDER_MAX 512

static char outcome_word[WORD_MAX], outcome_line[LINE_MAX_];
static char folder[FOLDER_MAX];

void fuzz_abort(const char *file, int line, const char *condition)
{
    (void)fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
    abort();
}

void fuzz_outcome(const char *word, const char *line)
{
    (void)snprintf(outcome_word, sizeof(outcome_word), "%s", word);
    (void)snprintf(outcome_line, sizeof(outcome_line), "%s", line);
}

void fuzz_outcome_code(int code, const char *line)
{
    char word[WORD_MAX];

    (void)snprintf(word, sizeof(word), "%d", code);
    fuzz_outcome(word, line);
}

const char *fuzz_word(void)
{
    return outcome_word;
}

const char *fuzz_line(void)
{
    return outcome_line;
}

char *fuzz_text(const uint8_t *data, size_t size)
{
    char *text;

    if (size > 0 && memchr(data, '\0', size))
        return NULL;
    text = malloc(size + 1);
    MUST(text != NULL);
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    return text;
}

bool fuzz_is_printable(const char *line)
{
    return text_is_utf8(line, strlen(line)) &&
           !text_has_control(line, strlen(line));
}

static int remove_one(const char *path, const struct stat *st, int kind,
                      struct FTW *ftw)
{
    (void)st;
    (void)kind;
    (void)ftw;
    return remove(path);
}

static void remove_folder(void)
{
    (void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *fuzz_folder(void)
{
    const char *tmp = getenv("TMPDIR");

    if (folder[0] != '\0')
        return folder;
    (void)snprintf(folder, sizeof(folder), "%.400s/walr-cred-fuzz.XXXXXX",
                   tmp && tmp[0] == '/' ? tmp : "/tmp");
    MUST(mkdtemp(folder) != NULL);
    MUST(atexit(remove_folder) == 0);
    return folder;
}
