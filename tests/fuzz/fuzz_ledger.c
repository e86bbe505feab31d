/* SPDX-License-Identifier: MIT */
/* fuzz_ledger.c - a line of the ledger, which anybody may have edited (IN-3).
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "helper/ledger-line.h"
#include "helper/ledger-report.h"
#include "tests/fuzz/fuzz.h"

#define REPORT_MAX 4096

/* What is read is written and read as the same, and shown without harm. */
static void check(const struct ledger_entry *entry)
{
    auto_secret line = SECRET_MAX(LEDGER_LINE_MAX);
    auto_secret again = SECRET_MAX(LEDGER_LINE_MAX);
    auto_secret report = SECRET_MAX(REPORT_MAX);
    struct ledger_entry back;

    MUST(fuzz_is_printable(entry->program));
    MUST(fuzz_is_printable(entry->protocol));
    MUST(ledger_line_write(entry, &line));
    secret_cut(&line, line.len - 1);
    MUST(!memchr(line.bytes, '\n', line.len));
    MUST(ledger_line_parse(line.bytes, &back));
    MUST(ledger_line_write(&back, &again));
    secret_clear(&line);
    MUST(ledger_line_write(entry, &line) && line.len == again.len &&
         memcmp(line.bytes, again.bytes, line.len) == 0);
    MUST(ledger_report_text(&back, 1, back.time_s, &report));
    MUST(ledger_report_json(&back, 1, &report));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *line = fuzz_text(data, size);
    struct ledger_entry entry;

    if (!line)
        return 0;
    line[strcspn(line, "\n")] = '\0';
    if (ledger_line_parse(line, &entry)) {
        check(&entry);
        fuzz_outcome("line", ledger_why_word(entry.why));
    } else {
        fuzz_outcome("refused", "");
    }
    free(line);
    return 0;
}
