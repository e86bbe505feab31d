/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/command/command.h"

#include <string.h>

#include "helper/json-program.h"
#include "helper/renew.h"

/* clang-format off */
const struct command commands[] = {
    { "get",    "",  "print a token (the default)",
      TAKES_PROFILE | TAKES_URL | TAKES_FORMAT | TAKES_MIN_VALIDITY | TAKES_REFRESH | TAKES_OUTPUT, 0, command_get },
    { "login",  "",  "check a client secret and store it in the keyring",
      TAKES_PROFILE | TAKES_SETTINGS | TAKES_MIN_VALIDITY | TAKES_NO_VERIFY, 0, command_login },
    { "logout", "",  "remove the client secret and the cached token",
      TAKES_PROFILE | TAKES_ALL, 0, command_logout },
    { "status", "",  "what is configured, stored and cached, never the token",
      TAKES_PROFILE | TAKES_JSON, 0, JSON_COMMAND(command_status) },
    { "doctor", "",  "what stands between this machine and a token",
      TAKES_PROFILE, 0, command_doctor },
    { "log",    "",  "the ledger: each token request, and who asked",
      TAKES_JSON, 0, JSON_COMMAND(command_log) },
    { "reject", "", "drop the token on stdin, which an API refused",
      TAKES_PROFILE, 0, command_reject },
    { "curl", " CURL-ARGUMENTS", "run curl with the header, for hosts of the profile",
      TAKES_PROFILE | TAKES_ANY_HOST, OPERANDS_FOREIGN, command_curl },
    { "exec", " COMMAND", "run COMMAND with WALR_TOKEN and WALR_AUTHORIZATION",
      TAKES_PROFILE, OPERANDS_COMMAND, command_exec },
    { "watch", " -o FILE", "keep a file fresh, for programs that read one",
      TAKES_PROFILE | TAKES_FORMAT | TAKES_OUTPUT, 0, command_watch },
    { "helper", " PROTOCOL [ACTION]", "answer a tool in its own protocol",
      TAKES_PROFILE, OPERANDS_MAX, command_helper },
    { "setup",  " TOOL", "the lines that make a tool use walr-cred",
      TAKES_PROFILE | TAKES_APPLY, 1, JSON_COMMAND(command_setup) },
    { RENEW_COMMAND, "", NULL, TAKES_PROFILE, RENEW_OPERANDS, command_renew_ahead },
    { NULL, NULL, NULL, 0, 0, NULL },
};
/* clang-format on */

const struct command *command_find(const char *name)
{
    const struct command *row = commands;

    while (row->name && strcmp(row->name, name) != 0)
        row++;
    return row->name ? row : NULL;
}
