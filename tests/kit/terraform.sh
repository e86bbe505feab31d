# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# terraform.sh - credentials helpers of Terraform and OpenTofu.

gives() {
    ask get "$KIT_HOST" < /dev/null && succeeds && fits terraform-credentials && is_token "$(member '.token? // empty')"
}
gives_nothing() { # HOST
    ask get "$1" < /dev/null && succeeds && fits terraform-credentials && json '. == null or (has("token") | not)'
}
# A host that is not one: an empty answer or a failure, and no token.
gives_no_token() { # ARGUMENT...
    ask get "$@" < /dev/null || return 1
    ! grep -q token "$OUT" || because 'there is a token'
}
only_token() {
    gives && json 'keys == ["token"]'
}
fails_on() { # ARGUMENT...
    ask "$@" < /dev/null && fails && says_nothing
}
open_stdin() {
    ask_open '' get "$KIT_HOST" && succeeds && fits terraform-credentials && json 'has("token")'
}
closed_stdin() {
    ask get "$KIT_HOST" <&- && succeeds && json 'has("token")'
}
refuses_store() {
    ask store "$KIT_HOST" < <(printf '%s' "$1") && fails && says_nothing
}
explains_store() {
    refuses_store "$1" && { [ -s "$ERR" ] || because 'not a word on stderr'; }
}
# A writer is not cut off: it is told of a refusal when all has been read.
reads_all() {
    local written=$KIT_DIR/written
    rm -f "$written"
    ask store "$KIT_HOST" < <(
        trap '' PIPE
        head -c 200000 /dev/zero | tr '\0' ' ' && printf '{"token":"kit-other"}' && : > "$written"
    )
    [ -e "$written" ] || because 'stdin was not read to its end'
}
stores() {
    ask store "$KIT_HOST" < <(printf '{"token":"%s"}' "$KIT_TOKEN") && succeeds && says_nothing && gives
}
forgets() {
    stores && ask forget "$KIT_HOST" < /dev/null && succeeds && says_nothing && gives_nothing "$KIT_HOST"
}
forgets_absent() {
    ask forget "$KIT_FOREIGN" < /dev/null && succeeds && says_nothing
}
keeps_own() {
    ask store "$KIT_HOST" < <(printf '{"token":"kit-other"}') && fails && says_nothing && gives &&
        { [ "$(member .token)" != kit-other ] || because 'it is given'; }
}

if [ "$KIT_STORES" = yes ]; then
    KIT_TOKEN=kit-token-$$
    ask store "$KIT_HOST" < <(printf '{"token":"%s"}' "$KIT_TOKEN")
    must 'store: what was stored is given' stores
else
    skip 'store: what was stored is given' 'KIT_STORES is not yes'
    must 'store: what cannot be stored is refused' keeps_own
fi

must 'get: its own host gets a token, in the published shape' gives
must 'get: another host gets an empty object' gives_nothing "$KIT_FOREIGN"
while read -r host; do
    must "get: ${host//#/%23} gets no token" gives_no_token "$host"
done < <(lookalikes)
must 'get: a host behind an @ is not a host' gives_no_token "$KIT_FOREIGN@$KIT_HOST"
must 'get: a line break in the host gets no token' gives_no_token "$KIT_FOREIGN"$'\n'"$KIT_HOST"
must 'get: without a host there is no token' gives_no_token
must 'get: stdin is not waited for' open_stdin
must 'store: an object with another member than token is refused' refuses_store '{"token":"kit-other","x-kit":1}'
must 'an unknown verb fails' fails_on x-kit "$KIT_HOST"
must 'forget: of a host without a token is no failure' forgets_absent
must 'get: many at once are all answered' together gives

should 'get: the answer has no members of its own' only_token
should 'get: a closed stdin is no harm' closed_stdin
should 'get: another port gets no token' gives_no_token "$(other_port)"
should 'store: stdin is read to its end' reads_all
should 'store: a refusal says why on stderr' explains_store '{"token":"kit-other","x-kit":1}'
if [ "$KIT_STORES" = yes ]; then
    must 'forget: what was forgotten is gone' forgets
else
    skip 'forget: what was forgotten is gone' 'KIT_STORES is not yes'
fi
