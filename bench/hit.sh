#!/bin/bash
# SPDX-License-Identifier: MIT
# A cached token: walr-cred against cat of a file that holds the same header.
. "${abs_top_srcdir:?}/bench/lib.sh"

logged_in "ca-file = $SANDBOX/server/ca.pem"
header=$SANDBOX/header
walr-cred > "$header" || give_up 'there is no token'
hit=$SANDBOX/bin/walr-cred
cat=$(command -v cat)
locale -a 2> /dev/null | grep -qiE '^C\.utf-?8$' || give_up 'there is no locale C.UTF-8'

race hit -n "$ROUNDS" hit "$hit" -- utf8 LC_ALL=C.UTF-8 "$cat" "$header" -- \
    c LC_ALL=C "$cat" "$header" -- empty "$BENCH/empty"

# The shell waits for curl in each, and is in each; what <( ) itself costs is
# seen with cat.
request="%s -sf %s $(< "$SERVER_DIR/plain-url")/api/resource || exit 1; exit 0"
# shellcheck disable=SC2059 # the format is the command
race curl -n "$ROUNDS" hit "$BASH" -c "$(printf "$request" curl '-H @<(walr-cred)')" -- \
    cat "$BASH" -c "$(printf "$request" curl "-H @<(cat $header)")" -- \
    ours "$BASH" -c "$(printf "$request" 'walr-cred curl --any-host' '')" -- \
    file "$BASH" -c "$(printf "$request" curl "-H @$header")"

row() { # NAME LOCALE SENTENCE COMMAND...
    local name=$1 locale=$2 sentence=$3
    shift 3
    printf '| %s | %s | %s | %s | %s |\n' "$sentence" "$(spent hit "$name")" \
        "$(ratio hit "$name" utf8)" \
        "$(LC_ALL=$locale instructions "$@")" "$(LC_ALL=$locale system_calls "$@")"
}

cat <<EOF
## A cached token

A token of 1700 bytes, the profile from a config file, stdout a pipe; $ROUNDS rounds.

| command | p5 ms | median ms | p99 ms | peak KiB | to \`cat\` | instructions | system calls |
|---|---|---|---|---|---|---|---|
$(row hit C '`walr-cred`' "$hit")
$(row utf8 C.UTF-8 '`cat FILE`, LC_ALL=C.UTF-8' "$cat" "$header")
$(row c C '`cat FILE`, LC_ALL=C' "$cat" "$header")
$(row empty C 'an empty program' "$BENCH/empty")

| a request with | p5 ms | median ms | p99 ms | peak KiB |
|---|---|---|---|---|
| \`curl -H @<(walr-cred)\` | $(spent curl hit) |
| \`curl -H @<(cat FILE)\` | $(spent curl cat) |
| \`walr-cred curl\` | $(spent curl ours) |
| \`curl -H @FILE\` | $(spent curl file) |

| ratio | measured | aim |
|---|---|---|
| \`walr-cred\` to \`cat FILE\`, LC_ALL=C.UTF-8 | $(ratio hit hit utf8) × | 0.9 |
| \`walr-cred\` to \`cat FILE\`, LC_ALL=C | $(ratio hit hit c) × | 1.05 |
| \`walr-cred\` to an empty program | $(ratio hit hit empty) × | 1.3 |
| \`curl -H @<(walr-cred)\` to \`curl -H @FILE\` | $(ratio curl hit file) × | 1.08 |
| \`curl -H @<(walr-cred)\` to \`curl -H @<(cat FILE)\` | $(ratio curl hit cat) × | |
| \`walr-cred curl\` to \`curl -H @FILE\` | $(ratio curl ours file) × | |
EOF
