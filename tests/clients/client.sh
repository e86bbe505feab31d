# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# client.sh - what the test of a real client stands on: it steps into the root
# that `run` made, and there has tests/lib.sh, the identity server, and a profile
# whose one host that server is.
#
# Source it first.  `serve` puts down what the server answers, `setup_lines` are
# the lines that `walr-cred setup` prints.

set -u
if [ "${CLIENTS_INSIDE:-no}" = no ]; then
    if [ -n "${CLIENTS_SKIP:-}" ] || [ -z "${CLIENTS_ROOT:-}" ]; then
        printf '1..0 # SKIP %s\n' "${CLIENTS_SKIP:-make check-clients runs this}"
        exit 0
    fi
    exec chroot "$CLIENTS_ROOT" \
        setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs --bounding-set=-all \
        env -i CLIENTS_INSIDE=yes PATH=/usr/bin:/bin HOME=/nonexistent TZ=UTC LC_ALL=C \
        SANITIZERS="${SANITIZERS:-no}" abs_top_srcdir="$abs_top_srcdir" abs_top_builddir="$abs_top_builddir" \
        WALR_CRED="$WALR_CRED" IDENTITY_SERVER="$IDENTITY_SERVER" \
        bash "$(realpath "$0")"
fi
. "${abs_top_srcdir:?}/tests/lib.sh"

start_server
host=${URL#https://}
write_config <<CONFIG
[profile default]
token-url = @URL@/oauth/token
client-id = demo-client
audience = https://api.walr.com
request = json
ca-file = @DIR@/ca.pem
hosts = $host
CONFIG
export WALR_CLIENT_ID=demo-client WALR_CLIENT_SECRET=demo-secret

# serve PATH [FIELD...]: the body on stdin is the answer to PATH, for who has a
# token; FIELD is 'Name: value', such as 'Status: 202'.
serve() {
    local folder=$SERVER_DIR/files$1
    shift
    mkdir -p "$folder"
    { printf '%s\n' "$@" ''; cat; } > "$folder/answer"
}

# at_least VERSION OUTPUT: the first number in what a program says of itself.
at_least() {
    printf '%s\n' "$1" "$(grep -oE '[0-9]+(\.[0-9]+)+' <<< "$2" | head -n 1)" | sort -C -V
}

# revoke: the token issued last is refused from now on.
revoke() {
    tail -n 1 "$SERVER_DIR/issued" >> "$SERVER_DIR/revoked"
}

# grow_older: the cached token was obtained two minutes ago.  A younger one is
# kept although it was refused: it may be the API that is wrong (OPS-3).
grow_older() {
    "$abs_top_builddir/tests/end-to-end/age-record" "$XDG_RUNTIME_DIR"/walr-cred/*.record 120
}

# requests PATTERN: how many of the server's log match, "METHOD PATH STATUS".
requests() {
    grep -cE " $1\$" "$SERVER_DIR/log"
}

# localhost_got_no_token: it was asked under this name, which is no host of the
# profile, and no token came with it, bare or as a password.
localhost_got_no_token() {
    local scheme value
    grep -la '^Host: localhost:' "$SERVER_DIR"/requests/* > "$SANDBOX/asked" || return 1
    ! while read -r _ scheme value; do
        if [ "$scheme" = Basic ]; then base64 -d <<< "${value%?}"; else printf '%s\n' "$value"; fi
    done < <(xargs grep -hai '^authorization:' < "$SANDBOX/asked") | grep -qF -f "$SERVER_DIR/issued"
}
