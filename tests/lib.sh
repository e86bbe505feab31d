# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# lib.sh - what an end-to-end test stands on: a sandbox and TAP.
#
# Source it first.  `check` compares a command's status, stdout and stderr with
# what is written down; `ok` wants a command to succeed; done_testing is last.
# A sentence says what is proven and names the requirement's ID.

set -u
# A session of its own: what is left running afterwards can be told from others.
[ "$(ps -o sid= -p $$ | tr -d ' ')" = "$$" ] || exec setsid --wait "$BASH" "$0" "$@"

# shellcheck source=tests/rig.sh
. "${abs_top_srcdir:?}/tests/rig.sh"

TAP_N=0
TAP_FAILED=0

trap 'mock_keyring_stop; rig_end' EXIT
trap 'exit 130' INT TERM HUP
rig_enter
case $HOME in "$SANDBOX"/*) ;; *) exit 99 ;; esac
rig_install "${WALR_CRED:?}"

# What of ours is still running: in our session, or with the mark in its
# environment (which our own programs do not let others read).
left_running() {
    local process pid sid
    for process in /proc/[0-9]*; do
        pid=${process#/proc/}
        [ "$pid" != "$$" ] && [ "$pid" != "$BASHPID" ] || continue
        sid=$(sed 's/.*) //' "$process/stat" 2> /dev/null | cut -d ' ' -f 4)
        if [ "$sid" = "$$" ] || tr '\0' '\n' < "$process/environ" 2> /dev/null | grep -qxF "RIG_MARK=$SANDBOX"; then
            # the shell that looks, and what it starts to do so, do not count
            case $(tr '\0' ' ' < "$process/cmdline" 2> /dev/null) in
            '' | "$BASH $0"* | 'sed '* | 'cut '* | 'tr '* | 'grep '* | bash*"$0"*) ;;
            *) printf '%s %s\n' "$pid" "$(tr '\0' ' ' < "$process/cmdline")" ;;
            esac
        fi
    done 2> /dev/null
}

tap() { # RESULT SENTENCE
    TAP_N=$((TAP_N + 1))
    [ "$1" = ok ] || TAP_FAILED=$((TAP_FAILED + 1))
    # '#' would start a TAP directive
    printf '%s %d - %s\n' "$1" "$TAP_N" "${2//#/ }"
}

diagnose() {
    sed 's/^/# /' | head -60
}

# ok SENTENCE COMMAND...: COMMAND succeeds.
ok() {
    local sentence=$1 status
    shift
    "$@" > "$SANDBOX/ok.out" 2>&1
    status=$?
    if [ "$status" = 0 ]; then
        tap ok "$sentence"
    else
        tap 'not ok' "$sentence"
        { printf 'status %s: %s\n' "$status" "$*"; cat "$SANDBOX/ok.out"; } | diagnose
    fi
}

skip() { # SENTENCE REASON
    TAP_N=$((TAP_N + 1))
    printf 'ok %d - %s # SKIP %s\n' "$TAP_N" "$1" "$2"
}

skip_all() { # REASON
    printf '1..0 # SKIP %s\n' "$1"
    exit 0
}

require_unprivileged() {
    [ "$(id -u)" != 0 ] || skip_all 'root passes every permission check'
}

# @URL@, @DIR@ and @TOKEN@ (the token issued last) in the text of stdin.
expand() {
    local token=
    [ ! -s "${SERVER_DIR:-/nonexistent}/issued" ] || token=$(tail -n 1 "$SERVER_DIR/issued")
    sed "s|@URL@|${URL:-}|g; s|@DIR@|${SERVER_DIR:-}|g; s|@TOKEN@|$token|g"
}

# same EXPECTED ACTUAL: equal files; a line ~REGEX in EXPECTED matches one line.
same() {
    local wanted line
    ! cmp -s "$1" "$2" || return 0
    [ "$(wc -l < "$1")" = "$(wc -l < "$2")" ] || return 1
    while IFS= read -r wanted <&3 && IFS= read -r line <&4; do
        case $wanted in
        '~'*) printf '%s\n' "$line" | grep -qxE -- "${wanted#'~'}" || return 1 ;;
        *) [ "$wanted" = "$line" ] || return 1 ;;
        esac
    done 3< "$1" 4< "$2"
}

# check SENTENCE STATUS <<EOF: command, "--", stdout, "--", stderr.
check() {
    local sentence=$1 wanted=$2 status
    rm -f "$SANDBOX"/check.*
    awk -v base="$SANDBOX/check." 'BEGIN { n = 0; f = base n } $0 == "--" { n++; f = base n; printf "" > f; next } { print > f }'
    bash -u -o pipefail "$SANDBOX/check.0" > "$SANDBOX/check.out" 2> "$SANDBOX/check.err" < /dev/null
    status=$?
    expand < "$SANDBOX/check.1" > "$SANDBOX/check.want.out"
    expand < "$SANDBOX/check.2" > "$SANDBOX/check.want.err"
    if [ "$status" = "$wanted" ] && same "$SANDBOX/check.want.out" "$SANDBOX/check.out" &&
        same "$SANDBOX/check.want.err" "$SANDBOX/check.err"; then
        tap ok "$sentence"
    else
        tap 'not ok' "$sentence"
        {
            cat "$SANDBOX/check.0"
            printf 'status %s, wanted %s\n' "$status" "$wanted"
            diff "$SANDBOX/check.want.out" "$SANDBOX/check.out"
            diff "$SANDBOX/check.want.err" "$SANDBOX/check.err"
        } | cut -c1-300 | diagnose
    fi
}

# within SECONDS COMMAND...: status 124 when it takes longer.
within() {
    timeout --kill-after=1 "$@"
}
export -f within

# How many callers are a crowd: a sanitizer makes each some fifty times dearer.
crowd_size() {
    if [ "${SANITIZERS:-no}" = yes ]; then echo 200; else echo 1000; fi
}

# child_of PID: its first child.
child_of() {
    tr ' ' '\n' < "/proc/$1/task/$1/children" | head -n 1
}

# renewing: the processes that renew the token of own_profile ahead of its end.
# They do not let others read more of them than their arguments.
renewing() {
    local process
    for process in /proc/[0-9]*; do
        [[ "$(tr "\0" " " < "$process/cmdline")" == "walr-cred renew-ahead --profile $WALR_PROFILE -- "* ]] &&
            grep -q '^State:.[^Z]' "$process/status" && printf '%s\n' "${process#/proc/}"
    done 2> /dev/null
}

# scenario NAME [KEY=VALUE...]: what the next token requests meet.
scenario() {
    printf '%s\n' "$@" > "$SERVER_DIR/scenario.next"
    mv "$SERVER_DIR/scenario.next" "$SERVER_DIR/scenario"
}

# forget: what is cached and remembered.
forget() {
    rm -rf "$XDG_RUNTIME_DIR/walr-cred"
}

# write_config: the config file from stdin, @URL@ and @DIR@ filled in.
write_config() {
    (umask 077 && expand > "$XDG_CONFIG_HOME/walr-cred/config")
}

# default_profile: the profile of the identity server's own client.
default_profile() {
    write_config <<'EOF'
[profile default]
token-url = @URL@/oauth/token
client-id = demo-client
audience = https://api.walr.com
request = json
ca-file = @DIR@/ca.pem
EOF
}

# own_profile: the same, under a name that no other test has.
own_profile() {
    default_profile
    sed -i "s/^\[profile default\]$/[profile p$$]/" "$XDG_CONFIG_HOME/walr-cred/config"
    export WALR_PROFILE=p$$
}

# mock_keyring MODE [NAME=VALUE...]: in place of the one before, if any, the mock
# Secret Service with one item of these attributes.  Sets MOCK_DIR.
mock_keyring() {
    local mode=$1
    shift
    mock_keyring_stop
    MOCK_DIR=$SANDBOX/mock.$mode
    rm -rf "$MOCK_DIR"
    mkdir -m 700 "$MOCK_DIR"
    "$MOCK_KEYRING" --dir "$MOCK_DIR" --mode "$mode" --die-with-parent "$@" > "$MOCK_DIR/output" 2>&1 &
    MOCK_PID=$!
    wait_until "test -e '$MOCK_DIR/ready'" || {
        diagnose < "$MOCK_DIR/output"
        return 1
    }
}

mock_keyring_stop() {
    [ -z "${MOCK_PID:-}" ] || kill "$MOCK_PID" 2> /dev/null
    [ -z "${MOCK_PID:-}" ] || wait "$MOCK_PID" 2> /dev/null
    MOCK_PID=
}

# our_item [NAME=VALUE...]: the attributes of the default profile's item, some
# of them otherwise; for mock_keyring, into OUR_ITEM.
our_item() {
    local pair
    OUR_ITEM=()
    for pair in xdg:schema=com.walr.cred.ClientSecret profile=default \
        "token-url=$URL/oauth/token" client-id=demo-client; do
        case " $* " in *" ${pair%%=*}="*) ;; *) OUR_ITEM+=("$pair") ;; esac
    done
    OUR_ITEM+=("$@")
}

# asked METHOD...: the mock was called by at least one of these names.
asked() {
    local method
    for method; do
        ! grep -q "[.]$method\$" "$MOCK_DIR/calls" 2> /dev/null || return 0
    done
    return 1
}

# done_testing: the plan; whatever still runs is a failure of its own.
done_testing() {
    local pid left
    mock_keyring_stop
    for pid in "${RIG_PIDS[@]}"; do
        kill "$pid" 2> /dev/null
        wait "$pid" 2> /dev/null
    done
    RIG_PIDS=()
    left=$(left_running)
    if [ -z "$left" ]; then
        tap ok 'no process is left behind'
    else
        tap 'not ok' 'no process is left behind'
        printf '%s\n' "$left" | diagnose
    fi
    printf '1..%d\n' "$TAP_N"
    [ "$TAP_FAILED" = 0 ]
}
