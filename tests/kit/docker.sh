# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# docker.sh - Docker's credential helpers (docker-credential-helpers), which
# podman, buildah, skopeo and others run too.

: "${KIT_SERVER:=$KIT_HOST}" "${KIT_USERNAME:=}"

NOT_FOUND='credentials not found in native keychain'
NO_SERVER='no credentials server URL'
NO_USERNAME='no credentials username'

gives() { # SERVER, as printf has it
    # shellcheck disable=SC2059 # bytes are meant
    ask get < <(printf "$1") && succeeds && fits docker-credentials && is_token "$(member '.Secret? // empty')"
}
says() { # SENTENCE: it is all of stdout, and a failure
    fails && { [ "$(tr -d '\r\n' < "$OUT")" = "$1" ] || because "stdout is not: $1"; }
}
gives_nothing() { # SERVER
    ask get < <(printf '%s' "$1") && says "$NOT_FOUND"
}
# A server that is not one: a failure, whatever it says, and no secret.
gives_no_secret() { # BYTES, as printf has them
    # shellcheck disable=SC2059 # bytes are meant
    ask get < <(printf "$1") && fails && { ! grep -q Secret "$OUT" || because 'there is a secret'; }
}
gives_no_server() {
    ask get < /dev/null && says "$NO_SERVER"
}
names_server() {
    gives "$KIT_SERVER" && json '(.ServerURL // $server) == $server' --arg server "$KIT_SERVER"
}
lists() {
    ask list < <(printf unused) && succeeds && fits docker-list
}
fails_on() { # ARGUMENT...
    ask "$@" < <(printf '%s' "$KIT_SERVER") && fails && { ! grep -q Secret "$OUT" || because 'there is a secret'; }
}
tells_version() {
    ask version < /dev/null && succeeds && { [ -s "$OUT" ] || because 'nothing on stdout'; }
}
stored() { # SERVER USERNAME SECRET
    ask store < <(jq -cn --arg s "$1" --arg u "$2" --arg p "$3" '{ServerURL: $s, Username: $u, Secret: $p}')
}
stores() {
    stored "$KIT_SERVER" "$KIT_USERNAME" "$KIT_TOKEN" && succeeds && says_nothing && gives "$KIT_SERVER"
}
lists_stored() {
    lists && json 'has($server)' --arg server "$KIT_SERVER"
}
erases() {
    stores && ask erase < <(printf '%s' "$KIT_SERVER") && succeeds && says_nothing && gives_nothing "$KIT_SERVER"
}
erases_absent() {
    ask erase < <(printf '%s' "$KIT_FOREIGN") && succeeds
}
keeps_own() {
    stored "$KIT_SERVER" kit kit-other
    gives "$KIT_SERVER" && { [ "$(member .Secret)" != kit-other ] || because 'it is given'; }
}
refuses_nameless() {
    stored "$KIT_SERVER" '' "$KIT_TOKEN" && says "$NO_USERNAME"
}
refuses_serverless() {
    stored '' kit "$KIT_TOKEN" && says "$NO_SERVER"
}

if [ "$KIT_STORES" = yes ]; then
    KIT_TOKEN=kit-secret-$$ KIT_USERNAME=${KIT_USERNAME:-kit}
    stored "$KIT_SERVER" "$KIT_USERNAME" "$KIT_TOKEN"
    must 'store: what was stored is given' stores
    must 'list: it is listed' lists_stored
    must 'store: without a user name is refused, in so many words' refuses_nameless
    must 'store: without a server is refused, in so many words' refuses_serverless
else
    for sentence in 'store: what was stored is given' 'list: it is listed' \
        'store: without a user name is refused, in so many words' 'store: without a server is refused, in so many words'; do
        skip "$sentence" 'KIT_STORES is not yes'
    done
    must 'store: a helper that makes its own does not give what was stored' keeps_own
fi

must 'get: its own server is answered, in the published shape' gives "$KIT_SERVER"
must 'get: a line end behind the server does not matter' gives "$KIT_SERVER\n"
must 'get: the server of the answer is that of the question' names_server
must 'get: another server gets the sentence that means nothing' gives_nothing "$KIT_FOREIGN"
must 'get: Docker Hub is not its server' gives_nothing https://index.docker.io/v1/
while read -r host; do
    must "get: ${host//#/%23} gets no secret" gives_no_secret "$host"
done < <(lookalikes)
must 'get: a server behind an @ is not a server' gives_no_secret "$KIT_FOREIGN@$KIT_HOST"
must 'get: a line break in the server gets no secret' gives_no_secret "$KIT_FOREIGN\n$KIT_SERVER"
must 'get: without a server that is said' gives_no_server
must 'list: an object with a user name for each server' lists
must 'an unknown action fails' fails_on x-kit
must 'without an action it fails' fails_on
must 'get: many at once are all answered' together gives "$KIT_SERVER"

should 'get: a closed stdin is an end' ask get <&-
should 'get: another port gets no secret' gives_no_secret "$(other_port)"
should 'get: a NUL byte in the server gets no secret' gives_no_secret "$KIT_SERVER\0.$KIT_FOREIGN"
should 'version: says something' tells_version
should 'erase: of a server without a secret is no failure' erases_absent
if [ "$KIT_STORES" = yes ]; then
    must 'erase: what was erased is gone' erases
else
    skip 'erase: what was erased is gone' 'KIT_STORES is not yes'
fi
