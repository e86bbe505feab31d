/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/config-file-edit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "common/fdio.h"
#include "helper/config-file.h"
#include "helper/lock.h"

#define TEMP_SUFFIX ".XXXXXX"
#define EQUALS      " = "
#define WAIT_MS     5000 /* for another login to be done with the file */

/* The text before and after. */
struct edit {
    const char *profile;
    const struct config_change *changes;
    size_t n_changes;
    bool *done; /* which changes replaced a line */
    struct secret out;
    bool in_section, found;
};

static bool put_change(struct edit *edit, const struct config_change *change)
{
    return secret_add_text(&edit->out, change->key) &&
           secret_add_text(&edit->out, EQUALS) &&
           secret_add_text(&edit->out, change->value) &&
           secret_add(&edit->out, "\n", 1);
}

static bool put_missing(struct edit *edit)
{
    for (size_t i = 0; i < edit->n_changes; i++) {
        if (!edit->done[i] && !put_change(edit, &edit->changes[i]))
            return false;
        edit->done[i] = true;
    }
    return true;
}

/* Whether the LEN bytes at LINE are the section line of NAME. */
static bool is_section(const char *line, size_t len, const char *name)
{
    static const char open[] = "[profile ";
    size_t n = strlen(name);

    while (len > 0 && (line[len - 1] == ' ' || line[len - 1] == '\t'))
        len--;
    return len == strlen(open) + n + 1 &&
           memcmp(line, open, strlen(open)) == 0 &&
           memcmp(line + strlen(open), name, n) == 0 && line[len - 1] == ']';
}

/* Whether the line's key is KEY. */
static bool has_key(const char *line, size_t len, const char *key)
{
    size_t start = 0, end;

    while (start < len && (line[start] == ' ' || line[start] == '\t'))
        start++;
    end = start + strlen(key);
    if (line[0] == '#' || end > len || memcmp(line + start, key, strlen(key)))
        return false;
    while (end < len && (line[end] == ' ' || line[end] == '\t'))
        end++;
    return end < len && line[end] == '=';
}

/* Copy the LEN bytes of a line with its LF, or what replaces it. */
static bool edit_line(struct edit *edit, const char *line, size_t len)
{
    for (size_t i = 0; edit->in_section && i < edit->n_changes; i++) {
        if (!edit->done[i] && has_key(line, len, edit->changes[i].key)) {
            edit->done[i] = true;
            return put_change(edit, &edit->changes[i]);
        }
    }
    return secret_add(&edit->out, line, len) && secret_add(&edit->out, "\n", 1);
}

static bool is_entry(const char *line, size_t len)
{
    size_t blanks = strspn(line, " \t");

    return blanks < len && line[0] != '#';
}

/*
 * New lines go behind the last entry of the section: what follows it up to the
 * next section (blank lines, comments) is held back until that is known.
 */
static bool edit_text(struct edit *edit, const char *text)
{
    size_t behind_entry = 0; /* of edit->out */

    while (*text) {
        size_t len = strcspn(text, "\n");

        if (text[0] == '[') {
            edit->in_section = is_section(text, len, edit->profile);
            edit->found |= edit->in_section;
        }
        if (!edit_line(edit, text, len))
            return false;
        if (edit->in_section && is_entry(text, len))
            behind_entry = edit->out.len;
        text += len + (text[len] == '\n');
    }
    if (edit->found) {
        auto_secret rest = SECRET_MAX(CONFIG_MAX);

        if (!secret_add_text(&rest, secret_bytes(&edit->out) + behind_entry))
            return false;
        secret_cut(&edit->out, behind_entry);
        return put_missing(edit) &&
               secret_add(&edit->out, secret_bytes(&rest), rest.len);
    }
    return (edit->out.len == 0 || secret_add(&edit->out, "\n", 1)) &&
           secret_add_text(&edit->out, "[profile ") &&
           secret_add_text(&edit->out, edit->profile) &&
           secret_add_text(&edit->out, "]\n") && put_missing(edit);
}

static enum wc_code cannot_write(const char *path, struct wc_error *err)
{
    return wc_fail(err, WC_USAGE, "cannot write config file '%s': %s", path,
                   strerror(errno));
}

/* Make the folders above PATH, 0700, where they are missing. */
static bool make_folders(char *path)
{
    (void)umask(077); /* FS-5 */
    for (char *at = strchr(path + 1, '/'); at; at = strchr(at + 1, '/')) {
        bool made;

        *at = '\0';
        made = mkdir(path, 0700) == 0 || errno == EEXIST;
        *at = '/';
        if (!made)
            return false;
    }
    return true;
}

