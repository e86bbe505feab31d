# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# docker.sh - a small helper of Docker's protocol, and the ways it can be wrong.

docker_says() { # SENTENCE
    echo "$1"
    exit 1
}
docker_store() {
    local object server user secret
    object=$(cat)
    server=$(jq -r .ServerURL <<< "$object") user=$(jq -r .Username <<< "$object") secret=$(jq -r .Secret <<< "$object")
    [ -n "$server" ] || docker_says 'no credentials server URL'
    [ -n "$user" ] || is nameless || docker_says 'no credentials username'
    [ -z "${FAKE_STORE:-}" ] || save "$server" "$user" "$secret"
}
docker_get() {
    local server user=kit secret=$TOKEN
    server=$(tr '\0' '~' 2> /dev/null; echo x)
    server=${server%x}
    is raw || server=${server%$'\n'}
    [ -n "$server" ] || docker_says "$(is wording && echo 'no server' || echo 'no credentials server URL')"
    if [ -n "${FAKE_STORE:-}" ]; then
        { read -r user && read -r secret; } < <(saved "$server") || docker_says 'credentials not found in native keychain'
    elif ! serves "$server"; then
        is empty-object && { echo '{}'; exit; }
        is on-stderr && { echo 'credentials not found in native keychain' >&2; exit 1; }
        docker_says 'credentials not found in native keychain'
    fi
    ! is banner || echo 'Welcome'
    is other-server && server=other
    is no-user || { printf '{"ServerURL":"%s","Username":"%s","Secret":"%s"}\n' "$server" "$user" "$secret"; exit; }
    printf '{"Secret":"%s"}\n' "$secret"
}
docker_list() {
    local file
    ! is list-fails || exit 1
    ! is list-array || { echo '[]'; exit; }
    for file in "${FAKE_STORE:-/nonexistent}"/*; do
        { [ -f "$file" ] && ! is list-empty; } || { echo '{}'; exit; }
        jq -n --arg server "${file##*/}" --arg user "$(head -n 1 "$file")" '{($server): $user}'
        exit
    done
}
fake_docker() {
    ! is alone || alone
    case ${1:-} in
    get) docker_get ;;
    store) docker_store ;;
    erase) [ -z "${FAKE_STORE:-}" ] || drop "$(cat)" ;;
    list) docker_list ;;
    version) echo 'fake 1' ;;
    *) is any-command || docker_says 'unknown action' ;;
    esac
}

faults() {
    cat << 'END_OF_FAULTS'
any-host get: another server gets the sentence
suffix get: xkit.example gets no secret
prefix get: kit.example.foreign.example gets no secret
banner get: its own server is answered
no-user get: its own server is answered
raw get: a line end behind the server does not matter
other-server get: the server of the answer is that of the question
empty-object get: another server gets the sentence
on-stderr get: another server gets the sentence
wording get: without a server that is said
list-fails list: an object
list-array list: an object
any-command an unknown action fails
alone get: many at once are all answered
END_OF_FAULTS
}

# Those of one that stores.
store_faults() {
    cat << 'END_OF_FAULTS'
forgetful store: what was stored is given
list-empty list: it is listed
nameless store: without a user name is refused
erases-nothing erase: what was erased is gone
END_OF_FAULTS
}
