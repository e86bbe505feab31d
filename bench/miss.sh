#!/bin/bash
# SPDX-License-Identifier: MIT
# From nothing to a printed token, against what a careful person writes in the
# shell.  Both trust the system's whole store: a copy of it, with the identity
# server's CA in it, is mounted in its place for this script alone.
if [ -z "${BENCH_MOUNTS:-}" ]; then
    export BENCH_MOUNTS=1
    map=
    [ "$(id -u)" = 0 ] || map=--map-root-user
    # shellcheck disable=SC2086 # one word or none
    ! unshare --mount $map true 2> /dev/null || exec unshare --mount $map "$BASH" "$0"
    printf '## A new token\n\nNot measured: no mount namespace for a copy of the CA store.\n'
    exit 0
fi
. "${abs_top_srcdir:?}/bench/lib.sh"

store=/etc/ssl/certs
skip() {
    printf '## A new token\n\nNot measured: no %s.\n' "$1"
    exit 0
}
has openssl jq curl secret-tool || skip 'openssl, jq, curl or secret-tool'
[ -e $store/ca-certificates.crt ] || skip "store like Debian's in $store"

logged_in
cp -a $store "$SANDBOX/certs"
cat "$SERVER_DIR/ca.pem" >> "$SANDBOX/certs/ca-certificates.crt"
cp "$SERVER_DIR/ca.pem" "$SANDBOX/certs/$(openssl x509 -noout -subject_hash -in "$SERVER_DIR/ca.pem").0"
mount --bind "$SANDBOX/certs" $store || give_up 'the CA store cannot be mounted'
authorities=$(grep -c BEGIN $store/ca-certificates.crt)

hit=$SANDBOX/bin/walr-cred
user=$abs_top_srcdir/bench/shell-user.sh
race miss -n "$ROUNDS" -b "rm -rf '$CACHE'" miss "$hit" -- \
    shell /bin/sh "$user" "$URL/oauth/token"

# Where the time goes: when the front and its worker make the calls that begin
# a phase.  Only these are stopped at, so the rest runs at its own speed.
trace() {
    rm -rf "$CACHE"
    strace -qq -f --seccomp-bpf -ttt -e trace=execve,prctl,connect,sendto,renameat,exit_group \
        -o "$SANDBOX/trace" "$hit" > /dev/null 2>&1
    awk -f "$abs_top_srcdir/bench/phases.awk" "$SANDBOX/trace"
}
phases() {
    local round
    for ((round = 0; round < 21 && round < ROUNDS; round++)); do
        trace
    done | sort -t '|' -k 1,1n -k 3,3n | awk -F '|' '
        $1 != last { if (n) print name "|" ms[int((n + 1) / 2)]; n = 0; last = $1 }
        { ms[++n] = $3; name = $2 }
        END { if (n) print name "|" ms[int((n + 1) / 2)] }' | sed 's/^/| /; s/|/ | /2; s/$/ |/'
}

cat <<EOF
## A new token

From nothing to a printed token: gnome-keyring, TLS on loopback, the system's
store of $authorities authorities; $ROUNDS rounds.

| command | p5 ms | median ms | p99 ms | peak KiB |
|---|---|---|---|---|
| \`walr-cred\`, nothing cached | $(spent miss miss) |
| \`secret-tool lookup\`, \`curl\`, \`jq\` | $(spent miss shell) |

| ratio | measured | aim |
|---|---|---|
| \`walr-cred\` to the shell | $(ratio miss miss shell) × | 0.45 |

Traced, and so slower, above all where the tracer takes hold of the worker:

| where it goes | median ms |
|---|---|
$(if has strace; then phases; else echo '| no strace | |'; fi)
EOF
