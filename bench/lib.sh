# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# lib.sh - what each part of the bench stands on: a private rig, races, tables.
#
# A part is a script that prints its section of the report on stdout, in
# Markdown.  What is not installed is skipped with a word.  Numbers are
# measured, never judged: the aim stands beside them.

set -u
export LC_ALL=C

# shellcheck source=tests/rig.sh
. "${abs_top_srcdir:?}/tests/rig.sh"
BENCH=${abs_top_builddir:?}/bench
ROUNDS=${BENCH_ROUNDS:-300}

trap 'rig_end' EXIT
trap 'exit 130' INT TERM HUP
rig_enter
rig_install "${WALR_CRED:?}"
CACHE=$XDG_RUNTIME_DIR/walr-cred

give_up() {
    printf 'bench: %s\n' "$*" >&2
    exit 1
}

# write_profile [LINE...]: the profile of the identity server's own client.
write_profile() {
    (umask 077 && printf '%s\n' '[profile default]' "token-url = $URL/oauth/token" \
        'client-id = demo-client' 'audience = https://api.walr.com' 'request = json' "$@" \
        > "$XDG_CONFIG_HOME/walr-cred/config")
}

# logged_in [LINE...]: bus, keyring, endpoint, and a secret in the keyring.
logged_in() {
    start_bus && start_keyring && start_server || give_up 'the rig does not start'
    write_profile "$@"
    store_secret default demo-client "$URL/oauth/token" demo-secret || give_up 'no secret is stored'
}

# has PROGRAM...: whether all of them are installed.
has() {
    local program
    for program; do
        command -v "$program" > /dev/null || return 1
    done
}

# race NAME ARGUMENT...: run bench/race; its figures are NAME's.
race() {
    local name=$1
    shift
    "$BENCH/race" "$@" > "$SANDBOX/race.$name" < /dev/null || give_up "the race $name has no result"
}

# spent RACE COMMAND: "p5 | median | p99 | peak" in milliseconds and KiB.
spent() {
    awk -F '\t' -v name="$2" '$1 == "time" && $2 == name {
        printf "%.2f | %.2f | %.2f | %d", $3 / 1000, $4 / 1000, $5 / 1000, $6 }' "$SANDBOX/race.$1"
}

# ratio RACE COMMAND OTHER: the median of the rounds' ratios.
ratio() {
    [ "$2" != "$3" ] || printf 1.00
    awk -F '\t' -v name="$2" -v other="$3" '
        $1 == "ratio" && $2 == name && $3 == other { printf "%.2f", $4 }' "$SANDBOX/race.$1"
}

# instructions COMMAND...: that it executes in user space.
instructions() {
    has valgrind || {
        printf 'no valgrind'
        return
    }
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 > /dev/null |
        awk '/Collected/ { print $NF; found = 1 } END { if (!found) print "-" }'
}

# system_calls COMMAND...: that it makes, execve and exit included.
system_calls() {
    has strace || {
        printf 'no strace'
        return
    }
    strace -qq -f -o "$SANDBOX/strace" "$@" > /dev/null
    grep -cE '^[0-9]+ +[a-z_0-9]+\(' "$SANDBOX/strace"
}
