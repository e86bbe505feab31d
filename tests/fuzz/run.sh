#!/bin/bash
# SPDX-License-Identifier: MIT
# Run the fuzz targets with libFuzzer, each from its corpus and for a while.
#
#   tests/fuzz/run.sh SECONDS [TARGET...]
#
# Builds in build-fuzz/, with clang, and keeps there what was found: new inputs
# in found/TARGET, and what breaks a target in broken/.  Ends with the line
# "N passed, N failed, N skipped", one a target.
set -u
cd "$(dirname "$0")/../.." || exit 1
top=$PWD
seconds=${1:?seconds}
shift

build() {
    [ -x configure ] || ./autogen.sh || return 1
    mkdir -p build-fuzz && cd build-fuzz || return 1
    [ -f Makefile ] || ../configure --enable-werror --enable-fuzzing CC=clang || return 1
    make -j2 fuzz-targets
}

# fuzz TARGET: as long as SECONDS; its log is fuzz_TARGET.log.
fuzz() {
    local name=$1 options=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -print_final_stats=1)
    [ ! -f "$top/tests/fuzz/$name.dict" ] || options+=(-dict="$top/tests/fuzz/$name.dict")
    mkdir -p "found/$name" broken "tmp/$name"
    TMPDIR=$PWD/tmp/$name "tests/fuzz/fuzz_$name" "${options[@]}" -artifact_prefix="broken/$name-" \
        "found/$name" "$top/tests/fuzz/corpus/$name" > "fuzz_$name.log" 2>&1
}

report() { # TARGET STATUS
    if [ "$2" = 0 ]; then
        passed=$((passed + 1))
        printf 'ok - %s: %s inputs\n' "$1" "$(sed -nE 's/^stat::number_of_executed_units: *//p' "fuzz_$1.log")"
    else
        failed=$((failed + 1))
        printf 'not ok - %s: see build-fuzz/fuzz_%s.log\n' "$1" "$1"
        grep -E 'does not hold|ERROR|runtime error|Test unit written' "fuzz_$1.log" | head -n 10
    fi
}

(build) > "${TMPDIR:-/tmp}/fuzz-build.$$" 2>&1
status=$?
[ "$status" = 0 ] || tail -n 20 "${TMPDIR:-/tmp}/fuzz-build.$$"
rm -f "${TMPDIR:-/tmp}/fuzz-build.$$"
[ "$status" = 0 ] || exit 1

cd build-fuzz || exit 1
[ $# -gt 0 ] || set -- $(cd ../tests/fuzz && printf '%s\n' fuzz_*.c | sed 's/^fuzz_//; s/\.c$//')
passed=0 failed=0
for name; do
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n; done
    { fuzz "$name"; echo $? > "$name.status"; } &
done
wait
for name; do
    report "$name" "$(cat "$name.status")"
done
rm -rf tmp
printf '%d passed, %d failed, 0 skipped\n' "$passed" "$failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
