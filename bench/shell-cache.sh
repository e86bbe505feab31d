#!/bin/bash
# SPDX-License-Identifier: MIT
# shell-cache.sh FILE - a cached token as a careful person writes it by hand:
# FILE is the endpoint's answer with an expires_at, and is asked how old it is.
set -eu
expires_at=$(jq -er .expires_at "$1")
[ "$(date +%s)" -lt $((expires_at - 30)) ]
jq -er '"Authorization: Bearer " + .access_token' "$1"
