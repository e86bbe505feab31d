/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/ledger-report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/json.h"
#include "common/number.h"

#define DAY_S     86400
#define TIME_TEXT 32
#define NAME_TEXT (2 * LEDGER_NAME_MAX + 4) /* "PROGRAM (PROTOCOL)" */
#define LINE_TEXT 512
#define SHOWN     10 /* names in a line of the summary; the rest is a number */

static const char *or_unknown(const char *text)
{
    return text[0] != '\0' ? text : "?";
}

/* --- what a summary counts by ----------------------------------------------
 */

static const char *by_program(const struct ledger_entry *entry,
                              char text[static NAME_TEXT])
{
    if (entry->protocol[0] == '\0')
        return or_unknown(entry->program);
    (void)snprintf(text, NAME_TEXT, "%s (%s)", or_unknown(entry->program),
                   entry->protocol);
    return text;
}

static const char *by_why(const struct ledger_entry *entry,
                          char text[static NAME_TEXT])
{
    (void)text;
    return ledger_why_word(entry->why);
}

static const char *by_profile(const struct ledger_entry *entry,
                              char text[static NAME_TEXT])
{
    (void)text;
    return entry->profile;
}

static const char *by_outcome(const struct ledger_entry *entry,
                              char text[static NAME_TEXT])
{
    (void)text;
    return wc_code_word(entry->code);
}

typedef const char *name_of(const struct ledger_entry *entry,
                            char text[static NAME_TEXT]);

/* --- rows -------------------------------------------------------------------
 */

static bool put_line(struct secret *out, const char *line)
{
    return secret_add_text(out, line) && secret_add(out, "\n", 1);
}

static const char *local_time(int64_t time_s, char text[static TIME_TEXT])
{
    time_t time = time_s;
    struct tm tm = { 0 };

    if (!localtime_r(&time, &tm) ||
        strftime(text, TIME_TEXT, "%Y-%m-%d %H:%M:%S", &tm) == 0)
        (void)snprintf(text, TIME_TEXT, "%lld", (long long)time_s);
    return text;
}

/* The longest of the names, and of HEAD. */
static int width_of(const struct ledger_entry *entries, size_t n, name_of *name,
                    const char *head)
{
    size_t width = strlen(head);

    for (size_t i = 0; i < n; i++) {
        char text[NAME_TEXT];
        size_t len = strlen(name(&entries[i], text));

        width = len > width ? len : width;
    }
    return (int)width;
}

static bool put_rows(const struct ledger_entry *entries, size_t n,
                     struct secret *out)
{
    int profile = width_of(entries, n, by_profile, "profile");
    int program = width_of(entries, n, by_program, "program");
    char line[LINE_TEXT];

    (void)snprintf(line, sizeof(line),
                   "%-19s  %-*s  %-8s  %-*s  %-12s  %8s  %9s  %s", "time",
                   profile, "profile", "why", program, "program", "outcome",
                   "took", "life in s", "token");
    if (!put_line(out, line))
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct ledger_entry *entry = &entries[i];
        char time[TIME_TEXT], name[NAME_TEXT];
        char lifetime[NUMBER_TEXT] = "-";

        if (entry->lifetime_s > 0)
            number_format(entry->lifetime_s, lifetime);
        (void)snprintf(line, sizeof(line),
                       "%-19s  %-*s  %-8s  %-*s  %-12s  %5lld ms  %9s  %s",
                       local_time(entry->time_s, time), profile, entry->profile,
                       ledger_why_word(entry->why), program,
                       by_program(entry, name), wc_code_word(entry->code),
                       (long long)entry->duration_ms, lifetime,
                       entry->fingerprint[0] ? entry->fingerprint : "-");
        if (!put_line(out, line))
            return false;
    }
    return true;
}

/* --- summary ----------------------------------------------------------------
 */

struct count {
    char name[NAME_TEXT];
    size_t n;
};

static int more_first(const void *a, const void *b)
{
    const struct count *one = a, *other = b;

    if (one->n != other->n)
        return one->n < other->n ? 1 : -1;
    return strcmp(one->name, other->name);
}

/* Fill COUNTS, which has room for N, and return how many names there are. */
static size_t count(const struct ledger_entry *entries, size_t n, name_of *name,
                    struct count *counts)
{
    size_t used = 0;

