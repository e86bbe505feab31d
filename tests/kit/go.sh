# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# go.sh - GOAUTH commands: go help goauth (Go 1.24).

KIT_URI=${KIT_URI:-https://$KIT_HOST/kit}

# The head of an answer, as Go hands it on.
head_of() { # STATUS [LINE...]
    printf 'HTTP/1.1 %s\r\n' "$1"
    shift
    printf '%s\r\n' 'Content-Type: text/plain; charset=utf-8' 'Www-Authenticate: Bearer realm="kit"' "$@" ''
}

# sets: the answer as lines of URL, tab, header; fails where it is not of Go's
# grammar: URL lines, a blank line, header lines, a blank line, again and again.
sets() {
    awk '
        function wrong() { bad = 1; exit }
        BEGIN { part = "url" }
        part == "url" && n == 0 && $0 == "" { wrong() }
        part == "url" && $0 == "" { part = "header"; next }
        part == "url" { if ($0 !~ /^https:\/\/[^ \t\r]+$/) wrong(); urls[++n] = $0; next }
        $0 == "" { part = "url"; n = 0; next }
        { if ($0 !~ /^[!#$%&*+.^_`|~0-9A-Za-z-]+: [^\r]*$/) wrong()
          for (i = 1; i <= n; i++) print urls[i] "\t" $0 }
        END { exit bad || part == "header" || n > 0 }' "$OUT"
}
in_grammar() {
    sets > "$KIT_DIR/sets" || because 'not of the grammar' || return 1
    [ ! -s "$OUT" ] || [ "$(tail -c 1 "$OUT" | od -An -tx1 | tr -d ' ')" = 0a ] || because 'the last line does not end'
}
# covers PREFIX URL: Go would use PREFIX for URL, in every release.
covers() {
    [ "$2" = "$1" ] || [ "${2#"${1%/}/"}" != "$2" ]
}
# headers_for URL: the headers that Go would send there.
headers_for() {
    local prefix header
    while IFS=$'\t' read -r prefix header; do
        ! covers "$prefix" "$1" || printf '%s\n' "$header"
    done < "$KIT_DIR/sets"
}
has_token() { # URL
    local header
    while read -r header; do
        ! is_token "${header##* }" || return 0
    done < <(headers_for "$1")
    because 'no header with a token that KIT_TOKEN describes'
}

first_call() {
    ask < /dev/null && succeeds && in_grammar
}
gives() { # STATUS [LINE...]
    ask "$KIT_URI" < <(head_of "$@") && succeeds && in_grammar && has_token "$KIT_URI"
}
gives_nothing() { # URL
    ask "$1" < <(head_of '401 Unauthorized') && succeeds && in_grammar || return 1
    [ -z "$(headers_for "$1")" ] || because 'there is a header'
}
# A URL that is not one: a failure will do, but no header that Go would use.
gives_no_header() { # URL
    ask "$1" < <(head_of '401 Unauthorized') || return 1
    in_grammar || return 0
    ! grep -qF "$KIT_FOREIGN" "$KIT_DIR/sets" && [ -z "$(headers_for "$1")" ] || because 'there is a header'
}
not_wider() { # each prefix of the second answer is on the host that was asked for
    local prefix
    gives '401 Unauthorized' || return 1
    while IFS=$'\t' read -r prefix _; do
        [[ $prefix/ == "https://$KIT_HOST/"* ]] || because 'a prefix of another host' || return 1
    done < "$KIT_DIR/sets"
}
no_slash() {
    gives '401 Unauthorized' && { ! cut -f 1 "$KIT_DIR/sets" | grep -q '/$' || because 'a prefix that ends in /'; }
}
nothing_foreign_first() {
    first_call && { [ -z "$(headers_for "https://$KIT_FOREIGN/x")" ] || because 'there is a header'; }
}
open_first() {
    ask_open '' && succeeds && in_grammar
}
no_head() {
    ask "$KIT_URI" < /dev/null && in_grammar
}

must 'the first call, with nothing, is answered in the grammar or with nothing' first_call
must 'the first call names no host of others' nothing_foreign_first
must 'a 401 is answered, in the grammar' gives '401 Unauthorized'
must 'a 404 is answered, in the grammar' gives '404 Not Found'
must 'a 403 is answered, in the grammar' gives '403 Forbidden'
must 'unknown lines of the head do not matter' gives '401 Unauthorized' 'X-Kit: https://x.example' 'Www-Authenticate: Basic realm="x"'
must '60 KiB of head are no harm' gives '401 Unauthorized' "X-Kit: $(head -c 61440 /dev/zero | tr '\0' x)"
must 'a missing head is no harm' no_head
must 'another host gets nothing' gives_nothing "https://$KIT_FOREIGN/kit"
while read -r host; do
    must "https://${host//#/%23}/kit gets no header" gives_no_header "https://$host/kit"
done < <(lookalikes)
must 'a line break in the URL gets no header' gives_no_header "https://$KIT_FOREIGN/"$'\n'"https://$KIT_HOST/"
must 'many at once are all answered' together gives '404 Not Found'

should 'a prefix does not end in /, which early releases do not find' no_slash
should 'a closed stdin is no harm' ask <&-
should 'another port gets nothing' gives_nothing "https://$(other_port)/kit"
should 'what is answered for a URL is for its host alone' not_wider
should 'the first call does not wait for stdin' open_first
