/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/mock-secret-service/mode.h"

#include <stddef.h>
#include <string.h>

#define FAILED    "org.freedesktop.DBus.Error.Failed"
#define IS_LOCKED "org.freedesktop.Secret.Error.IsLocked"

/* A worker that may not ask ends 3 s after its start: later than that. */
#define TOO_LATE_MS 20000
#define SLOW_MS     700

/* clang-format off */
const struct mode modes[] = {
    { "normal", "does what the specification says", .flags = 0 },
    { "twins", "two items match", .flags = MODE_TWINS },
    { "lying", "every item matches every search", .flags = MODE_LYING },
    { "plain-only", "offers no encrypted session", .flags = MODE_PLAIN_ONLY },
    { "no-default", "has no default collection", .flags = MODE_NO_DEFAULT },

    { "locked", "locked; its prompt unlocks it", .flags = MODE_LOCKED },
    { "prompt-dismissed", "locked; the person says no",
      .flags = MODE_LOCKED, .prompt = PROMPT_DISMISSED },
    { "prompt-dismissed-wrong-type", "locked; the person says no, result s instead of ao",
      .flags = MODE_LOCKED, .prompt = PROMPT_DISMISSED_WRONG },
    { "prompt-completes-wrong-type", "locked; unlocked, result s instead of ao",
      .flags = MODE_LOCKED, .prompt = PROMPT_COMPLETES_WRONG },
    { "prompt-garbled", "locked; its prompt ends in a signal of another signature",
      .flags = MODE_LOCKED, .prompt = PROMPT_GARBLED },
    { "prompt-stays-locked", "locked; its prompt completes and unlocks nothing",
      .flags = MODE_LOCKED, .prompt = PROMPT_STAYS_LOCKED },
    { "prompt-never", "locked; nobody answers its prompt",
      .flags = MODE_LOCKED, .prompt = PROMPT_NEVER },
    { "prompt-fails", "locked; its prompt cannot be opened",
      .flags = MODE_LOCKED, .prompt = PROMPT_FAILS },
    { "prompt-vanishes", "locked; the service leaves the bus while its prompt is open",
      .flags = MODE_LOCKED, .prompt = PROMPT_GONE },
    { "asks", "wants a prompt before anything is written", .flags = MODE_ASKS },
    { "asks-dismissed", "as asks; the person says no",
      .flags = MODE_ASKS, .prompt = PROMPT_DISMISSED },
    { "asks-dismissed-wrong-type", "as asks; the person says no, result of the wrong type",
      .flags = MODE_ASKS, .prompt = PROMPT_DISMISSED_WRONG },
    { "asks-never", "as asks; nobody answers",
      .flags = MODE_ASKS, .prompt = PROMPT_NEVER },

    { "session-error", "OpenSession fails",
      .call = "OpenSession", .fault = FAULT_ERROR, .error = FAILED },
    { "session-error-once", "OpenSession fails the first time, as KWallet's may",
      .call = "OpenSession", .fault = FAULT_ERROR, .times = 1, .error = FAILED },
    { "session-slow", "OpenSession takes its time", .call = "OpenSession", .delay_ms = SLOW_MS },
    { "session-late", "OpenSession takes too long", .call = "OpenSession", .delay_ms = TOO_LATE_MS },
    { "search-error", "SearchItems fails",
      .call = "SearchItems", .fault = FAULT_ERROR, .error = FAILED },
    { "search-late", "SearchItems takes too long", .call = "SearchItems", .delay_ms = TOO_LATE_MS },
    { "search-vanishes", "the service leaves the bus instead of searching",
      .call = "SearchItems", .fault = FAULT_GONE },
    { "unlock-error", "locked, and Unlock fails", .flags = MODE_LOCKED,
      .call = "Unlock", .fault = FAULT_ERROR, .error = FAILED },
    { "secret-error", "GetSecret fails",
      .call = "GetSecret", .fault = FAULT_ERROR, .error = FAILED },
    { "secret-is-locked", "GetSecret says that the item is locked after all",
      .call = "GetSecret", .fault = FAULT_ERROR, .error = IS_LOCKED },
    { "secret-silent", "GetSecret is never answered", .call = "GetSecret", .fault = FAULT_SILENT },
    { "secret-vanishes", "the service leaves the bus between search and secret",
      .call = "GetSecret", .fault = FAULT_GONE },
    { "secret-restart", "the service starts again between search and secret",
      .call = "GetSecret", .fault = FAULT_RESTART, .times = 1 },
    { "secret-deleted", "the item is deleted between search and secret",
      .call = "GetSecret", .fault = FAULT_FORGET, .times = 1 },
    { "create-error", "CreateItem fails",
      .call = "CreateItem", .fault = FAULT_ERROR, .error = FAILED },
    { "delete-error", "Delete fails",
      .call = "Delete", .fault = FAULT_ERROR, .error = FAILED },
    { "mute", "answers no call at all", .flags = MODE_MUTE },
    { "flood", "sends signals without end", .call = "SearchItems", .fault = FAULT_FLOOD },

    { "secret-empty", "the secret has no bytes", .secret = SECRET_EMPTY },
    { "secret-empty-once", "it has none the first time, as KWallet's may", .secret = SECRET_EMPTY_ONCE },
    { "secret-huge", "the secret has 1 MiB", .secret = SECRET_HUGE },
    { "secret-not-utf8", "the secret is not text", .secret = SECRET_BYTES_NOT_UTF8 },
    { "secret-control", "the secret holds an escape sequence", .secret = SECRET_CONTROL },
    { "secret-other-session", "the secret is of another session", .secret = SECRET_OTHER_SESSION },
    { "secret-undecryptable", "the secret cannot be decrypted: its padding is none", .secret = SECRET_UNDECRYPTABLE },
    { "secret-short-iv", "the secret comes with half an initialisation vector", .secret = SECRET_SHORT_IV },

    { "silent-bus", "no service: a bus that accepts and says nothing", .bus = "silent" },
    { "mute-bus", "no service: a bus that greets and then says nothing", .bus = "mute" },
    { "closing-bus", "no service: a bus that hangs up at once", .bus = "closing" },
    { .name = NULL }
};
/* clang-format on */

const struct mode *mode_find(const char *name)
{
    for (const struct mode *row = modes; row->name; row++) {
        if (strcmp(row->name, name) == 0)
            return row;
    }
    return NULL;
}
