#!/bin/bash
# SPDX-License-Identifier: MIT
# Many callers at once: cached, cold, and while a renewal hangs.
# BENCH_CALLERS (1000) is how many.
. "${abs_top_srcdir:?}/bench/lib.sh"

callers=${BENCH_CALLERS:-1000}
turns=5
logged_in "ca-file = $SANDBOX/server/ca.pem"
hit=$SANDBOX/bin/walr-cred
header=$SANDBOX/header
walr-cred > "$header" || give_up 'there is no token'

# row SENTENCE PER-SECOND COMMAND...: a crowd, as a row of the table.
row() {
    local sentence=$1 rate=$2 before
    local all p50 p99 longest failed
    shift 2
    before=$(token_requests)
    read -r all p50 p99 longest failed < <("$BENCH/crowd" "$callers" "$rate" "$@")
    [ "${failed:-1}" = 0 ] || give_up "$sentence: ${failed:-all} callers failed"
    printf '%s\n' "$all" > "$SANDBOX/crowd.seconds"
    printf '| %s | %s | %s | %s | %s | %s | %s |\n' "$sentence" "$all" \
        "$(awk -v n="$callers" -v s="$all" 'BEGIN { printf "%.0f", n / s }')" \
        "$p50" "$p99" "$longest" $(($(token_requests) - before))
}

cold() {
    rm -rf "$CACHE"
    row "$callers cold callers" 0 "$hit"
}
bare() {
    row "$callers times flock and read" 0 "$BENCH/flock-read" "$SANDBOX/lock" "$header"
}

# In turn, so that a slow moment meets both; the median of the turns' ratios.
compare() {
    local turn a b
    for ((turn = 0; turn < turns; turn++)); do
        cold > "$SANDBOX/crowd.cold"
        a=$(< "$SANDBOX/crowd.seconds")
        bare > "$SANDBOX/crowd.bare"
        b=$(< "$SANDBOX/crowd.seconds")
        printf '%s %s\n' "$a" "$b"
    done | awk '{ print $1 / $2 }' | sort -n | awk -v middle=$(((turns + 1) / 2)) \
        'NR == middle { printf "%.2f", $1 }'
}

# A token that is due, and an endpoint that took the request and is silent.
hang_renewal() {
    local before
    before=$(token_requests)
    "$abs_top_builddir/tests/end-to-end/age-record" "$CACHE"/*.record 3200 || give_up 'there is no record'
    echo hold > "$SERVER_DIR/scenario"
    "$hit" > "$header" && wait_until "test \$(token_requests) = $((before + 1))" || give_up 'nothing is renewed'
}

cat <<EOF
## Many callers

All at once, or 200 a second; a caller has waited until the end of its pipe.

| callers | seconds | a second | p50 ms | p99 ms | longest ms | token requests |
|---|---|---|---|---|---|---|
$(row "$callers cached callers" 0 "$hit")
$(row "$callers times \`cat FILE\`" 0 "$(command -v cat)" "$header")
EOF
ratio=$(compare)
cat "$SANDBOX/crowd.cold" "$SANDBOX/crowd.bare"
hang_renewal
row '200 cached callers a second while a renewal hangs' 200 "$hit"
: > "$SERVER_DIR/release"

race memory -n 20 hit "$hit" -- cat LC_ALL=C.UTF-8 "$(command -v cat)" "$header"
peak() { spent memory "$1" | sed 's/.*| //'; }
cat <<EOF

| ratio | measured | aim |
|---|---|---|
| cold callers to flock and read, $turns turns | $ratio × | 1.3 |
| peak memory of \`walr-cred\` to \`cat FILE\`, LC_ALL=C.UTF-8 | $(awk -v a="$(peak hit)" -v b="$(peak cat)" 'BEGIN { printf "%.2f", a / b }') × | 1.5 |
EOF
