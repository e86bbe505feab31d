# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# git.sh - git's credential helpers: gitcredentials(7), git-credential(1).

: "${KIT_SCHEME:=https}" "${KIT_USERNAME:=}"

# question HOST [LINE...]: git's attributes, behind which LINEs come.
question() {
    printf 'protocol=%s\nhost=%s\n' "$KIT_SCHEME" "$1"
    shift
    [ $# = 0 ] || printf '%s\n' "$@"
    printf '\n'
}

# attribute KEY: its value in the answer, which a blank line ends.
attribute() {
    sed '/^$/q' "$OUT" | sed -n "s/^$1=//p" | tail -n 1
}

# Whether there is a password, or a credential of an authtype.
answered() {
    local password
    password=$(attribute password)
    [ -n "$password" ] || [ -z "$(attribute authtype)" ] || password=$(attribute credential)
    [ -n "$password" ] || because 'no password' || return 1
    is_token "$password"
}

gives() { # LINE...
    ask get < <(question "$KIT_HOST" "$@") && answered
}
gives_password() {
    gives && [ -z "$(attribute authtype)$(attribute credential)" ] || because "${WHY:-authtype or credential}"
}
gives_nothing() { # HOST [LINE...]
    ask get < <(question "$@") && says_nothing
}

names_user() {
    gives && { [ -n "$(attribute username)" ] || because 'no username'; }
}
keeps_user() {
    ask get < <(question "$KIT_HOST" 'username=somebody-else') || return 1
    case $(attribute username) in '' | somebody-else) ;; *) because 'another username' ;; esac
}
only_attributes() {
    gives || return 1
    if sed '/^$/q' "$OUT" | grep -avE '^([^=]+=.*)?$' | grep -q .; then
        because 'a line that is not key=value'
    elif ! tr -d '\0' < "$OUT" | cmp -s - "$OUT"; then
        because 'a NUL byte'
    fi
}
ends_in_lf() {
    gives && { ! grep -q $'\r' "$OUT" || because 'a CR'; }
}
keeps_place() {
    gives || return 1
    case $(attribute protocol) in '' | "$KIT_SCHEME") ;; *) because 'another protocol' || return 1 ;; esac
    case $(attribute host) in '' | "$KIT_HOST") ;; *) because 'another host' ;; esac
}
answers_to_offer() { # CAPABILITY...: what is used was offered and is announced before it
    local lines=() name
    for name; do
        lines+=("capability[]=$name")
    done
    gives "${lines[@]}" || return 1
    for name in $(sed -n 's/^capability\[\]=//p' "$OUT"); do
        case " $* " in *" $name "*) ;; *) because "capability $name was not offered" || return 1 ;; esac
    done
    announced authtype 'authtype|credential' && announced state 'state\[\]|continue'
}
announced() { # CAPABILITY KEYS
    awk -F = -v name="$1" -v keys="^($2)\$" '
        $1 == "capability[]" && $2 == name { said = 1 }
        $1 ~ keys && !said { wrong = 1 }
        END { exit wrong }' "$OUT" || because "$2 without capability[]=$1 before it"
}
expires_later() {
    local end
    gives || return 1
    end=$(attribute password_expiry_utc)
    [ -z "$end" ] || in_future "$end"
}
no_blank_line() {
    ask get < <(question "$KIT_HOST" | sed '$d') && answered
}
open_stdin() {
    ask_open "$(question "$KIT_HOST")"$'\n\n' get && answered
}
long_line() {
    gives "wwwauth[]=$(head -c 65524 /dev/zero | tr '\0' x)"
}
raw_nothing() { # BYTES, as printf has them
    # shellcheck disable=SC2059 # bytes are meant
    ask get < <(printf "$1") && says_nothing
}
other_scheme() {
    local scheme=http
    [ "$KIT_SCHEME" != http ] || scheme=https
    KIT_SCHEME=$scheme gives_nothing "$KIT_HOST"
}
ignores() { # OPERATION
    ask "$1" < <(question "$KIT_HOST" username=kit password=kit-other) && says_nothing
}
ignores_well() {
    ignores "$1" && succeeds
}

# --- helpers that store -----------------------------------------------------

