# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# fault.sh - scenes in which something fails, and what must hold all the same.
#
# Whatever fails, and wherever: a run ends, with a documented status; stdout is
# the whole answer or empty; stderr is lines of ours; at most one more token is
# asked for than without the fault; and the next call needs no repair.

# shellcheck source=tests/lib.sh
. "${abs_top_srcdir:?}/tests/lib.sh"

FAULT_STEP=${FAULT_STEP:-23}
POINTS=0 # of all sweeps; every FAULT_STEPth is tried
TRIED=0
BAD=$SANDBOX/bad
: > "$BAD"

# scene NAME: a fresh start for the next run; sets COMMAND.
scene() {
    rm -rf "$XDG_RUNTIME_DIR/walr-cred"
    COMMAND=(walr-cred)
    case $1 in
    cold) ;;
    hit) cp -a "$SANDBOX/kept" "$XDG_RUNTIME_DIR/walr-cred" ;;
    refresh)
        cp -a "$SANDBOX/kept" "$XDG_RUNTIME_DIR/walr-cred"
        COMMAND=(walr-cred --refresh)
        ;;
    renewal)
        cp -a "$SANDBOX/kept.old" "$XDG_RUNTIME_DIR/walr-cred"
        COMMAND=(walr-cred renew-ahead --profile default)
        ;;
    esac
}
SCENES='cold hit refresh renewal'

# fault_begin: the server, a profile, and the caches that the scenes start from.
fault_begin() {
    start_server
    default_profile
    export WALR_CLIENT_ID=demo-client WALR_CLIENT_SECRET=demo-secret
    # the same, but it starts no renewal that could be counted for the next run
    cp -a "$XDG_CONFIG_HOME" "$SANDBOX/calm"
    echo 'renew-at = never' >> "$SANDBOX/calm/walr-cred/config"
    walr-cred > "$SANDBOX/out"
    cp -a "$XDG_RUNTIME_DIR/walr-cred" "$SANDBOX/kept"
    "$abs_top_builddir/tests/end-to-end/age-record" "$XDG_RUNTIME_DIR"/walr-cred/*.record 3200
    cp -a "$XDG_RUNTIME_DIR/walr-cred" "$SANDBOX/kept.old"
}

# taken: whether this point of the sweep is one of our share.
taken() {
    POINTS=$((POINTS + 1))
    [ $((POINTS % FAULT_STEP)) = 0 ] || return 1
    TRIED=$((TRIED + 1))
}

requests() { wc -l < "$SERVER_DIR/token-requests"; }

# is_answer FILE: one header line with a token that was issued.
is_answer() {
    local line
    [ "$(wc -l < "$1")" = 1 ] || return 1
    line=$(< "$1")
    grep -qxF -- "${line#Authorization: Bearer }" "$SERVER_DIR/issued"
}

bad() { printf '%s\n' "$*" | tee -a "$BAD" | cut -c1-200 | diagnose; }

# judge POINT STATUS: the run before this one, its output in out and err.  One
# that is KILLED may end by the signal, after any part of its work.
KILLED=no
judge() {
    local point=$1 status=$2
    case $KILLED,$status in
    *,[0-9] | *,1[01] | yes,129 | yes,130 | yes,137 | yes,143) ;;
    *) bad "$point: status $status" ;;
    esac
    if [ -s "$SANDBOX/out" ]; then
        is_answer "$SANDBOX/out" || bad "$point: half an answer: $(head -c 100 "$SANDBOX/out")"
        # 11: it is written, but closing failed
        [ "$status" = 0 ] || [ "$status" = 11 ] || [ "$status" -ge 128 ] || bad "$point: an answer and status $status"
    elif [ "$status" = 0 ] && [ "${COMMAND[1]-}" != renew-ahead ]; then
        bad "$point: success without an answer"
    fi
    ! grep -qv '^walr-cred: ' "$SANDBOX/err" || bad "$point: stderr: $(grep -v '^walr-cred: ' "$SANDBOX/err" | head -n 1)"
    [ "$(wc -l < "$SANDBOX/err")" -le 2 ] || bad "$point: more than a warning and an error"
    [ "$(($(requests) - ASKED))" -le 2 ] || bad "$point: $(($(requests) - ASKED)) token requests"
    XDG_CONFIG_HOME=$SANDBOX/calm walr-cred > "$SANDBOX/out" 2> "$SANDBOX/err" && is_answer "$SANDBOX/out" ||
        bad "$point: the next call: $(head -n 1 "$SANDBOX/err")"
    [ "$(find "$XDG_RUNTIME_DIR/walr-cred" -name '.*' -type f | wc -l)" -le 1 ] || bad "$point: leftovers"
}

# run_in SCENE POINT COMMAND...: COMMAND, with the scene's command behind it; sets
# STATUS.
run_in() {
    local point="$1, $2"
    scene "$1"
    shift 2
    ASKED=$(requests)
    # the shell has a word of its own for a command that is killed
    { timeout --kill-after=1 30 "$@" "${COMMAND[@]}" > "$SANDBOX/out" 2> "$SANDBOX/err" < /dev/null; } 2> /dev/null
    STATUS=$?
    judge "$point" "$STATUS"
}

# fault_end SENTENCE: all that was tried was good.
fault_end() {
    printf '# %d of %d points, every %dth\n' "$TRIED" "$POINTS" "$FAULT_STEP"
    ok "$1" test ! -s "$BAD"
    ok '  and there were points to try' test "$TRIED" -gt 0
    done_testing
}

# points_of SCENE: "NAME N" for the Nth call of NAME that the front makes of its
# own accord; those before main() are the loader's.  exit_group(2) does not
# return, and brk(2) returns no error number, so that one would be an address.
points_of() {
    scene "$1"
    strace -qq -o "$SANDBOX/calls" "${COMMAND[@]}" > "$SANDBOX/out" 2> "$SANDBOX/err"
    awk -F '(' '
        /^[a-z]/ { n[$1]++ }
        # the first thing that main() does
        /^poll\(\[\{fd=0/ { ours = 1 }
        ours && /^[a-z]/ && $1 !~ /^(brk|exit_group)$/ { print $1, n[$1] }' "$SANDBOX/calls"
}
