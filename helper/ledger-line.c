/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/ledger-line.h"

#include <stdio.h>
#include <string.h>

#include "common/hash.h"
#include "common/number.h"
#include "common/text.h"
#include "helper/token.h"

#define FORM    "1"
#define NOTHING "-"
#define FIELDS  10
#define MS_MAX  (INT64_MAX / 4)

/* clang-format off */
static const char *const words[LEDGER_WHYS] = {
    [LEDGER_COLD] = "cold",
    [LEDGER_EXPIRED] = "expired",
    [LEDGER_RENEWAL] = "renewal",
    [LEDGER_REJECTED] = "rejected",
    [LEDGER_FORCED] = "forced",
    [LEDGER_LOGIN] = "login",
};
/* clang-format on */

const char *ledger_why_word(enum ledger_why why)
{
    return words[why];
}

void ledger_set_name(char to[static LEDGER_NAME_MAX], const char *name,
                     size_t len)
{
    if (len >= LEDGER_NAME_MAX)
        len = LEDGER_NAME_MAX - 1;
    memcpy(to, name, len);
    to[len] = '\0';
    text_make_printable(to);
}

void ledger_set_token(struct ledger_entry *entry, const struct record *record)
{
    char hash[HASH_TEXT];

    memcpy(entry->fingerprint, token_hash(record, hash),
           LEDGER_FINGERPRINT_TEXT - 1);
    entry->fingerprint[LEDGER_FINGERPRINT_TEXT - 1] = '\0';
    entry->lifetime_s = record->lifetime_s;
}

static const char *or_nothing(const char *text)
{
    return text[0] != '\0' ? text : NOTHING;
}

bool ledger_line_write(const struct ledger_entry *entry, struct secret *out)
{
    char line[LEDGER_LINE_MAX];
    int n = snprintf(
        line, sizeof(line), FORM "\t%lld\t%s\t%s\t%s\t%s\t%d\t%lld\t%lld\t%s\n",
        (long long)entry->time_s, entry->profile, ledger_why_word(entry->why),
        or_nothing(entry->program), or_nothing(entry->protocol),
        (int)entry->code, (long long)entry->duration_ms,
        (long long)entry->lifetime_s, or_nothing(entry->fingerprint));

    return n > 0 && (size_t)n < sizeof(line) &&
           secret_add(out, line, (size_t)n);
}

/* Cut LINE at its tabs.  Whether there are FIELDS. */
static bool cut(char *line, char *fields[static FIELDS])
{
    size_t n = 0;

    while (n < FIELDS && line) {
        fields[n++] = line;
        line = strchr(line, '\t');
        if (line)
            *line++ = '\0';
    }
    return n == FIELDS && !line;
}

static bool parse_why(const char *text, enum ledger_why *ret)
{
    for (int i = 0; i < LEDGER_WHYS; i++) {
        if (strcmp(text, words[i]) == 0) {
            *ret = (enum ledger_why)i;
            return true;
        }
    }
    return false;
}

static bool parse_name(const char *text, char ret[static LEDGER_NAME_MAX])
{
    bool none = strcmp(text, NOTHING) == 0;

    if (text[0] == '\0' || strlen(text) >= LEDGER_NAME_MAX)
        return false;
    ledger_set_name(ret, text, none ? 0 : strlen(text));
    return true;
}

static bool parse_fingerprint(const char *text,
                              char ret[static LEDGER_FINGERPRINT_TEXT])
{
    size_t len = strlen(text);

    ret[0] = '\0';
    if (strcmp(text, NOTHING) == 0)
        return true;
    if (len != LEDGER_FINGERPRINT_TEXT - 1 ||
        strspn(text, "0123456789abcdef") != len)
        return false;
    memcpy(ret, text, len + 1);
    return true;
}

bool ledger_line_parse(char *line, struct ledger_entry *ret)
{
    struct ledger_entry entry = { .time_s = 0 };
    char *fields[FIELDS];
    int64_t code;

    if (!cut(line, fields) || strcmp(fields[0], FORM) != 0 ||
        !number_parse(fields[1], 0, INT64_MAX / 4, &entry.time_s) ||
        !config_is_profile_name(fields[2]) ||
        !parse_why(fields[3], &entry.why) ||
        !parse_name(fields[4], entry.program) ||
        !parse_name(fields[5], entry.protocol) ||
        !number_parse(fields[6], 0, WC_CODE_MAX, &code) ||
        !number_parse(fields[7], 0, MS_MAX, &entry.duration_ms) ||
        !number_parse(fields[8], 0, RECORD_LIFETIME_MAX, &entry.lifetime_s) ||
        !parse_fingerprint(fields[9], entry.fingerprint))
        return false;
    memcpy(entry.profile, fields[2], strlen(fields[2]) + 1);
    entry.code = (enum wc_code)code;
    *ret = entry;
    return true;
}
