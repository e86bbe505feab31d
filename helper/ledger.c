/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "common/fdio.h"
#include "common/number.h"

/* The name of the program that started us; it is anybody's to choose. */
static void find_program(char name[static LEDGER_NAME_MAX])
{
    char path[sizeof("/proc//comm") + NUMBER_TEXT];
    char text[LEDGER_NAME_MAX];
    auto_fd fd = -1;
    ssize_t n;

    (void)snprintf(path, sizeof(path), "/proc/%ld/comm", (long)getppid());
    fd = open(path, O_RDONLY | O_CLOEXEC);
    n = fd >= 0 ? read(fd, text, sizeof(text)) : 0;
    if (n > 0 && text[n - 1] == '\n')
        n--;
    ledger_set_name(name, text, n > 0 ? (size_t)n : 0);
}

void ledger_begin(const struct caller *caller, const char *profile,
                  enum ledger_why why, struct ledger_entry *ret)
{
    struct ledger_entry entry = { .why = why };
    const char *protocol = caller->protocol ? caller->protocol : "";

    (void)snprintf(entry.profile, sizeof(entry.profile), "%s", profile);
    if (caller->asked_by)
        ledger_set_name(entry.program, caller->asked_by,
                        strlen(caller->asked_by));
    else
        find_program(entry.program);
    ledger_set_name(entry.protocol, protocol, strlen(protocol));
    entry.duration_ms = -caller_spent_ms(caller);
    *ret = entry;
}

/* Whether a request was made, or may have been, where it ended with CODE.  A
   wrong setting ends the worker before it asks, though it said that it would.
 */
static bool is_request(enum wc_code code, bool asked)
{
    if (asked)
        return code != WC_USAGE;
    return code != WC_USAGE && code != WC_NO_KEYRING && code != WC_LOCKED &&
           code != WC_NO_CREDENTIAL;
}

void ledger_end(const struct caller *caller, enum wc_code code,
                const struct answer *answer, struct ledger_entry *entry)
{
    struct moment now;

    if (!is_request(code, answer->asked))
        return;
    clock_now(&now);
    entry->time_s = now.wall_s;
    entry->code = code;
    entry->duration_ms += caller_spent_ms(caller);
    if (answer->record.token.len > 0)
        ledger_set_token(entry, &answer->record);
}

/* One write(2) to a file that appends: the lines of several writers stand
 * whole.
 */
void ledger_write(const struct ledger_entry *entry)
{
    auto_secret line = SECRET_MAX(LEDGER_LINE_MAX + 1);
    auto_fd fd = -1;
    bool half = false;

    if (entry->time_s == 0 || !secret_add(&line, "\n", 1) ||
        !ledger_line_write(entry, &line))
        return;
    fd = ledger_file_append(line.len, &half);
    if (fd < 0)
        return;
    if (!half)
        secret_drop(&line, 1);
    if (fdio_write_file(fd, line.bytes, line.len) != FDIO_OK)
        return; /* LCK-9: the line is all that is lost */
}

/* Append the file FD to TEXT, of one that is too long its end, and an LF where
   that is missing. */
static enum wc_code read_file(int fd, struct secret *text, struct wc_error *err)
{
    struct stat st;
    size_t size;
    char *at;
    ssize_t n;

    if (fd < 0)
        return WC_OK;
    if (fstat(fd, &st) != 0)
        return wc_fail(err, WC_INTERNAL, "cannot look at the ledger: %s",
                       strerror(errno));
    size = st.st_size < LEDGER_READ_MAX ? (size_t)st.st_size : LEDGER_READ_MAX;
    at = secret_reserve(text, size + 1);
    if (!at)
        return wc_no_memory(err);
    n = pread(fd, at, size, st.st_size - (off_t)size);
    if (n < 0)
        return wc_fail(err, WC_INTERNAL, "cannot read the ledger: %s",
                       strerror(errno));
    if (n > 0 && at[n - 1] != '\n')
        at[n++] = '\n';
    secret_added(text, (size_t)n);
    return WC_OK;
}

enum wc_code ledger_read(struct secret *text, struct wc_error *err)
{
    auto_fd now = -1;
    auto_fd before = -1;

    if (ledger_file_read(&now, &before, err) != WC_OK ||
        read_file(before, text, err) != WC_OK)
        return err->code;
    return read_file(now, text, err);
}
