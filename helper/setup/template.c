/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/setup/template.h"

#include <string.h>

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS  "0123456789"

/* TEXT with every run of what is no letter or digit as one '-'. */
static bool put_identifier(const char *text, struct secret *out)
{
    while (*text) {
        size_t len = strspn(text, LETTERS DIGITS);
        size_t others = strcspn(text + len, LETTERS DIGITS);
        bool within = len > 0 && text[len + others] != '\0';

        if (!secret_add(out, text, len) ||
            (others > 0 && within && !secret_add(out, "-", 1)))
            return false;
        text += len + others;
    }
    return true;
}

/* Put what stands for the LEN bytes of WORD. */
static bool put_word(const char *word, size_t len,
                     const struct template_values *values, struct secret *out)
{
    if (len == 0)
        return secret_add(out, "@", 1);
    if (len == 1 && word[0] == ',')
        return values->last || secret_add(out, ",", 1);
    if (len == strlen("HOST") && memcmp(word, "HOST", len) == 0)
        return values->host && secret_add_text(out, values->host);
    if (len == strlen("NAME") && memcmp(word, "NAME", len) == 0)
        return values->host && put_identifier(values->host, out);
    if (len == strlen("PROFILE") && memcmp(word, "PROFILE", len) == 0)
        return values->profile && secret_add_text(out, values->profile);
    return false;
}

bool template_expand(const char *template, const struct template_values *values,
                     struct secret *out)
{
    const char *at = template;

    while (*at) {
        size_t len = strcspn(at, "@");
        const char *end;

        if (!secret_add(out, at, len))
            return false;
        at += len;
        if (*at == '\0')
            return true;
        if (at[1] == '(' || at[1] == ')') {
            end = at[1] == '(' && !values->profile ? strstr(at, "@)") : at;
            if (!end)
                return false;
            at = end + 2;
            continue;
        }
        end = strchr(at + 1, '@');
        if (!end || !put_word(at + 1, (size_t)(end - at) - 1, values, out))
            return false;
        at = end + 1;
    }
    return true;
}

/* Cut the word at *AT and move behind it. */
static char *cut_word(char **at)
{
    char *from = *at, *to = *at, *start = *at;
    bool quoted = false;

    while (*from && (quoted || *from != ' ')) {
        if (*from == '\'')
            quoted = !quoted;
        else
            *to++ = *from;
        from++;
    }
    *at = *from ? from + 1 : from;
    *to = '\0';
    return start;
}

bool template_split(char *line, char *words[static TEMPLATE_WORDS_MAX])
{
    size_t n = 0;

    while (*(line += strspn(line, " "))) {
        if (n == TEMPLATE_WORDS_MAX - 1)
            return false;
        words[n++] = cut_word(&line);
    }
    words[n] = NULL;
    return true;
}
