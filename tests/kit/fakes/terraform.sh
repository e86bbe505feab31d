# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# terraform.sh - a small helper of Terraform's protocol, and the ways it can be wrong.

terraform_get() { # HOST
    local token=$TOKEN
    if [ -n "${FAKE_STORE:-}" ]; then
        token=$(saved "$1" | sed -n 2p)
        [ -n "$token" ] || { echo '{}'; exit; }
    elif ! serves "$1"; then
        is silent || echo '{}'
        is no-host-fails && exit 1
        exit 0
    fi
    ! is banner || echo 'Welcome'
    ! is number || token=17
    if is number; then printf '{"token":%s}\n' "$token"; else printf '{"token":"%s"}\n' "$token"; fi
    ! is trailing || echo '{}'
}
terraform_store() { # HOST
    local object
    is takes-anything && exit 0
    object=$(cat)
    [ "$(jq -r 'keys == ["token"]' <<< "$object")" = true ] || { echo 'only token' >&2; exit 1; }
    [ -n "${FAKE_STORE:-}" ] || { echo 'nothing is stored' >&2; exit 1; }
    save "$1" - "$(jq -r .token <<< "$object")"
}
fake_terraform() {
    ! is alone || alone
    case ${1:-} in
    get)
        ! is waits-for-stdin || cat > /dev/null
        terraform_get "${2:-}"
        ;;
    store) terraform_store "$2" ;;
    forget)
        ! is absent-fails || exit 1
        [ -z "${FAKE_STORE:-}" ] || drop "$2"
        ;;
    *) is any-command || exit 1 ;;
    esac
}

faults() {
    cat << 'END_OF_FAULTS'
any-host get: another host gets an empty object
silent get: another host gets an empty object
no-host-fails get: another host gets an empty object
suffix get: xkit.example gets no token
prefix get: kit.example.foreign.example gets no token
banner get: its own host gets a token
number get: its own host gets a token
trailing get: its own host gets a token
waits-for-stdin get: stdin is not waited for
takes-anything store: an object with another member
any-command an unknown verb fails
absent-fails forget: of a host without a token
alone get: many at once are all answered
END_OF_FAULTS
}

# Those of one that stores.
store_faults() {
    cat << 'END_OF_FAULTS'
forgetful store: what was stored is given
erases-nothing forget: what was forgotten is gone
END_OF_FAULTS
}
