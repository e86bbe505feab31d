/* SPDX-License-Identifier: MIT */
/*
 * docker.c - credHelpers of Docker's config.json.
 *
 * Everything else in the file stays: it may hold passwords of other
 * registries, so the backup has the mode of the file.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/cleanup.h"
#include "common/json.h"
#include "helper/setup/setup.h"
#include "helper/user-file.h"

#define HELPER     "walr" /* docker-credential-walr */
#define HELPERS    "credHelpers"
#define NUMBER_MAX 9007199254740992.0 /* 2^53 */

static enum wc_code find_file(char **ret_path, struct wc_error *err)
{
    const char *folder = secure_getenv("DOCKER_CONFIG");

    if (!folder || !folder[0])
        return user_file_home(".docker/config.json", ret_path, err);
    if (folder[0] != '/')
        return wc_fail(err, WC_USAGE, "DOCKER_CONFIG is not an absolute path");
    if (asprintf(ret_path, "%s/config.json", folder) < 0) {
        *ret_path = NULL;
        return wc_no_memory(err);
    }
    return WC_OK;
}

/* The file as JSON, an empty object where there is none; NULL with ERR. */
static cJSON *parse(const struct user_file *file, struct wc_error *err)
{
    const char *why = "it cannot be read";
    cJSON *root;

    json_init();
    if (!file->exists || file->text.len == 0)
        return cJSON_CreateObject();
    root = json_parse_object(file->text.bytes, file->text.len, &why);
    if (!root)
        (void)wc_fail(err, WC_USAGE, "'%s' is malformed: %s", file->path, why);
    return root;
}

/* Whether every number below ITEM is one that a double holds. */
static bool keeps_numbers(const cJSON *item)
{
    const cJSON *child;

    if (cJSON_IsNumber(item) &&
        (item->valuedouble > NUMBER_MAX || item->valuedouble < -NUMBER_MAX))
        return false;
    cJSON_ArrayForEach(child, item)
    {
        if (!keeps_numbers(child))
            return false;
    }
    return true;
}

/* credHelpers of ROOT, made where it is missing; NULL where it is something
   else. */
static cJSON *find_helpers(cJSON *root)
{
    cJSON *helpers = cJSON_GetObjectItemCaseSensitive(root, HELPERS);

    if (!helpers)
        return cJSON_AddObjectToObject(root, HELPERS);
    return cJSON_IsObject(helpers) ? helpers : NULL;
}

/* Set HOST in HELPERS; *ret_todo: it was not there. */
static enum wc_code set_host(cJSON *helpers, const char *host, bool *ret_todo,
                             struct wc_error *err)
{
    const cJSON *old = cJSON_GetObjectItemCaseSensitive(helpers, host);
    const char *name = cJSON_GetStringValue(old);

    if (name && strcmp(name, HELPER) == 0)
        return WC_OK;
    if (old)
        return wc_fail(err, WC_USAGE,
                       "credHelpers has '%s' for %s: look at it, and edit it "
                       "by hand",
                       name ? name : "something else", host);
    *ret_todo = true;
    return cJSON_AddStringToObject(helpers, host, HELPER) ? WC_OK
                                                          : wc_no_memory(err);
}

static enum wc_code edit(const struct setup_plan *plan,
                         const struct user_file *file, cJSON *root,
                         bool *ret_todo, struct wc_error *err)
{
    cJSON *helpers = find_helpers(root);

    if (!keeps_numbers(root))
        return wc_fail(err, WC_USAGE,
                       "'%s' has a number over 2^53: edit it by hand",
                       file->path);
    if (!helpers)
        return wc_fail(err, WC_USAGE, "credHelpers of '%s' is no object",
                       file->path);
    for (size_t i = 0; i < plan->n_hosts; i++) {
        if (!plan->hosts[i].problem &&
            set_host(helpers, plan->hosts[i].text, ret_todo, err) != WC_OK)
            return err->code;
    }
    return WC_OK;
}

static enum wc_code write_json(struct user_file *file, const cJSON *root,
                               struct wc_error *err)
{
    auto_secret text = SECRET_MAX(USER_FILE_MAX);
    char *printed = cJSON_Print(root);
    bool added = printed && secret_add_text(&text, printed) &&
                 secret_add(&text, "\n", 1);

    cJSON_free(printed);
    return added ? user_file_replace(file, &text, err) : wc_no_memory(err);
}

/* The way back is the backup, or no file where there was none.  Not later: what
   others have written into the file since would be lost. */
static bool put_undo(const struct user_file *file, bool todo,
                     struct secret *undo)
{
    auto_str backup = NULL;

    if (!file->exists)
        return secret_add_text(undo, "rm ") &&
               user_file_quote(file->path, undo) && secret_add(undo, "\n", 1);
    if (!todo)
        return secret_add_text(undo, "# take \"" HELPER "\" out of " HELPERS
                                     " in ") &&
               user_file_quote(file->path, undo) && secret_add(undo, "\n", 1);
    if (asprintf(&backup, "%s" USER_FILE_BACKUP, file->path) < 0) {
        backup = NULL;
        return false;
    }
    return secret_add_text(undo, "cp ") && user_file_quote(backup, undo) &&
           secret_add(undo, " ", 1) && user_file_quote(file->path, undo) &&
           secret_add(undo, "\n", 1);
}

enum wc_code setup_apply_docker(const struct setup_plan *plan,
                                enum setup_phase phase, bool *ret_todo,
                                struct secret *undo, struct wc_error *err)
{
    auto_str path = NULL;
    auto_user_file file = USER_FILE_INIT;
    cJSON *root;

    if (find_file(&path, err) != WC_OK ||
        user_file_read(path, &file, err) != WC_OK)
        return err->code;
    root = parse(&file, err);
    if (!root)
        return err->code == WC_OK ? wc_no_memory(err) : err->code;
    if (edit(plan, &file, root, ret_todo, err) == WC_OK && *ret_todo &&
        phase == SETUP_CHANGE)
        (void)write_json(&file, root, err);
    cJSON_Delete(root);
    if (err->code == WC_OK && !put_undo(&file, *ret_todo, undo))
        return wc_no_memory(err);
    return err->code;
}
