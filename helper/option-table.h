/* SPDX-License-Identifier: MIT */
/*
 * option-table.h - the options: one row each.
 *
 * The profile settings (settings.h) are options of login too and stand only in
 * their own table.
 */
#ifndef HELPER_OPTION_TABLE_H
#define HELPER_OPTION_TABLE_H

#include <stddef.h>

enum option_kind {
    OPTION_FLAG,        /* bool */
    OPTION_TEXT,        /* const char * */
    OPTION_FORMAT,      /* a row of formats[] */
    OPTION_INTERACTIVE, /* auto, always or never */
    OPTION_SETTING,     /* a profile setting, whose table knows its help */
    OPTION_PARAM,       /* NAME=VALUE, an extra request field */
};

struct option_row {
    const char *name;
    char letter;    /* 0 for none */
    unsigned takes; /* which commands take it; 0 for all */
    enum option_kind kind;
    size_t at; /* offset in struct options; of OPTION_SETTING: which */
    const char *argument;
    const char *help;
};

/* In the order of --help.  Ends in a NULL name. */
extern const struct option_row option_rows[];

#endif
