#!/bin/sh
# SPDX-License-Identifier: MIT
# Make ./configure from a clone.  Needs autoconf, automake and pkg-config
# (script/bootstrap installs them).
set -e
cd "$(dirname "$0")"
exec autoreconf --force --install --warnings=all
