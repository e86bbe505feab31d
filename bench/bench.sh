#!/bin/bash
# SPDX-License-Identifier: MIT
# Measure, print the tables, write the report.
#
#   bench.sh [PART...]     hit miss crowd day others; all of them without one
#
# The report, bench/REPORT.md of the source tree (or BENCH_REPORT), is written when
# all of them have run.  BENCH_ROUNDS (300) is how often each command of a race
# runs, BENCH_CALLERS (1000) how many a crowd are, DAY_SHARE (1) how much of a day's
# calls are made.
set -u
parts=(hit miss crowd day others)
report=${BENCH_REPORT:-${abs_top_srcdir:?}/bench/REPORT.md}
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

# The first words of what a program says of its version.
version() { # NAME COMMAND...
    local name=$1
    shift
    command -v "$1" > /dev/null || return 0
    printf '| %s | %s |\n' "$name" "$("$@" 2>&1 | head -n 1 | cut -c1-60)"
}

head_of_report() {
    cat <<EOF
# How fast walr-cred is

Made by \`make bench\`; what each row is, is in \`bench/\`. Commands of one table
took turns in one run, in an order drawn anew each round; ratios are medians of
the rounds' own ratios. Compare ratios, not milliseconds.

| machine | |
|---|---|
| processor | $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1) |
| cores | $(nproc) |
| kernel | $(uname -sr) |
$(version walr-cred "${WALR_CRED:?}" --version)
$(version 'C library' getconf GNU_LIBC_VERSION)
$(version cat cat --version)
$(version curl curl --version)
EOF
}

selected=("$@")
[ $# -gt 0 ] || selected=("${parts[@]}")
head_of_report | tee "$scratch/report"
for part in "${selected[@]}"; do
    echo | tee -a "$scratch/report"
    bash "${abs_top_srcdir:?}/bench/$part.sh" | tee -a "$scratch/report"
    [ "${PIPESTATUS[0]}" = 0 ] || exit 1
done
if [ $# = 0 ]; then
    cp "$scratch/report" "$report" || exit 1
    printf '\nwritten to bench/REPORT.md\n'
fi
