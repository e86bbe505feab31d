# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# git.sh - a small helper of git's protocol, and the ways it can be wrong.

git_read() {
    local line key
    protocol='' host='' username='' password='' offered='' complete=no
    while IFS= read -r line; do
        [ -n "$line" ] || { complete=yes; break; }
        ! is cr || line=${line##*$'\r'}
        if is short-buffer && [ ${#line} -gt 1024 ]; then exit 1; fi
        key=${line%%=*}
        case $key in
        protocol) protocol=${line#*=} ;;
        host) { is first-host && [ -n "$host" ]; } || host=${line#*=} ;;
        username) username=${line#*=} ;;
        password) password=${line#*=} ;;
        'capability[]') offered="$offered ${line#*=} " ;;
        'wwwauth[]') ;;
        *) ! is strict || exit 1 ;;
        esac
    done
    if is needs-blank-line && [ "$complete" = no ]; then exit 1; fi
}
git_get() {
    local user secret
    [ "$protocol" = https ] || return 0
    if [ -n "${FAKE_STORE:-}" ]; then
        { read -r user && read -r secret; } < <(saved "$host") || return 0
        [ -z "$username" ] || [ "$username" = "$user" ] || return 0
        printf 'username=%s\npassword=%s\n' "$user" "$secret"
        return
    fi
    serves "$host" && ! is silent || return 0
    ! is banner || echo 'Welcome to the helper'
    if { [[ $offered == *" authtype "* ]] && ! is old; } || is unasked; then
        is unannounced || is unasked || echo 'capability[]=authtype'
        ! is unasked-state || printf '%s\n' 'capability[]=state' 'state[]=kit' continue=1
        printf 'authtype=Bearer\ncredential=%s\n' "$TOKEN"
    else
        is other-user && username=root
        printf 'username=%s\npassword=%s\n' "${username:-kit}" "$TOKEN"
    fi
    case ${FAULT:-} in
    past) END=1 ;;
    odd-expiry) END=tomorrow ;;
    esac
    printf 'password_expiry_utc=%s\n\n' "$END"
}
fake_git() {
    ! is alone || alone
    case ${1:-} in
    get)
        git_read
        git_get
        ;;
    store | erase)
        git_read
        if [ -z "${FAKE_STORE:-}" ]; then
            :
        elif [ "$1" = store ]; then
            save "$host" "$username" "$password"
        else
            [ "$password" != "$(saved "$host" | sed -n 2p)" ] && ! is erases-all || drop "$host"
        fi
        ;;
    *)
        ! is usage || echo 'usage: fake get'
        ! is hangs || hang
        ;;
    esac
}

faults() {
    cat << 'END_OF_FAULTS'
silent get: its own host is answered
any-host get: another host gets nothing
suffix get: xkit.example gets nothing
prefix get: kit.example.foreign.example gets nothing
banner get: each line of the answer is key=value
unasked get: what was not offered as a capability is not used
unannounced get: what is used was offered, and is announced first
unasked-state get: authtype without state is answered without state
past get: an expiry is a decimal number
odd-expiry get: an expiry is a decimal number
strict get: unknown attributes are ignored
short-buffer get: a line of 65535 bytes is read
cr get: a CR alone ends no line
other-user get: the user name of the question is not replaced
first-host get: the last of two hosts counts
needs-blank-line get: the end of stdin ends the question
usage an unknown operation is ignored
hangs an unknown operation is ignored
alone get: many at once are all answered
END_OF_FAULTS
}

# Those of one that stores.
store_faults() {
    cat << 'END_OF_FAULTS'
forgetful store: what was stored is given
erases-nothing erase: what was erased is gone
erases-all erase: of another host changes nothing
END_OF_FAULTS
}
