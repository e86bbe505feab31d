/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "common/lines.h"

#include <string.h>

#include "common/number.h"
#include "common/text.h"

bool lines_open(struct lines *lines, char *text, size_t len)
{
    if (memchr(text, '\0', len))
        return false;
    lines->next = len > 0 ? text : NULL;
    lines->end = text + len;
    lines->number = 0;
    return true;
}

char *lines_next(struct lines *lines)
{
    char *line = lines->next;
    char *lf;

    if (!line)
        return NULL;
    lines->number++;
    lf = memchr(line, '\n', (size_t)(lines->end - line));
    if (lf)
        *lf = '\0';
    lines->next = lf && lf + 1 < lines->end ? lf + 1 : NULL;
    return line;
}

char *lines_split(char *line)
{
    char *equals = strchr(line, '=');

    if (!equals || equals == line)
        return NULL;
    *equals = '\0';
    return equals + 1;
}

char *lines_take(struct lines *lines, const char *key)
{
    char *line = lines_next(lines);
    char *value = line ? lines_split(line) : NULL;

    return value && strcmp(line, key) == 0 ? value : NULL;
}

static bool is_writable(const char *key, const char *value)
{
    return key[0] != '\0' && !strchr(key, '=') &&
           !text_has_control(key, strlen(key)) &&
           !text_has_control(value, strlen(value));
}

bool lines_put(struct secret *out, const char *key, const char *value)
{
    size_t before = out->len;

    if (!is_writable(key, value))
        return false;
    if (secret_add_text(out, key) && secret_add(out, "=", 1) &&
        secret_add_text(out, value) && secret_add(out, "\n", 1))
        return true;
    secret_cut(out, before);
    return false;
}

bool lines_put_number(struct secret *out, const char *key, long long value)
{
    char text[NUMBER_TEXT];

    return lines_put(out, key, number_format(value, text));
}
