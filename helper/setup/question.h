/* SPDX-License-Identifier: MIT */
/*
 * question.h - ask the person at the terminal whether to go on.
 */
#ifndef HELPER_SETUP_QUESTION_H
#define HELPER_SETUP_QUESTION_H

#include "common/error.h"
#include "common/secret.h"

/*
 * Show TEXT and ask "apply? [y/N]".  WC_USAGE: there is no terminal, or the
 * answer does not begin with a 'y'.
 */
enum wc_code question_ask(const struct secret *text, struct wc_error *err)
    __attribute__((warn_unused_result));

#endif
