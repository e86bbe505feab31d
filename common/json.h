/* SPDX-License-Identifier: MIT */
/*
 * json.h - cJSON with its traps closed.
 *
 * Its blocks are wiped when they are freed (MEM-3), and a text is looked at
 * before cJSON sees it: cJSON ends strings at \u0000, takes raw control bytes
 * and trailing garbage, and recurses a thousand levels (IN-5, RSP-2).
 */
#ifndef COMMON_JSON_H
#define COMMON_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#define JSON_DEPTH_MAX 32

/* Make cJSON wipe what it frees.  Before the first use of cJSON. */
void json_init(void);

/*
 * Parse the LEN bytes at TEXT, of which TEXT[LEN] is a NUL, as one JSON object
 * with nothing but white space around it and at most a byte order mark in
 * front.  NULL, with *ret_why a static text, for anything else.  The caller
 * frees with cJSON_Delete().
 */
cJSON *json_parse_object(const char *text, size_t len, const char **ret_why);

/*
 * The member NAME of OBJECT, spelled exactly so; NULL where absent or where
 * OBJECT is NULL or none.  *ret_twice becomes true when another one has the
 * same name in any case.
 */
const cJSON *json_member(const cJSON *object, const char *name,
                         bool *ret_twice);

#endif
