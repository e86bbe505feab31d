# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# cargo.sh - a small helper of Cargo's protocol, and the ways it can be wrong.

cargo_answer() { # QUESTION
    local kind index expiration=$END
    kind=$(jq -r '.kind' <<< "$1") index=$(jq -j '.registry."index-url"' <<< "$1" | tr -d '\0')
    if is strict && [[ $1 == *x-kit* ]]; then printf '{"Err":{"kind":"other","message":"x"}}\n'; return; fi
    if is wants-name && [[ $1 != *'"name":"kit"'* ]]; then printf '{"Err":{"kind":"not-found"}}\n'; return; fi
    ! is silent || return
    serves "$(url_host "${index#sparse+}")" || {
        is odd-error && { echo '{"Err":"url-not-supported"}'; return; }
        echo '{"Err":{"kind":"url-not-supported"}}'
        return
    }
    case $kind in
    get) ;;
    logout) echo '{"Ok":{"kind":"logout"}}' ; return ;;
    *) is hangs && hang; is any-command || { echo '{"Err":{"kind":"operation-not-supported"}}'; return; } ;;
    esac
    case ${FAULT:-} in
    odd-expiry) expiration='"2100-01-01T00:00:00Z"' ;;
    past) expiration=1 ;;
    hyphen) printf '{"Ok":{"kind":"get","token":"Bearer %s","cache":"session","operation-independent":true}}\n' "$TOKEN" ; return ;;
    bare) printf '{"kind":"get","token":"Bearer %s","cache":"session","operation_independent":true}\n' "$TOKEN" ; return ;;
    two-lines) printf '{"Ok":\n{"kind":"get","token":"Bearer %s","cache":"session","operation_independent":true}}\n' "$TOKEN" ; return ;;
    esac
    printf '{"Ok":{"kind":"get","token":"Bearer %s","cache":"expires","expiration":%s,"operation_independent":true}}\n' "$TOKEN" "$expiration"
}
fake_cargo() {
    local line
    ! is alone || alone
    ! is no-hello || { IFS= read -r line; cargo_answer "$line"; exit; }
    ! is late-hello || { IFS= read -r line; echo '{"v":[1]}'; cargo_answer "$line"; }
    is late-hello || printf '{"v":[%s]}\n' "$(is version && echo 2 || echo 1)"
    while IFS= read -r line; do
        cargo_answer "$line"
        ! is once || exit 0
    done
    ! is status || exit 1
}

faults() {
    cat << 'END_OF_FAULTS'
no-hello hello comes before any question
late-hello hello comes before any question
version hello comes before any question
silent get: its own index is answered
hyphen get: its own index is answered
bare get: its own index is answered
two-lines get: its own index is answered
odd-expiry get: its own index is answered
past get: an expiry is still to come
once each question of a conversation is answered
status the end of the questions is no failure
strict get: unknown members are ignored
wants-name get: a registry without a name is answered
any-host get: another index is not supported
odd-error get: another index is not supported
suffix get: sparse+https://xkit.example/ gets no token
takes-user get: sparse+https://kit.example@foreign.example/ gets no token
prefix get: a NUL byte in the index
any-command an unknown kind is not supported
hangs an unknown kind is not supported
alone get: many at once are all answered
END_OF_FAULTS
}