stored() { # OPERATION HOST PASSWORD
    ask "$1" < <(question "$2" "username=$KIT_USERNAME" "password=$3")
}
stores() {
    stored store "$KIT_HOST" "$KIT_TOKEN" && gives
}
erases_other_host() {
    stores && stored erase "$KIT_FOREIGN" "$KIT_TOKEN" && gives
}
erases_other_password() {
    stores && stored erase "$KIT_HOST" kit-other && gives
}
erases() {
    stores && stored erase "$KIT_HOST" "$KIT_TOKEN" && gives_nothing "$KIT_HOST"
}
keeps_own() {
    stored store "$KIT_HOST" kit-other && gives &&
        { [ "$(attribute password)" != kit-other ] || because 'it is given'; }
}

if [ "$KIT_STORES" = yes ]; then
    KIT_TOKEN=kit-password-$$ KIT_USERNAME=${KIT_USERNAME:-kit}
    stored store "$KIT_HOST" "$KIT_TOKEN"
    must 'store: what was stored is given' stores
else
    skip 'store: what was stored is given' 'KIT_STORES is not yes'
    must 'store: a helper that makes its own does not give what was stored' keeps_own
fi

must 'get: its own host is answered' gives_password
must 'get: each line of the answer is key=value' only_attributes
must 'get: an expiry is a decimal number of seconds and still to come' expires_later
must 'get: what was not offered as a capability is not used' answers_to_offer
must 'get: what is used was offered, and is announced first' answers_to_offer authtype state
must 'get: authtype without state is answered without state' answers_to_offer authtype
must 'get: the end of stdin ends the question' no_blank_line
must 'get: unknown attributes are ignored' gives 'x-kit=1' 'x-kit[]=a=b' 'wwwauth[]=Bearer realm="kit", x="="'
must 'get: unknown capabilities are ignored' gives 'capability[]=x-kit'
must 'get: a line of 65535 bytes is read' long_line
must 'get: the user name of the question is not replaced' keeps_user
must 'get: another host gets nothing' gives_nothing "$KIT_FOREIGN"
while read -r host; do
    must "get: ${host//#/%23} gets nothing" gives_nothing "$host"
done < <(lookalikes)
must 'get: a host behind an @ is not a host' gives_nothing "$KIT_FOREIGN@$KIT_HOST"
must 'get: the last of two hosts counts' gives_nothing "$KIT_HOST" "host=$KIT_FOREIGN"
must 'get: a CR alone ends no line' raw_nothing "protocol=$KIT_SCHEME\nhost=$KIT_FOREIGN\rhost=$KIT_HOST\n\n"
must 'get: an empty question ends' ask get < /dev/null
must 'an unknown operation is ignored' ignores x-kit
must 'get: many at once are all answered' together gives

should 'get: there is a user name, without which git asks for one' names_user
should 'get: lines end in LF alone' ends_in_lf
should 'get: protocol and host of the question are not replaced' keeps_place
should 'get: a blank line ends the question, before stdin ends' open_stdin
should 'get: a closed stdin is an end' ask get <&-
should 'get: another scheme gets nothing' other_scheme
should 'get: another port gets nothing' gives_nothing "$(other_port)"
should 'get: an empty question gets nothing (CVE-2020-11008)' raw_nothing ''
should 'get: without a host there is nothing (CVE-2020-11008)' raw_nothing "protocol=$KIT_SCHEME\n\n"
should 'get: without a protocol there is nothing (CVE-2020-11008)' raw_nothing "host=$KIT_HOST\n\n"
should 'get: a host with a NUL byte gets nothing' raw_nothing "protocol=$KIT_SCHEME\nhost=$KIT_HOST\0.$KIT_FOREIGN\n\n"
should 'an unknown operation is no failure' ignores_well x-kit
should 'store says nothing' ignores store

if [ "$KIT_STORES" = yes ]; then
    must 'erase: of another host changes nothing' erases_other_host
    should 'erase: of another password changes nothing' erases_other_password
    must 'erase: what was erased is gone' erases
else
    skip 'erase: what was erased is gone' 'KIT_STORES is not yes'
fi
should 'erase says nothing' ignores erase
[ "$KIT_STORES" != yes ] || stored erase "$KIT_HOST" "$KIT_TOKEN"
