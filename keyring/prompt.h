/* SPDX-License-Identifier: MIT */
/*
 * prompt.h - a keyring's prompt: only if a person may be asked, and never
 * without an end.
 *
 * Private to keyring/.  libsecret opens prompts wherever a service asks for
 * one, waits for ever when one ends in an unexpected way (KR-4), and takes a
 * refusal to store for success.  So each goes through here.
 */
#ifndef KEYRING_PROMPT_H
#define KEYRING_PROMPT_H

#include "keyring/service.h"

/* The domain of an error that says why a prompt did not do what it was for. */
#define PROMPT_ERROR prompt_error_quark()
GQuark prompt_error_quark(void);

/* A SecretService whose prompts are ours; for secret_service_open_sync(). */
GType prompting_service_get_type(void);

/* Whose prompts they are.  CALL is borrowed; without one none is opened. */
void prompting_service_set_call(SecretService *service,
                                const struct keyring_call *call);

#endif
