/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "common/json.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define BOM "\xef\xbb\xbf"

/* In front of each block: its size, so that it can be wiped whole. */
union header {
    size_t size;
    max_align_t aligned;
};

static void *allocate(size_t size)
{
    union header *block;

    if (size > SIZE_MAX - sizeof(*block))
        return NULL;
    block = malloc(sizeof(*block) + size);
    if (!block)
        return NULL;
    block->size = size;
    return block + 1;
}

static void wipe_and_free(void *bytes)
{
    union header *block = bytes;

    if (!block)
        return;
    block--;
    explicit_bzero(bytes, block->size);
    free(block);
}

void json_init(void)
{
    cJSON_Hooks hooks = { .malloc_fn = allocate, .free_fn = wipe_and_free };

    cJSON_InitHooks(&hooks);
}

/* Where in the text the scanner is. */
struct scan {
    bool in_string, escaped;
    int depth;
};

static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *scan_string_byte(struct scan *scan, const char *at)
{
    if ((unsigned char)*at < 0x20 || *at == 0x7f)
        return "a control byte in a string";
    if (scan->escaped) {
        scan->escaped = false;
        if (strncmp(at, "u0000", 5) == 0)
            return "a \\u0000 in a string";
    } else if (*at == '\\') {
        scan->escaped = true;
    } else if (*at == '"') {
        scan->in_string = false;
    }
    return NULL;
}

static const char *scan_byte(struct scan *scan, const char *at)
{
    if (scan->in_string)
        return scan_string_byte(scan, at);
    if (((unsigned char)*at < 0x20 || *at == 0x7f) && !is_white(*at))
        return "a control byte";
    if ((unsigned char)*at >= 0x80)
        return "not valid JSON";
    if (*at == '"')
        scan->in_string = true;
    else if (*at == '{' || *at == '[')
        scan->depth++;
    else if (*at == '}' || *at == ']')
        scan->depth--;
    return scan->depth > JSON_DEPTH_MAX ? "nested too deeply" : NULL;
}

/* What is wrong with the text before its grammar is looked at; NULL: nothing.
 */
static const char *scan_text(const char *text, size_t len)
{
    struct scan scan = { 0 };

    for (size_t i = 0; i < len; i++) {
        const char *why = scan_byte(&scan, text + i);

        if (why)
            return why;
    }
    return NULL;
}

cJSON *json_parse_object(const char *text, size_t len, const char **ret_why)
{
    cJSON *root;
    const char *end;

    if (len >= strlen(BOM) && memcmp(text, BOM, strlen(BOM)) == 0) {
        text += strlen(BOM);
        len -= strlen(BOM);
    }
    *ret_why = scan_text(text, len);
    if (*ret_why)
        return NULL;
    root = cJSON_ParseWithLengthOpts(text, len + 1, &end, 1);
    if (root && cJSON_IsObject(root))
        return root;
    *ret_why = root ? "not a JSON object" : "not valid JSON";
    cJSON_Delete(root);
    return NULL;
}

const cJSON *json_member(const cJSON *object, const char *name, bool *ret_twice)
{
    const cJSON *found = NULL, *member;
    size_t alike = 0;

    /* The elements of an array have no names. */
    if (!cJSON_IsObject(object))
        return NULL;
    cJSON_ArrayForEach(member, object)
    {
        if (strcasecmp(member->string, name) != 0)
            continue;
        alike++;
        if (strcmp(member->string, name) == 0)
            found = member;
    }
    if (alike > 1 || (alike == 1 && !found))
        *ret_twice = true;
    return found;
}
