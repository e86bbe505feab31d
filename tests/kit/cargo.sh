# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# cargo.sh - Cargo's credential provider protocol, version 1 (Cargo 1.74).

KIT_URI=${KIT_URI:-sparse+https://$KIT_HOST/index/}

# question INDEX [KIND] [MEMBERS]: a request, with more JSON members.
question() {
    jq -cn --arg index "$1" --arg kind "${2:-get}" \
        "{v: 1, registry: {\"index-url\": \$index, name: \"kit\"}, \$kind, operation: \"read\"${3:+, $3}}"
}

# converse QUESTION...: as cargo does, a line at a time; hello and answers are
# the lines of $OUT, each waited for before the next question.
converse() {
    local in=$KIT_DIR/in out=$KIT_DIR/said pid questions answers line lines=0
    rm -f "$in" "$out"
    mkfifo "$in" "$out"
    timeout --kill-after=1 "$KIT_TIMEOUT" bash -c "$HELPER \"\$@\"" helper --cargo-plugin < "$in" > "$out" 2> "$ERR" &
    pid=$!
    exec {questions}> "$in" {answers}< "$out"
    : > "$OUT"
    while read -r -t "$KIT_TIMEOUT" -u "$answers" line; do
        printf '%s\n' "$line" >> "$OUT"
        lines=$((lines + 1))
        [ $# -gt 0 ] || break
        # in a process of its own, which a provider that is gone may end
        (printf '%s\n' "$1" >&"$questions")
        shift
    done
    exec {questions}>&-
    cat <&"$answers" >> "$OUT"
    exec {answers}<&-
    wait "$pid"
    STATUS=$?
    [ $# = 0 ] && [ "$lines" -gt 0 ] || because 'a line is not answered with a line'
}

# answer N FILTER [JQ-OPTION...]: the Nth line behind hello fits, and FILTER holds.
answer() {
    local OUT=$OUT n=$1 filter=$2
    shift 2
    sed -n "$((n + 1))p" "$OUT" > "$KIT_DIR/line"
    OUT=$KIT_DIR/line
    fits cargo-response && json "$filter" "$@"
}
one_line_each() { # N: hello and N answers
    [ "$(wc -l < "$OUT")" = $(($1 + 1)) ] || because "not $(($1 + 1)) lines"
}
greets() {
    converse && one_line_each 0 && fits cargo-hello && json '.v | index(1) != null'
}
is_given() { # N: the Nth answer is a token
    answer "$1" '.Ok.kind == "get"' && is_token "$(sed -n "$(($1 + 1))p" "$OUT" | jq -r '.Ok.token | sub("^[A-Za-z]+ "; "")')"
}
gives() { # QUESTION
    converse "$1" && one_line_each 1 && is_given 1 && succeeds
}
errs() { # KINDS QUESTION: an error of one of KINDS, which is no failure
    converse "$2" && one_line_each 1 && answer 1 '.Err.kind as $kind | $kinds | split(" ") | index($kind) != null' --arg kinds "$1" && succeeds
}
gives_nothing() { # INDEX
    errs 'url-not-supported not-found' "$(question "$1")"
}
gives_no_token() { # QUESTION
    converse "$1" && one_line_each 1 && answer 1 'has("Err")'
}
converses() {
    converse "$(question "$KIT_URI")" "$(question "sparse+https://$KIT_FOREIGN/")" "$(question "$KIT_URI")" &&
        one_line_each 3 && is_given 1 && answer 2 'has("Err")' && is_given 3 && succeeds
}
whole_value() {
    gives "$(question "$KIT_URI")" && answer 1 '.Ok.token | test("^[A-Za-z]+ ")'
}
expires_later() {
    local end
    gives "$(question "$KIT_URI")" || return 1
    end=$(sed -n 2p "$OUT" | jq -r '.Ok.expiration // empty')
    [ -z "$end" ] || in_future "$end"
}
ends_at_once() {
    ask --cargo-plugin < /dev/null && succeeds && one_line_each 0
}
logs_out() {
    converse "$(question "$KIT_URI" logout)" && one_line_each 1 &&
        answer 1 '.Ok.kind == "logout" or (.Err.kind | . == "not-found" or . == "operation-not-supported")' && succeeds
}
nameless() {
    gives "$(question "$KIT_URI" | jq -c 'del(.registry.name)')"
}
raw_index() { # TEXT, with \ escapes of JSON
    gives_no_token "{\"v\":1,\"registry\":{\"index-url\":\"sparse+https://$1/\"},\"kind\":\"get\",\"operation\":\"read\"}"
}

must 'hello comes before any question, and names version 1' greets
must 'get: its own index is answered, in the published shape' gives "$(question "$KIT_URI")"
must 'get: an expiry is still to come' expires_later
must 'each question of a conversation is answered, on a line' converses
must 'the end of the questions is no failure' ends_at_once
must 'get: unknown members are ignored' gives "$(question "$KIT_URI" get '"x-kit": [1], "headers": ["X-Kit: x"]')"
must 'get: a registry without a name is answered' nameless
must 'get: headers of the registry are no harm' gives "$(question "$KIT_URI" | jq -c '.registry.headers = ["WWW-Authenticate: Bearer realm=\"x\""]')"
must 'get: another operation is no harm' gives "$(question "$KIT_URI" | jq -c '.operation = "publish" | .name = "kit" | .vers = "1.0.0" | .cksum = "00"')"
must 'get: 60 000 bytes of headers are no harm' gives "$(question "$KIT_URI" | jq -c '.registry.headers = ["X-Kit: " + "x" * 60000]')"
must 'get: another index is not supported, which is no failure' gives_nothing "sparse+https://$KIT_FOREIGN/index/"
while read -r host; do
    must "get: sparse+https://${host//#/%23}/ gets no token" gives_no_token "$(question "sparse+https://$host/")"
done < <(lookalikes)
must 'get: a NUL byte in the index gets no token' raw_index "$KIT_HOST\\u0000.$KIT_FOREIGN"
must 'get: a line break in the index gets no token' raw_index "$KIT_FOREIGN\\r\\n$KIT_HOST"
must 'an unknown kind is not supported, which is no failure' errs operation-not-supported "$(question "$KIT_URI" x-kit)"
must 'logout is answered' logs_out
must 'get: many at once are all answered' together gives "$(question "$KIT_URI")"

should 'get: the token is the whole value of the header, scheme included' whole_value
should 'get: another port gets no token' gives_no_token "$(question "sparse+https://$(other_port)/")"
should 'get: plain http gets no token' gives_no_token "$(question "sparse+http://$KIT_HOST/")"
