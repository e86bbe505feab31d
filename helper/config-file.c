/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/config-file.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/fdio.h"
#include "common/lines.h"
#include "common/text.h"
#include "common/trusted-file.h"

#define CONFIG_NAME "walr-cred/config"
#define SECTION     "[profile "
#define NAME_BYTES  "abcdefghijklmnopqrstuvwxyz0123456789._-"
#define BOM         "\xef\xbb\xbf"
#define PROBLEM_MAX 256

bool config_is_profile_name(const char *name)
{
    size_t len = strlen(name);

    return len > 0 && len <= PROFILE_NAME_MAX &&
           strspn(name, NAME_BYTES) == len && !strchr("._-", name[0]);
}

/* FOLDER and NAME in one text, to be freed; NULL when memory is out. */
static char *join(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 1;
    char *path = malloc(size);

    if (path)
        (void)text_put(text_put(path, path + size, folder), path + size, name);
    return path;
}

/* The file's path, to be freed; *ret NULL where there is no home for one. */
static enum wc_code find_path(char **ret, struct wc_error *err)
{
    const char *base = secure_getenv("XDG_CONFIG_HOME");
    const char *home = secure_getenv("HOME");

    *ret = NULL;
    if (base && base[0] == '/')
        *ret = join(base, "/" CONFIG_NAME);
    else if (home && home[0] == '/')
        *ret = join(home, "/.config/" CONFIG_NAME);
    else
        return WC_OK;
    return *ret ? WC_OK : wc_no_memory(err);
}

static enum wc_code read_file(struct config *config, struct wc_error *err)
{
    auto_fd fd = trusted_file_open(config->path);
    struct stat st;

    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return WC_OK;
    if (fd < 0)
        return wc_fail(err, WC_USAGE, "cannot open config file '%s': %s",
                       config->path, strerror(errno));
    if (trusted_file_check(fd, "config file", config->path, &st, err) != WC_OK)
        return err->code;
    if (st.st_size > CONFIG_MAX)
        return wc_fail(err, WC_USAGE,
                       "config file '%s' is over %d bytes: shorten it",
                       config->path, CONFIG_MAX);
    config->exists = true;
    errno = ENOMEM;
    if (fdio_read_sized(fd, (size_t)st.st_size, &config->text) != FDIO_OK)
        return wc_fail(
            err, WC_USAGE, "cannot read config file '%s': %s", config->path,
            errno ? strerror(errno) : "it became shorter meanwhile, try again");
    return WC_OK;
}

/* Where in the file the reader is. */
struct place {
    struct config *config;
    struct lines lines;
    const char *profile; /* the section, or NULL before the first */
    size_t first;        /* entry of that section */
};

static enum wc_code bad_line(const struct place *place, const char *what,
                             const char *text, struct wc_error *err)
{
    return wc_fail(err, WC_USAGE, "'%s' line %u: %s '%.60s'",
                   place->config->path, place->lines.number, what, text);
}

/* The first word of LINE, cut in place: behind it may stand a secret, which is
   not shown (ERR-2). */
static const char *first_word(char *line)
{
    line += strspn(line, " \t");
    line[strcspn(line, " \t=:\r")] = '\0';
    return line;
}

/* "[profile NAME]", cut in place. */
static enum wc_code read_section(struct place *place, char *line,
                                 struct wc_error *err)
{
    struct config *config = place->config;
    size_t len = strlen(line);
    char *name = line + strlen(SECTION);

    if (strncmp(line, SECTION, strlen(SECTION)) != 0 || line[len - 1] != ']')
        return bad_line(place, "expected [profile NAME], not", line, err);
    line[len - 1] = '\0';
    if (!config_is_profile_name(name))
        return bad_line(place,
                        "a profile's name is [a-z0-9][a-z0-9._-]{0,39}, not",
                        name, err);
    for (size_t i = 0; i < config->n_profiles; i++) {
        if (strcmp(config->profiles[i], name) == 0)
            return bad_line(place, "a second section of profile", name, err);
    }
    place->profile = name;
    place->first = config->n_entries;
    config->profiles[config->n_profiles++] = name;
    return WC_OK;
}

static char *trim(char *text)
{
    size_t len;

    text += strspn(text, " \t");
    len = strlen(text);
    while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t'))
        text[--len] = '\0';
    return text;
}

