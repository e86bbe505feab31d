#!/bin/bash
# SPDX-License-Identifier: MIT
# The requirements and the tests that name them.
#
#   requirements.sh page           docs/requirements.md, on stdout
#   requirements.sh gaps           what is wrong with the table or the tests
#   requirements.sh proven BUILD   what the logs of a run in BUILD have proven
#
# Run in the top of the source tree.
set -u
here=$(dirname "$0")
promises=tests/requirements/table

# ID<TAB>FILE<TAB>SENTENCE, in the order of IDs and files.
cited() {
    find tests -path '*/unit/*.c' -o -name '*.test' -o -name 'mutated-*.c' -o -name '*.expected' |
        LC_ALL=C sort | LC_ALL=C xargs awk -f "$here/cited.awk" | LC_ALL=C sort -t $'\t' -k 1,2 -s
}

# The IDs of the table; with -u those that no test can prove.
table() {
    case ${1:-} in
    -u) grep '  ! ' $promises ;;
    *) cat $promises ;;
    esac | grep -oE '^[A-Z]+-?[0-9]+' | LC_ALL=C sort
}

page() {
    LC_ALL=C awk -f "$here/page.awk" <(cited) $promises
}

gaps() {
    table | uniq -d | sed 's/$/ is in the table twice/'
    comm -23 <(table) <(cited | cut -f 1 | cat - <(table -u) | LC_ALL=C sort -u) |
        sed 's/$/ has no test and no reason/'
    comm -13 <(table) <(cited | cut -f 1 | LC_ALL=C sort -u) |
        sed 's/$/ is named by a test and not in the table/'
}

# The IDs of the tests that passed: those in the titles of scripts, and those of
# the unit tests whose names the logs have.
passed() {
    local logs=$1
    grep -hE '^ok [0-9]+ - ' "$logs"/*/*.log 2> /dev/null | grep -v ' # SKIP' |
        grep -oE '\([A-Z]+-?[0-9]+(, [^()]*)?\)$' | grep -oE '[A-Z]+-?[0-9]+'
    # a corpus has a log of its own, of the target's name
    grep -L '^not ok' "$logs"/fuzz/fuzz_*.log 2> /dev/null | grep -q . && echo T44
    cited | grep $'\ttests/unit/' | tr ' ' _ | LC_ALL=C sort -t $'\t' -k 3,3 |
        LC_ALL=C join -t $'\t' -1 3 -2 1 -o 1.1 - <(
            sed -nE 's/^ok [0-9]+ - .*:([a-z0-9_]+): Passed$/\1/p' "$logs"/unit/*.log 2> /dev/null | LC_ALL=C sort -u)
}

# Whether each test of ID is behind a make target that this run was not asked
# for: it is in such a folder, and left no log.
unasked() {
    local file
    for file in $(cited | grep "^$1"$'\t' | cut -f 2 | sort -u); do
        case $file in
        tests/valgrind/* | tests/clients/*) ;;
        *) return 1 ;;
        esac
        file=${file#tests/}
        [ ! -e "$logs/${file%.*}.log" ] || return 1
    done
}

# What stays unproven is a failure, but where a test of it was skipped, or is
# behind a target that was not asked for.
proven() {
    local logs=$1/tests id status=0
    passed "$logs" | LC_ALL=C sort -u > "$logs/requirements.proven"
    printf '%s of %s requirements proven by this run' \
        "$(table | comm -12 - "$logs/requirements.proven" | wc -l)" "$(table | wc -l)"
    for id in $(comm -23 <(table) "$logs/requirements.proven"); do
        if table -u | grep -qx "$id"; then
            printf ', %s is not for tests' "$id"
        elif unasked "$id"; then
            printf ', %s not asked for' "$id"
        elif cited | grep "^$id"$'\t' | cut -f 2 | sort -u | sed -E "s|^tests|$logs|; s|\.[a-z]*$|.log|" |
            xargs grep -qsE '# SKIP'; then
            printf ', %s skipped' "$id"
        else
            printf ', %s NOT PROVEN' "$id"
            status=1
        fi
    done
    printf '\n'
    return $status
}

case ${1:-} in
page | gaps) "$1" ;;
proven) proven "${2:?the build folder}" ;;
*)
    printf 'usage: requirements.sh page|gaps|proven BUILD\n' >&2
    exit 2
    ;;
esac
