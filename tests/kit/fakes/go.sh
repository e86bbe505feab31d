# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# go.sh - a small helper of Go's protocol, and the ways it can be wrong.

go_set() { # PREFIX
    is crlf && { printf '%s\r\n\r\nAuthorization: Bearer %s\r\n\r\n' "$1" "$TOKEN"; return; }
    is no-end && { printf '%s\n\nAuthorization: Bearer %s\n' "$1" "$TOKEN"; return; }
    is no-blank && { printf '%s\nAuthorization: Bearer %s\n\n' "$1" "$TOKEN"; return; }
    is no-space && { printf '%s\n\nAuthorization:Bearer %s\n\n' "$1" "$TOKEN"; return; }
    ! is banner || echo 'Welcome'
    printf '%s\n\nAuthorization: Bearer %s\n\n' "$1" "$TOKEN"
}
fake_go() {
    local head='' host
    ! is alone || alone
    if [ $# = 0 ]; then
        ! is names-others || { printf 'https://foreign.example\n\nAuthorization: Bearer %s\n\n' "$TOKEN"; exit; }
        go_set "https://$HOST"
        exit
    fi
    head=$(cat)
    if is only-401 && [[ $head != *' 401 '* ]]; then exit; fi
    if is strict && [[ $head == *X-Kit* ]]; then exit 1; fi
    if is short-buffer && [ ${#head} -gt 4096 ]; then exit 1; fi
    host=$(url_host "$1")
    serves "$host" || exit 0
    ! is status || trap 'exit 1' EXIT
    go_set "https://$host"
}

faults() {
    cat << 'END_OF_FAULTS'
crlf a 401 is answered, in the grammar
no-end a 401 is answered, in the grammar
no-blank a 401 is answered, in the grammar
no-space a 401 is answered, in the grammar
banner a 401 is answered, in the grammar
status a 401 is answered, in the grammar
only-401 a 404 is answered, in the grammar
strict unknown lines of the head
short-buffer 60 KiB of head are no harm
names-others the first call names no host of others
any-host another host gets nothing
prefix https://kit.example.foreign.example/kit gets no header
suffix https://xkit.example/kit gets no header
alone many at once are all answered
END_OF_FAULTS
}
