/* SPDX-License-Identifier: MIT */
/*
 * mode.h - the ways in which the mock Secret Service misbehaves, one row each.
 */
#ifndef MOCK_SECRET_SERVICE_MODE_H
#define MOCK_SECRET_SERVICE_MODE_H

/* What becomes of the mode's call. */
enum fault {
    FAULT_NONE,
    FAULT_ERROR,   /* an error reply: the mode's .error */
    FAULT_SILENT,  /* no reply, ever */
    FAULT_GONE,    /* no reply, and the service leaves the bus */
    FAULT_RESTART, /* no reply; another instance has the name at once */
    FAULT_FLOOD,   /* signals without end, beside the reply */
    FAULT_FORGET,  /* the item is deleted, then the call is handled */
};

/* What becomes of a prompt once it is opened. */
enum prompt_end {
    PROMPT_COMPLETES,
    PROMPT_STAYS_LOCKED,    /* completes, and nothing is unlocked */
    PROMPT_DISMISSED,       /* with the result type of the specification */
    PROMPT_DISMISSED_WRONG, /* with "", as KeePassXC does */
    PROMPT_COMPLETES_WRONG, /* with "", unlocked nevertheless */
    PROMPT_GARBLED,         /* a signal of another signature */
    PROMPT_NEVER,
    PROMPT_FAILS, /* an error reply to Prompt */
    PROMPT_GONE,  /* the service leaves the bus meanwhile */
};

/* What GetSecret gives. */
enum secret_form {
    SECRET_WHOLE,
    SECRET_EMPTY,
    SECRET_EMPTY_ONCE,
    SECRET_HUGE, /* 1 MiB */
    SECRET_BYTES_NOT_UTF8,
    SECRET_CONTROL,
    SECRET_OTHER_SESSION, /* names a session that is not the caller's */
    SECRET_UNDECRYPTABLE, /* no padding, as another key leaves it */
    SECRET_SHORT_IV,
};

enum mode_flags {
    MODE_LOCKED = 1,
    MODE_PLAIN_ONLY = 2, /* no encrypted sessions */
    MODE_LYING = 4,      /* a search returns every item, whatever was asked */
    MODE_TWINS = 8,      /* a second item with one more attribute */
    MODE_ASKS = 16,      /* CreateItem and Delete need a prompt */
    MODE_MUTE = 32,      /* no call is ever answered, properties included */
    MODE_NO_DEFAULT = 64 /* there is no default collection */
};

struct mode {
    const char *name, *help;
    unsigned flags;
    enum prompt_end prompt;
    enum secret_form secret;
    const char *call; /* the method that meets .fault and .delay_ms */
    enum fault fault;
    unsigned times; /* how often it does; 0: always */
    unsigned delay_ms;
    const char *error; /* name of a D-Bus error, of FAULT_ERROR */
    const char *bus; /* no service at all, but a bus that hangs: silent-bus.c */
};

extern const struct mode modes[];

/* The row, or NULL. */
const struct mode *mode_find(const char *name);

#endif
