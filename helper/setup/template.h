/* SPDX-License-Identifier: MIT */
/*
 * template.h - the text of a tool's lines, with names and hosts filled in.
 *
 * Pure.  What is filled in (hosts in normal form, names of profiles) holds
 * nothing that a shell, JSON, YAML, HCL or TOML would have to escape within
 * quotes.
 */
#ifndef HELPER_SETUP_TEMPLATE_H
#define HELPER_SETUP_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/secret.h"

/* What stands for the words between at signs. */
struct template_values {
    const char *profile; /* @PROFILE@; NULL: what stands in @( @) is left out */
    const char *host;    /* @HOST@; @NAME@ is the same as an identifier */
    bool last;           /* @,@ is a comma except in the last of a list */
};

/* Append TEMPLATE to OUT; "@@" is an at sign.  False: OUT is full, or an
 * unknown word. */
bool template_expand(const char *template, const struct template_values *values,
                     struct secret *out) __attribute__((warn_unused_result));

#define TEMPLATE_WORDS_MAX 16

/*
 * Cut LINE, as a shell would that knows single quotes and blanks only, into
 * WORDS with a NULL behind the last; WORDS point into LINE.  False: too many.
 */
bool template_split(char *line, char *words[static TEMPLATE_WORDS_MAX])
    __attribute__((warn_unused_result));

#endif
