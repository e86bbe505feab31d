/* SPDX-License-Identifier: MIT */
/*
 * terraform.c - a block of ~/.terraformrc, and the program in the one folder
 * where Terraform looks for it.
 *
 * There can be one credentials_helper only: another one, in whatever form, is
 * left alone.
 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "helper/path-search.h"
#include "helper/setup/setup.h"
#include "helper/user-file.h"

#define PROGRAM "terraform-credentials-walr"
#define LINK    ".terraform.d/plugins/" PROGRAM
#define UNDO \
    "sed -i --follow-symlinks '/^credentials_helper \"walr\" {$/,/^}$/d' "

static enum wc_code find_file(char **ret_path, struct wc_error *err)
{
    const char *named = secure_getenv("TF_CLI_CONFIG_FILE");

    if (!named || !named[0])
        return user_file_home(".terraformrc", ret_path, err);
    if (named[0] != '/')
        return wc_fail(err, WC_USAGE,
                       "TF_CLI_CONFIG_FILE is not an absolute path");
    *ret_path = strdup(named);
    return *ret_path ? WC_OK : wc_no_memory(err);
}

/* Add the block to the file. */
static enum wc_code apply_block(const struct setup_plan *plan,
                                enum setup_phase phase, const char *path,
                                bool *ret_todo, struct wc_error *err)
{
    auto_user_file file = USER_FILE_INIT;
    auto_secret block = SECRET_MAX(USER_FILE_MAX);
    auto_secret text = SECRET_MAX(USER_FILE_MAX);
    const char *before;

    if (user_file_read(path, &file, err) != WC_OK)
        return err->code;
    if (!setup_plan_expand(plan, plan->tool->tail, &block) ||
        !secret_add(&text, file.text.bytes, file.text.len) ||
        (text.len > 0 && text.bytes[text.len - 1] != '\n' &&
         !secret_add(&text, "\n", 1)) ||
        !secret_add(&text, block.bytes, block.len))
        return wc_no_memory(err);
    before = secret_bytes(&file.text);
    if (strstr(before, secret_bytes(&block)))
        return WC_OK;
    if (strstr(before, "credentials_helper"))
        return wc_fail(err, WC_USAGE,
                       "there is a credentials_helper in '%s': look at it, and "
                       "edit it by hand",
                       path);
    *ret_todo = true;
    return phase == SETUP_CHANGE ? user_file_replace(&file, &text, err) : WC_OK;
}

/* Link the program to where Terraform looks for it. */
static enum wc_code apply_link(enum setup_phase phase, char *path,
                               bool *ret_todo, struct wc_error *err)
{
    auto_str program = path_search(PROGRAM);
    struct stat st;

    if (stat(path, &st) == 0)
        return WC_OK;
    if (lstat(path, &st) == 0)
        return wc_fail(err, WC_USAGE,
                       "'%s' is a link that leads nowhere: remove it", path);
    if (!program)
        return wc_fail(err, WC_USAGE,
                       "there is no program " PROGRAM " in the absolute "
                       "folders of PATH: install it");
    *ret_todo = true;
    if (phase == SETUP_CHANGE &&
        (!user_file_make_folders(path) || symlink(program, path) != 0))
        return wc_fail(err, WC_USAGE, "cannot make the link '%s': %s", path,
                       strerror(errno));
    return WC_OK;
}

enum wc_code setup_apply_terraform(const struct setup_plan *plan,
                                   enum setup_phase phase, bool *ret_todo,
                                   struct secret *undo, struct wc_error *err)
{
    auto_str path = NULL;
    auto_str link = NULL;

    if (find_file(&path, err) != WC_OK ||
        user_file_home(LINK, &link, err) != WC_OK ||
        apply_link(phase, link, ret_todo, err) != WC_OK ||
        apply_block(plan, phase, path, ret_todo, err) != WC_OK)
        return err->code;
    if (!secret_add_text(undo, UNDO) || !user_file_quote(path, undo) ||
        !secret_add_text(undo, "\nrm ") || !user_file_quote(link, undo) ||
        !secret_add(undo, "\n", 1))
        return wc_no_memory(err);
    return WC_OK;
}