    for (size_t i = 0; i < n; i++) {
        char text[NAME_TEXT];
        const char *key = name(&entries[i], text);
        size_t at = 0;

        while (at < used && strcmp(counts[at].name, key) != 0)
            at++;
        if (at == used) {
            (void)snprintf(counts[at].name, NAME_TEXT, "%s", key);
            counts[at].n = 0;
            used++;
        }
        counts[at].n++;
    }
    qsort(counts, used, sizeof(counts[0]), more_first);
    return used;
}

/* "  HEAD: NAME N, NAME N" and how many others. */
static bool put_counts(const char *head, const struct count *counts, size_t n,
                       struct secret *out)
{
    char text[LINE_TEXT];
    size_t others = 0;

    (void)snprintf(text, sizeof(text), "  by %s: ", head);
    if (!secret_add_text(out, text))
        return false;
    for (size_t i = 0; i < n && i < SHOWN; i++) {
        (void)snprintf(text, sizeof(text), "%s%s %zu", i > 0 ? ", " : "",
                       counts[i].name, counts[i].n);
        if (!secret_add_text(out, text))
            return false;
    }
    for (size_t i = SHOWN; i < n; i++)
        others += counts[i].n;
    (void)snprintf(text, sizeof(text), ", others %zu", others);
    return put_line(out, others > 0 ? text : "");
}

static bool put_summary(const struct ledger_entry *entries, size_t n,
                        struct secret *out)
{
    /* clang-format off */
    static const struct { const char *head; name_of *name; } groups[] = {
        { "program", by_program }, { "why", by_why },
        { "profile", by_profile }, { "outcome", by_outcome },
    };
    /* clang-format on */
    struct count *counts = calloc(n > 0 ? n : 1, sizeof(*counts));
    char line[LINE_TEXT];
    bool done;

    (void)snprintf(line, sizeof(line), "\nlast 24 hours: %zu token request%s",
                   n, n == 1 ? "" : "s");
    done = counts && put_line(out, line);
    for (size_t i = 0; done && n > 0 && i < sizeof(groups) / sizeof(groups[0]);
         i++)
        done = put_counts(groups[i].head, counts,
                          count(entries, n, groups[i].name, counts), out);
    free(counts);
    return done;
}

bool ledger_report_text(const struct ledger_entry *entries, size_t n,
                        int64_t now_s, struct secret *out)
{
    size_t first = n;

    /* They were written in this order. */
    while (first > 0 && entries[first - 1].time_s > now_s - DAY_S)
        first--;
    return n == 0 || (put_rows(entries, n, out) &&
                      put_summary(entries + first, n - first, out));
}

/* --- JSON -------------------------------------------------------------------
 */

static bool add_text(cJSON *object, const char *name, const char *text)
{
    return text[0] == '\0' || cJSON_AddStringToObject(object, name, text);
}

static bool add_number(cJSON *object, const char *name, int64_t number)
{
    return cJSON_AddNumberToObject(object, name, (double)number) != NULL;
}

static bool put_object(const struct ledger_entry *entry, struct secret *out)
{
    cJSON *object = cJSON_CreateObject();
    char *text = NULL;
    bool done;

    if (object && add_number(object, "time", entry->time_s) &&
        add_text(object, "profile", entry->profile) &&
        add_text(object, "why", ledger_why_word(entry->why)) &&
        add_text(object, "program", entry->program) &&
        add_text(object, "protocol", entry->protocol) &&
        add_number(object, "code", entry->code) &&
        add_text(object, "outcome", wc_code_word(entry->code)) &&
        add_number(object, "duration_ms", entry->duration_ms) &&
        add_number(object, "lifetime", entry->lifetime_s) &&
        add_text(object, "fingerprint", entry->fingerprint))
        text = cJSON_PrintUnformatted(object);
    done = text && put_line(out, text);
    cJSON_free(text);
    cJSON_Delete(object);
    return done;
}

bool ledger_report_json(const struct ledger_entry *entries, size_t n,
                        struct secret *out)
{
    for (size_t i = 0; i < n; i++) {
        if (!put_object(&entries[i], out))
            return false;
    }
    return true;
}
