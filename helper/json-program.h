/* SPDX-License-Identifier: MIT */
/*
 * json-program.h - what reads or writes JSON is another program's.
 *
 * A hit is mostly the start of a program, and the one small library that it
 * does not need is a twentieth of that.  So walr-cred links the C library only;
 * walr-cred-json is the same program with everything in it, cJSON included.
 *
 * A row of a table says so by wrapping its function.  JSON_PROGRAM, the path of
 * walr-cred-json, is defined where walr-cred is compiled and nowhere else:
 * there the row has the hand-over below.  A row that forgot its wrapping does
 * not link.
 */
#ifndef HELPER_JSON_PROGRAM_H
#define HELPER_JSON_PROGRAM_H

#include "helper/command/command.h"
#include "helper/protocol/protocol.h"

#ifdef JSON_PROGRAM
#define JSON_COMMAND(run)  json_program_command
#define JSON_PROTOCOL(run) json_program_protocol
#else
#define JSON_COMMAND(run)  run
#define JSON_PROTOCOL(run) run
#endif

/*
 * Become walr-cred-json, with CALLER's command line, descriptors, signal mask
 * and limits as they were handed to us.  Returns only if that fails:
 * WC_INTERNAL.
 */
enum wc_code json_program_command(const struct options *options,
                                  struct caller *caller, struct secret *out,
                                  struct wc_error *err);
enum wc_code json_program_protocol(const struct protocol *protocol,
                                   const char *action,
                                   const struct options *options,
                                   struct caller *caller, struct secret *out,
                                   struct wc_error *err);

#endif