static bool is_same_key(const struct config_entry *a,
                        const struct config_entry *b)
{
    if (a->setting != b->setting)
        return false;
    return a->setting != SETTINGS || strcmp(a->param, b->param) == 0;
}

static enum wc_code check_entry(const struct config_entry *entry,
                                struct wc_error *err)
{
    return entry->param ? setting_check_param(entry->param, entry->value, err)
                        : setting_check(entry->setting, entry->value, err);
}

/* "KEY = VALUE", cut in place. */
static enum wc_code read_entry(struct place *place, char *line,
                               struct wc_error *err)
{
    struct config *config = place->config;
    char *value = lines_split(line);
    char *key = trim(line);
    bool is_param = strncmp(key, PARAM_PREFIX, strlen(PARAM_PREFIX)) == 0;
    struct config_entry entry = {
        .profile = place->profile,
        .setting = is_param ? SETTINGS : setting_find(key),
        .param = is_param ? key + strlen(PARAM_PREFIX) : NULL,
    };

    if (!value)
        return bad_line(place, "expected `key = value` at", first_word(line),
                        err);
    if (!place->profile)
        return bad_line(place, "a key before the first [profile NAME]:", key,
                        err);
    if (entry.setting == SETTINGS && !is_param)
        return bad_line(place, "walr-cred-config(5) has no key", key, err);
    entry.value = trim(value);
    for (size_t i = place->first; i < config->n_entries; i++) {
        if (is_same_key(&config->entries[i], &entry))
            return bad_line(place, "a second value of", key, err);
    }
    if (check_entry(&entry, err) != WC_OK)
        return wc_context(err, "'%s' line %u: %s", config->path,
                          place->lines.number, key);
    config->entries[config->n_entries++] = entry;
    return WC_OK;
}

static enum wc_code read_line(struct place *place, char *line,
                              struct wc_error *err)
{
    if (strlen(line) > CONFIG_LINE_MAX)
        return bad_line(place,
                        "a line over 4096 bytes, shorten it:", first_word(line),
                        err);
    if (strchr(line, '\r'))
        return bad_line(place, "a carriage return, save the file with LF only:",
                        first_word(line), err);
    if (line[0] == '#' || line[strspn(line, " \t")] == '\0')
        return WC_OK;
    if (line[0] == '[')
        return read_section(place, trim(line), err);
    return read_entry(place, line, err);
}

/* Lines in the first LEN bytes of TEXT, the one behind the last LF too. */
static size_t count_lines(const char *text, size_t len)
{
    size_t n = 1;

    for (size_t i = 0; i < len; i++)
        n += text[i] == '\n';
    return n;
}

static enum wc_code parse(struct config *config, struct wc_error *err)
{
    struct place place = { .config = config };
    char *text = config->text.bytes;
    size_t n = count_lines(text, config->text.len);
    char *line;

    if (config->text.len == 0)
        return WC_OK;
    if (strncmp(text, BOM, strlen(BOM)) == 0)
        return wc_fail(err, WC_USAGE,
                       "'%s' line 1: a byte order mark: save the file without",
                       config->path);
    if (!lines_open(&place.lines, text, config->text.len))
        return wc_fail(err, WC_USAGE,
                       "'%s' line %zu: a NUL byte: save the file as text",
                       config->path, count_lines(text, strlen(text)));
    config->entries = calloc(n, sizeof(config->entries[0]));
    config->profiles = calloc(n, sizeof(config->profiles[0]));
    if (!config->entries || !config->profiles)
        return wc_no_memory(err);
    while ((line = lines_next(&place.lines)) != NULL) {
        if (read_line(&place, line, err) != WC_OK)
            return err->code;
    }
    return WC_OK;
}

enum wc_code config_read(struct config *ret_config, struct wc_error *err)
{
    auto_config config = CONFIG_INIT;

    if (find_path(&config.path, err) != WC_OK)
        return err->code;
    if (config.path &&
        (read_file(&config, err) != WC_OK || parse(&config, err) != WC_OK))
        return err->code;
    config_clear(ret_config);
    *ret_config = config;
    config = (struct config)CONFIG_INIT;
    return WC_OK;
}

void config_clear(struct config *config)
{
    free(config->path);
    free(config->entries);
    free(config->profiles);
    secret_clear(&config->text);
    *config = (struct config)CONFIG_INIT;
}
