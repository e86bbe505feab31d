/* SPDX-License-Identifier: MIT */
/*
 * log.c - the ledger: every token request, who asked, how it ended.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/lines.h"
#include "helper/command/command.h"
#include "helper/ledger-report.h"
#include "helper/ledger.h"

/* Bytes of the answer: a line becomes up to so many times longer. */
#define LOG_MAX (8 * LEDGER_TEXT_MAX)

/* The lines that could be read, oldest first. */
struct log {
    struct ledger_entry *entries;
    size_t n, damaged;
};

/* Read the lines of TEXT, cut in place.  False: memory is out. */
static bool parse(struct secret *text, struct log *ret)
{
    struct log log = { .entries = NULL };
    struct lines lines;
    size_t n = 1;
    char *line;

    for (size_t i = 0; i < text->len; i++) {
        n += text->bytes[i] == '\n';
        /* A disk that failed; it damages one line, not all. */
        if (text->bytes[i] == '\0')
            text->bytes[i] = '\t';
    }
    log.entries = calloc(n, sizeof(log.entries[0]));
    if (!log.entries)
        return false;
    if (text->len > 0 && lines_open(&lines, text->bytes, text->len)) {
        while ((line = lines_next(&lines)) != NULL) {
            if (ledger_line_parse(line, &log.entries[log.n]))
                log.n++;
            else
                log.damaged++;
        }
    }
    *ret = log;
    return true;
}

static void warn(struct caller *caller, const struct log *log)
{
    if (log->damaged > 0)
        wc_fail(&caller->warning, WC_INTERNAL,
                "%zu line%s of the ledger %s damaged or of another version, "
                "and left out",
                log->damaged, log->damaged == 1 ? "" : "s",
                log->damaged == 1 ? "is" : "are");
    if (log->n == 0 && log->damaged == 0)
        caller_say(caller, "there has been no token request yet");
}

enum wc_code command_log(const struct options *options, struct caller *caller,
                         struct secret *out, struct wc_error *err)
{
    auto_secret text = SECRET_MAX(LEDGER_TEXT_MAX);
    struct log log;
    struct moment now;

    if (ledger_read(&text, err) != WC_OK)
        return err->code;
    if (!parse(&text, &log))
        return wc_no_memory(err);
    warn(caller, &log);
    clock_now(&now);
    out->max = LOG_MAX;
    if (!(options->json
              ? ledger_report_json(log.entries, log.n, out)
              : ledger_report_text(log.entries, log.n, now.wall_s, out)))
        (void)wc_no_memory(err);
    free(log.entries);
    return err->code;
}
