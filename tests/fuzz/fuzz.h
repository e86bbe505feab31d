/* SPDX-License-Identifier: MIT */
/*
 * fuzz.h - what a fuzz target is made of.
 *
 * Each fuzz_NAME.c gives any bytes to one parser and checks what must hold of
 * its answer.  libFuzzer runs it (make fuzz); make check runs it over
 * corpus/NAME with replay.c, which also compares what became of each file.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The target.  Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold whatever the input is. */
#define MUST(condition)                                 \
    do {                                                \
        if (!(condition))                               \
            fuzz_abort(__FILE__, __LINE__, #condition); \
    } while (0)

void fuzz_abort(const char *file, int line, const char *condition)
    __attribute__((noreturn));

/* Say what became of the input: a WORD without blanks, and a line or "". */
void fuzz_outcome(const char *word, const char *line);

/* fuzz_outcome() of an exit status. */
void fuzz_outcome_code(int code, const char *line);

/* What the last fuzz_outcome() was told, "" and "" at the beginning. */
const char *fuzz_word(void);
const char *fuzz_line(void);

/* The SIZE bytes and a NUL, in a block of just that size; NULL when a NUL is
   among them.  Freed with free(). */
char *fuzz_text(const uint8_t *data, size_t size);

/* Whether LINE may be shown to a person: printable, valid UTF-8. */
bool fuzz_is_printable(const char *line);

/* A 0700 folder below $TMPDIR, made at the first call and removed with all
   that lies in it when the program ends. */
const char *fuzz_folder(void);

#endif
