/* SPDX-License-Identifier: MIT */
/*
 * steps.c - what a tool's own commands can set: asked first, then set.
 *
 * A step that somebody else has set to something else is refused before
 * anything is changed: what they had is not ours to overwrite.
 */
#include "config.h"

#include <string.h>

#include "helper/setup/run.h"
#include "helper/setup/setup.h"
#include "helper/setup/template.h"

#define LINE_MAX_BYTES 4096 /* of a step's expanded text */

/* A step of a plan for one host, or for none. */
struct doing {
    const struct setup_plan *plan;
    const struct setup_step *step;
    struct template_values values;
};

/* Run the command LINE, which is cut in place. */
static enum wc_code run_line(char *line, bool quiet, struct secret *out,
                             int *ret_status, struct wc_error *err)
{
    char *words[TEMPLATE_WORDS_MAX];

    if (!template_split(line, words) || !words[0])
        return wc_fail(err, WC_INTERNAL, "a command has too many words");
    return run_words(words, quiet, out, ret_status, err);
}

/* Whether TEMPLATE, filled in, is TEXT. */
static bool is_text(const struct doing *doing, const char *template,
                    const struct secret *text)
{
    auto_secret wanted = SECRET_MAX(LINE_MAX_BYTES);

    return template_expand(template, &doing->values, &wanted) &&
           wanted.len == text->len &&
           (text->len == 0 ||
            memcmp(wanted.bytes, text->bytes, text->len) == 0);
}

enum found {
    FOUND_OURS,
    FOUND_THEIRS,
    FOUND_NOTHING
};

/* Ask the tool who has set it. */
static enum wc_code ask(const struct doing *doing, enum found *ret_found,
                        struct wc_error *err)
{
    auto_secret query = SECRET_MAX(LINE_MAX_BYTES);
    auto_secret undo = SECRET_MAX(LINE_MAX_BYTES);
    auto_secret said = SECRET_MAX(RUN_OUTPUT_MAX);
    int status;

    if (!template_expand(doing->step->query, &doing->values, &query) ||
        !template_expand(doing->step->undo, &doing->values, &undo))
        return wc_no_memory(err);
    if (run_line(query.bytes, true, &said, &status, err) != WC_OK)
        return err->code;
    if (is_text(doing, doing->step->set, &said))
        *ret_found = FOUND_OURS;
    else if (is_text(doing, doing->step->free, &said))
        *ret_found = FOUND_NOTHING;
    else if (doing->step->optional)
        *ret_found = FOUND_THEIRS;
    else
        return wc_fail(err, WC_USAGE,
                       "%s has a setting of its own here: look at it, and "
                       "remove it with: %s",
                       doing->plan->tool->name, undo.bytes);
    return WC_OK;
}

/* Run the step's commands. */
static enum wc_code change(const struct doing *doing, struct wc_error *err)
{
    auto_secret text = SECRET_MAX(LINE_MAX_BYTES);
    char *line, *rest;

    if (!template_expand(doing->step->lines, &doing->values, &text))
        return wc_no_memory(err);
    rest = text.bytes;
    while ((line = strsep(&rest, "\n")) != NULL) {
        auto_secret said = SECRET_MAX(RUN_OUTPUT_MAX);
        int status = 0;

        if (line[0] == '\0' || line[0] == '#')
            continue;
        if (run_line(line, false, &said, &status, err) != WC_OK)
            return err->code;
        if (status != 0)
            return wc_fail(err, WC_USAGE, "%s ended with status %d",
                           doing->plan->tool->name, status);
    }
    return WC_OK;
}

static enum wc_code do_step(const struct doing *doing, enum setup_phase phase,
                            bool *ret_todo, struct secret *undo,
                            struct wc_error *err)
{
    enum found found = FOUND_NOTHING;

    if (ask(doing, &found, err) != WC_OK ||
        (found == FOUND_NOTHING && phase == SETUP_CHANGE &&
         change(doing, err) != WC_OK))
        return err->code;
    *ret_todo |= found == FOUND_NOTHING;
    if (found == FOUND_THEIRS)
        return WC_OK;
    if (!template_expand(doing->step->undo, &doing->values, undo) ||
        !secret_add(undo, "\n", 1))
        return wc_no_memory(err);
    return WC_OK;
}

enum wc_code setup_apply_steps(const struct setup_plan *plan,
                               enum setup_phase phase, bool *ret_todo,
                               struct secret *undo, struct wc_error *err)
{
    const struct setup_tool *tool = plan->tool;
    size_t rounds = tool->for_each_host ? plan->n_hosts : 1;

    for (size_t i = 0; i < rounds; i++) {
        const char *host = tool->for_each_host ? plan->hosts[i].text : NULL;
        struct doing doing = {
            .plan = plan, .values = { .profile = plan->profile, .host = host }
        };

        for (size_t j = 0; j < tool->n_steps; j++) {
            doing.step = &tool->steps[j];
            if (!(host && plan->hosts[i].problem) &&
                do_step(&doing, phase, ret_todo, undo, err) != WC_OK)
                return err->code;
        }
    }
    return WC_OK;
}
