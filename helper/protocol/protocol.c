/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/protocol/protocol.h"

#include <string.h>

/* clang-format off */
const struct protocol protocols[] = {
    /* name  program                 actions                       min validity */
    { "git", "git-credential-walr", "get, store, erase, capability", 60, protocol_git },
    { NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct protocol *protocol_find(const char *name)
{
    const struct protocol *row = protocols;

    while (row->name && strcmp(row->name, name) != 0)
        row++;
    return row->name ? row : NULL;
}

const struct protocol *protocol_find_program(const char *program)
{
    const struct protocol *row = protocols;

    while (row->name && strcmp(row->program, program) != 0)
        row++;
    return row->name ? row : NULL;
}
