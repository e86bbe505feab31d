#!/bin/sh
# SPDX-License-Identifier: MIT
# Make ./configure from a clone.  Needs autoconf, automake and pkg-config
# (script/bootstrap installs them).
set -e
cd "$(dirname "$0")"
if ! command -v autoreconf > /dev/null || ! command -v pkg-config > /dev/null; then
    echo 'autogen.sh: autoconf, automake or pkg-config is missing: run script/bootstrap' >&2
    exit 1
fi
exec autoreconf --force --install --warnings=all
