# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# bazel.sh - a small helper of Bazel's protocol, and the ways it can be wrong.

fake_bazel() {
    local uri host
    ! is alone || alone
    [ "${1:-}" = get ] || { is any-command || exit 1; }
    uri=$(jq -ej '.uri | strings' 2> /dev/null) || uri=
    ! is strict-space || [[ $uri != *'?'* ]] || exit 1
    host=$(url_host "$uri")
    ! is cuts-at-nul || host=${host%%"$HOST"?*}$HOST
    [ -n "$uri" ] || { is no-uri && host=$HOST; }
    ! is silent || exit 0
    serves "$host" || { echo '{"headers":{}}'; exit; }
    case ${FAULT:-} in
    banner) echo 'Welcome' ;;
    text-header) printf '{"headers":{"Authorization":"Bearer %s"}}\n' "$TOKEN" ; exit ;;
    odd-expiry) printf '{"headers":{"Authorization":["Bearer %s"]},"expires":"tomorrow"}\n' "$TOKEN" ; exit ;;
    fraction) printf '{"headers":{"Authorization":["Bearer %s"]},"expires":"2100-01-01T00:00:00.5+01:00"}\n' "$TOKEN" ; exit ;;
    past) printf '{"headers":{"Authorization":["Bearer %s"]},"expires":"2001-01-01T00:00:00Z"}\n' "$TOKEN" ; exit ;;
    status) trap 'exit 1' EXIT ;;
    two-values) echo '{}' ;;
    esac
    printf '{"headers":{"Authorization":["Bearer %s"]},"expires":"2100-01-01T00:00:00Z"}\n' "$TOKEN"
}

faults() {
    cat << 'END_OF_FAULTS'
silent get: a URI of its own is answered
any-host get: another host gets no header
suffix get: https://xkit.example/ gets no header
prefix get: https://kit.example.foreign.example/ gets no header
takes-user get: https://kit.example@foreign.example/ gets no header
banner get: a URI of its own is answered
two-values get: a URI of its own is answered
text-header get: a URI of its own is answered
odd-expiry get: a URI of its own is answered
status get: a URI of its own is answered
past get: an expiry is still to come
cuts-at-nul get: a NUL byte in the host gets no header
no-uri get: a request without uri gets no header
strict-space get: a long query is no harm
any-command an unknown command fails
alone get: many at once are all answered
END_OF_FAULTS
}
