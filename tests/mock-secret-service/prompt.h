/* SPDX-License-Identifier: MIT */
/* prompt.h - a question to a person, who is the mode. */
#ifndef MOCK_SECRET_SERVICE_PROMPT_H
#define MOCK_SECRET_SERVICE_PROMPT_H

#include <gio/gio.h>

enum prompt_purpose {
    PROMPT_UNLOCK, /* ARGS: the objects, of type ao */
    PROMPT_CREATE, /* ARGS: those of CreateItem */
    PROMPT_DELETE, /* ITEM: its path */
};

/* A prompt that does what it is for when it completes; its path. */
const char *prompt_new(enum prompt_purpose purpose, GVariant *args,
                       const char *item);

#endif
