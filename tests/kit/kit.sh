# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# kit.sh - what the batteries stand on: asking a helper, and TAP.
#
# A check is a sentence and a function that asks and looks.  The answer may be a
# real credential, so a failure tells its size and not its text, unless
# KIT_SHOW=yes.

KIT_N=0
KIT_FAILED=0
KIT_UNMET=0
KIT_SKIPPED=0

# --- asking -----------------------------------------------------------------

# ask ARGUMENT...: run the helper; the question is on stdin.  The answer is in
# $OUT and $ERR, its exit status in STATUS.  Fails if it did not end in time.
ask() {
    timeout --kill-after=1 "$KIT_TIMEOUT" bash -c "$HELPER \"\$@\"" helper "$@" > "$OUT" 2> "$ERR"
    STATUS=$?
    case $STATUS in
    124 | 137) because "it did not end in $KIT_TIMEOUT seconds" ;;
    126 | 127) because "the helper cannot be run: $(head -n 1 "$ERR")" ;;
    esac
}

# ask_open TEXT ARGUMENT...: the same, with a stdin that does not end.
ask_open() {
    local text=$1 fd status
    shift
    rm -f "$KIT_DIR/open"
    mkfifo "$KIT_DIR/open"
    exec {fd}<> "$KIT_DIR/open"
    printf '%s' "$text" >&"$fd"
    ask "$@" < "$KIT_DIR/open" {fd}>&-
    status=$?
    exec {fd}>&-
    return "$status"
}

# together CHECK...: CHECK succeeds in each of KIT_PARALLEL askings at once.
together() {
    local i pids=() failed=0
    for ((i = 0; i < KIT_PARALLEL; i++)); do
        mkdir -p "$KIT_DIR/together.$i"
        (KIT_DIR=$KIT_DIR/together.$i OUT=$KIT_DIR/out ERR=$KIT_DIR/err && "$@") &
        pids+=($!)
    done
    for i in "${pids[@]}"; do
        wait "$i" || failed=$((failed + 1))
    done
    [ "$failed" = 0 ] || because "$failed of $KIT_PARALLEL failed"
}

# --- looking ----------------------------------------------------------------

# because REASON: fail, and say why.
because() {
    WHY=$1
    return 1
}

# Nothing, or nothing but blank lines, was answered.
says_nothing() {
    [ -z "$(tr -d '\n' < "$OUT" | head -c 1 | od -An -tx1)" ] || because 'there is an answer'
}

succeeds() {
    [ "$STATUS" = 0 ] || because "exit status $STATUS"
}

fails() {
    [ "$STATUS" != 0 ] || because 'exit status 0'
}

# is_token TEXT: TEXT is what KIT_TOKEN promises.
is_token() {
    [[ $1 =~ ^($KIT_TOKEN)$ ]] || because 'no token that KIT_TOKEN describes'
}

# in_future SECONDS: a time since the epoch that is still to come.
in_future() {
    [[ $1 =~ ^[0-9]{1,15}$ ]] || because 'an expiry that is no decimal number' || return 1
    [ "$1" -gt "$(date +%s)" ] || because 'an expiry that is over'
}

# json FILTER [JQ-OPTION...]: the answer is one JSON value, for which FILTER holds.
json() {
    local filter=$1
    shift
    jq -L "$KIT" -s -e "$@" "include \"schema\"; length == 1 and (.[0] | $filter)" "$OUT" > /dev/null 2>&1 ||
        because "the answer is not one JSON value for which: $filter"
}

# fits SCHEMA: the answer is one JSON value of the published shape.
fits() {
    json 'valid($schema)' --argjson schema "$(< "$KIT/schema/$1.json")" || because "the answer does not fit schema/$1.json"
}

# member FILTER: a member of the answer, as text.
member() {
    jq -r "$1" "$OUT" 2> /dev/null
}

# Hosts that look like the helper's own and are others.
lookalikes() {
    local name=${KIT_HOST%:*} port=
    [ "$name" = "$KIT_HOST" ] || port=:${KIT_HOST##*:}
    printf '%s\n' "$name.$KIT_FOREIGN$port" "x$name$port" "$name$port@$KIT_FOREIGN" \
        "$KIT_FOREIGN/$name" "$KIT_FOREIGN#$name"
}

# The helper's own host, at a port that is not its.
other_port() {
    printf '%s:1' "${KIT_HOST%:*}"
}

# --- telling ----------------------------------------------------------------

tap() { # RESULT SENTENCE
    KIT_N=$((KIT_N + 1))
    printf '%s %d - %s\n' "$1" "$KIT_N" "$2"
}

explain() {
    printf '#   %s\n' "${WHY:-failed}"
    printf '#   status %s, %s bytes on stdout, %s on stderr\n' "${STATUS:-none}" \
        "$(wc -c < "$OUT")" "$(wc -c < "$ERR")"
    [ "$KIT_SHOW" != yes ] || sed 's/^/#   | /' "$OUT" "$ERR" | cut -c1-300 | head -n 20
}

# chosen SENTENCE: it is to be checked.
chosen() {
    case $1 in *"$KIT_ONLY"*) ;; *) return 1 ;; esac
}

begin() {
    WHY='' STATUS=''
    : > "$OUT"
    : > "$ERR"
}

# must SENTENCE CHECK...: the specification demands it.
must() {
    local sentence=$1
    shift
    chosen "$sentence" || return 0
    begin
    if "$@"; then
        tap ok "$sentence"
    else
        KIT_FAILED=$((KIT_FAILED + 1))
        tap 'not ok' "$sentence"
        explain
    fi
}

# should SENTENCE CHECK...: it is recommended, or what clients are known to need.
should() {
    local sentence=$1
    shift
    chosen "$sentence" || return 0
    begin
    if "$@"; then
        tap ok "$sentence (SHOULD)"
    else
        KIT_UNMET=$((KIT_UNMET + 1))
        # no result of TAP's, for it does not count
        printf '# recommended, and not so: %s\n' "$sentence"
        explain
    fi
}

# skip SENTENCE REASON: it does not apply.
skip() {
    chosen "$1" || return 0
    KIT_SKIPPED=$((KIT_SKIPPED + 1))
    tap ok "$1 # SKIP $2"
}

# kit_done: the plan and the sum; fails if something demanded is not so.
kit_done() {
    printf '1..%d\n' "$KIT_N"
    printf '# %s: %d passed, %d failed, %d recommended and not so, %d skipped\n' "$PROTOCOL" \
        $((KIT_N - KIT_FAILED - KIT_SKIPPED)) "$KIT_FAILED" "$KIT_UNMET" "$KIT_SKIPPED"
    [ "$KIT_FAILED" = 0 ] && [ $((KIT_N + KIT_UNMET)) -gt 0 ]
}
