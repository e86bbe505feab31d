#!/bin/bash
# SPDX-License-Identifier: MIT
# A day of one developer and of one CI machine: the programs of the bench build
# read their clock from a file, everything else is real.
# DAY_SHARE (1) of the day's calls are made, spread over the same 24 hours.
. "${abs_top_srcdir:?}/bench/lib.sh"

exec {lock}> "$BENCH/day.lock" && flock "$lock"
share=${DAY_SHARE:-1}
lifetime=3600
start_server || give_up 'the rig does not start'
write_profile "ca-file = $SERVER_DIR/ca.pem"
export WALR_CLIENT_ID=demo-client WALR_CLIENT_SECRET=demo-secret

# row SENTENCE WHO CALLS: a day, as a row of the table.
row() {
    local before calls failed seconds
    rm -rf "$CACHE"
    before=$(token_requests)
    read -r calls failed seconds < <("$BENCH/day" "$2" \
        "$(awk -v n="$3" -v share="$share" 'BEGIN { n *= share; printf "%d", n < 1 ? 1 : n }')" "$BENCH/walr-cred")
    [ "${failed:-1}" = 0 ] || give_up "$1: ${failed:-all} calls failed"
    printf '| %s | %d | %s | %d | %d |\n' "$1" "$calls" $(($(token_requests) - before)) \
        $((86400 * 10 / (8 * lifetime) + 1)) "$calls"
}

cat <<EOF
## A day

24 hours with a token of $lifetime s: every call is a real process, only the clock is not.
The bound is OPS-5: 24 h / (0.8 × lifetime) + 1.

| caller | calls | token requests | bound | without a cache |
|---|---|---|---|---|
$(row 'one developer: prompts, scripts, builds' developer 20000)
$(row 'one CI machine' ci 200000)
EOF