/* Replace PATH, which is no symbolic link, by the edited text. */
static enum wc_code replace(const char *path, const struct secret *text,
                            struct wc_error *err)
{
    auto_str temp = NULL;
    auto_fd fd = -1;
    struct stat st;
    mode_t mode = stat(path, &st) == 0 ? st.st_mode & 07777 : 0600;

    if (asprintf(&temp, "%s" TEMP_SUFFIX, path) < 0) {
        temp = NULL;
        return wc_no_memory(err);
    }
    fd = mkostemp(temp, O_CLOEXEC);
    if (fd < 0)
        return cannot_write(path, err);
    if (fchmod(fd, mode) == 0 &&
        fdio_write_all(fd, secret_bytes(text), text->len) == FDIO_OK &&
        fsync(fd) == 0 && rename(temp, path) == 0)
        return WC_OK;
    (void)cannot_write(path, err);
    (void)unlink(temp);
    return err->code;
}

/* The text of PATH as it is on disk: config_read() cuts its own in place. */
static enum wc_code read_text(const char *path, struct secret *text,
                              struct wc_error *err)
{
    auto_fd fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0 && errno == ENOENT)
        return WC_OK;
    if (fd < 0 || fdio_read_all(fd, text) != FDIO_OK)
        return cannot_write(path, err);
    return WC_OK;
}

/*
 * Where PATH leads, to be freed; NULL where nothing is there yet.  A link to a
 * file that is not there makes that file: the link is the user's and stays.
 */
static bool find_target(const char *path, char **ret)
{
    struct stat st;
    int fd;

    *ret = realpath(path, NULL);
    if (*ret || lstat(path, &st) != 0 || !S_ISLNK(st.st_mode))
        return true;
    fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    (void)close(fd);
    *ret = realpath(path, NULL);
    return *ret != NULL;
}

/*
 * The folder of PATH on a descriptor that holds its lock until it is closed:
 * two logins at once would each write the file without the other's profile.
 * Whatever is in the way of a lock is not in the way of an edit.
 */
static int lock_folder(char *path)
{
    char *slash = strrchr(path, '/');
    int fd;

    *slash = '\0';
    fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *slash = '/';
    if (fd >= 0)
        (void)lock_wait(fd, clock_boot_ms() + WAIT_MS);
    return fd;
}

/* What config_read() would refuse is not written. */
static enum wc_code check_lengths(const struct config_change *changes,
                                  size_t n_changes, struct wc_error *err)
{
    for (size_t i = 0; i < n_changes; i++) {
        if (strlen(changes[i].key) + strlen(EQUALS) + strlen(changes[i].value) >
            CONFIG_LINE_MAX)
            return wc_fail(err, WC_USAGE,
                           "%s: too long for a line of the config file",
                           changes[i].key);
    }
    return WC_OK;
}

enum wc_code config_edit(const char *profile,
                         const struct config_change *changes, size_t n_changes,
                         struct wc_error *err)
{
    auto_config config = CONFIG_INIT;
    auto_secret text = SECRET_MAX(CONFIG_MAX);
    auto_str resolved = NULL;
    auto_fd lock = -1;
    struct edit edit = { .profile = profile,
                         .changes = changes,
                         .n_changes = n_changes,
                         .out = SECRET_MAX(CONFIG_MAX) };
    bool edited;

    if (check_lengths(changes, n_changes, err) != WC_OK ||
        config_read(&config, err) != WC_OK)
        return err->code;
    if (!config.path)
        return wc_fail(err, WC_USAGE, "no config file: set HOME");
    if (!make_folders(config.path))
        return cannot_write(config.path, err);
    lock = lock_folder(config.path);
    if (!find_target(config.path, &resolved))
        return cannot_write(config.path, err);
    if (read_text(config.path, &text, err) != WC_OK)
        return err->code;
    edit.done = calloc(n_changes + 1, sizeof(edit.done[0]));
    edited = edit.done && edit_text(&edit, secret_bytes(&text));
    if (!edit.done)
        (void)wc_no_memory(err);
    free(edit.done);
    if (edited)
        (void)replace(resolved ? resolved : config.path, &edit.out, err);
    else
        (void)wc_fail(err, WC_USAGE, "config file '%s' would pass %d bytes",
                      config.path, CONFIG_MAX);
    secret_clear(&edit.out);
    return err->code;
}
