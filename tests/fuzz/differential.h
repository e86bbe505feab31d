/* SPDX-License-Identifier: MIT */
/*
 * differential.h - one text, read by all who decide where a token or a secret
 * goes: the matcher, the settings, the worker, libcurl and the reference (T45).
 */
#ifndef TESTS_FUZZ_DIFFERENTIAL_H
#define TESTS_FUZZ_DIFFERENTIAL_H

/*
 * Abort unless all that accept TEXT, as a host, a URL or a token URL, mean the
 * same host and port.  Returns what it was taken for: "url", "host", "loopback"
 * (a token URL of plain http) or "refused".
 */
const char *differential_check(const char *text);

#endif
