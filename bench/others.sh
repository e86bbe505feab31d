#!/bin/bash
# SPDX-License-Identifier: MIT
# What people use instead: how long each takes to print a secret or a token that
# it has.  Each gets its own from the same keyring, folder or agent of the rig.
. "${abs_top_srcdir:?}/bench/lib.sh"

logged_in "ca-file = $SANDBOX/server/ca.pem"
header=$SANDBOX/header
walr-cred > "$header" || give_up 'there is no token'
token=$(walr-cred -f token)
export GIT_CONFIG_NOSYSTEM=1

commands=() # what race is given
rows=()     # "NAME|SENTENCE", or "|SENTENCE|why not"

# contestant NAME SENTENCE WORD...: a command that takes part.
contestant() {
    local name=$1 sentence=$2
    shift 2
    [ ${#commands[@]} = 0 ] || commands+=(--)
    commands+=("$name" "$@")
    rows+=("$name|$sentence")
}
absent() { # SENTENCE REASON
    rows+=("|$1|$2")
}

contestant utf8 '`cat FILE`, LC_ALL=C.UTF-8' LC_ALL=C.UTF-8 "$(command -v cat)" "$header"
contestant hit '`walr-cred`, a hit' "$SANDBOX/bin/walr-cred"

# a question as git asks it, on stdin
question=$SANDBOX/question
printf 'protocol=https\nhost=api.example.com\nusername=x\n\n' > "$question"
answer() { # PASSWORD: the same with it, to store
    sed '/^$/d' "$question"
    printf 'password=%s\n\n' "$1"
}

if has secret-tool; then
    contestant secret-tool '`secret-tool lookup`' "$(command -v secret-tool)" lookup \
        xdg:schema com.walr.cred.ClientSecret profile default token-url "$URL/oauth/token" client-id demo-client
else
    absent '`secret-tool lookup`' 'no libsecret-tools'
fi

# git-credential-libsecret is built from the source that Debian's git brings
build_git_libsecret() {
    local source=/usr/share/doc/git/contrib/credential/libsecret/git-credential-libsecret.c flags
    [ -e $source ] && read -ra flags < <(pkg-config --cflags --libs libsecret-1 2> /dev/null) &&
        "${CC:-cc}" -O2 -o "$SANDBOX/bin/git-credential-libsecret" $source "${flags[@]}" 2> /dev/null
}
if build_git_libsecret; then
    # it cuts lines at 1024 bytes
    answer "${token:0:1000}" | git-credential-libsecret store > /dev/null
    contestant git-libsecret '`git-credential-libsecret get`' /bin/sh -c "exec git-credential-libsecret get < '$question'"
else
    absent '`git-credential-libsecret get`' 'no source of it, or no libsecret-1-dev'
fi

if has git; then
    answer "$token" | git credential-cache --timeout=3600 --socket="$XDG_RUNTIME_DIR/git-cache" store
    contestant git-cache '`git credential-cache get`' /bin/sh -c \
        "exec git credential-cache --socket='$XDG_RUNTIME_DIR/git-cache' get < '$question'"
else
    absent '`git credential-cache get`' 'no git'
fi

if has docker-credential-secretservice; then
    printf '{"ServerURL":"https://api.example.com","Username":"x","Secret":"%s"}' "$token" |
        docker-credential-secretservice store
    printf 'https://api.example.com' > "$SANDBOX/server-url"
    contestant docker '`docker-credential-secretservice get`' /bin/sh -c \
        "exec docker-credential-secretservice get < '$SANDBOX/server-url'"
else
    absent '`docker-credential-secretservice get`' 'no golang-docker-credential-helpers'
fi

# keyring's own way of storing one would ask at the terminal
if has keyring && printf %s "$token" | secret-tool store --label=bench service example username x &&
    [ "$(keyring get example x 2> /dev/null)" = "$token" ]; then
    contestant keyring '`keyring get`, of Python' "$(command -v keyring)" get example x
else
    absent '`keyring get`, of Python' 'no python3-keyring with python3-secretstorage'
fi

# gh keeps its token in a file where it is told to
if has gh; then
    mkdir -p "$XDG_CONFIG_HOME/gh"
    printf 'github.com:\n    oauth_token: %s\n    user: x\n' "$token" > "$XDG_CONFIG_HOME/gh/hosts.yml"
    contestant gh '`gh auth token`, token in a file' "$(command -v gh)" auth token
else
    absent '`gh auth token`' 'no gh'
fi

if has jq; then
    jq -n --arg token "$token" '{access_token: $token, expires_at: (now + 3600 | floor)}' > "$SANDBOX/answer.json"
    contestant shell 'a cache by hand: `bash`, `jq`, `date`' "$BASH" "$abs_top_srcdir/bench/shell-cache.sh" "$SANDBOX/answer.json"
else
    absent 'a cache by hand: `bash`, `jq`, `date`' 'no jq'
fi

# oidc-agent renews with a refresh token: the endpoint's files play the provider
start_oidc_agent() {
    local provider=$SERVER_DIR/files
    mkdir -p "$provider/.well-known/openid-configuration" "$provider/renew"
    printf open > "$SERVER_DIR/files-offers"
    printf 'Content-Type: application/json\n\n%s' \
        "{\"issuer\":\"$URL\",\"authorization_endpoint\":\"$URL/code\",\"token_endpoint\":\"$URL/renew\",
          \"grant_types_supported\":[\"refresh_token\"],\"response_types_supported\":[\"code\"],
          \"scopes_supported\":[\"openid\",\"offline_access\"]}" > "$provider/.well-known/openid-configuration/answer"
    printf 'Content-Type: application/json\n\n%s' \
        "{\"access_token\":\"$token\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"refresh_token\":\"again\"}" \
        > "$provider/renew/answer"
    export OIDC_CONFIG_DIR=$SANDBOX/oidc
    mkdir -m 700 "$OIDC_CONFIG_DIR"
    eval "$(oidc-agent)" > /dev/null
    RIG_PIDS+=("$OIDCD_PID")
    OIDC_ENCRYPTION_PW=x timeout 20 oidc-gen bench --manual --issuer="$URL" --client-id=demo-client \
        --client-secret=demo-secret --scope='openid offline_access' --redirect-uri=http://localhost:4242 \
        --rt=again --pw-env --cert-path="$SERVER_DIR/ca.pem" --prompt=none --confirm-default < /dev/null &&
        [ "$(timeout 10 oidc-token bench)" = "$token" ]
}
if ! has oidc-agent oidc-gen oidc-token; then
    absent '`oidc-token`' 'no oidc-agent-cli'
elif start_oidc_agent > "$SANDBOX/oidc.log" 2>&1; then
    contestant oidc '`oidc-token`' "$(command -v oidc-token)" bench
else
    absent '`oidc-token`' 'its agent does not take the account'
fi

rounds=$(((ROUNDS + 2) / 3)) # some of them take half a second
race others -n "$rounds" "${commands[@]}"
! has git || git credential-cache --socket="$XDG_RUNTIME_DIR/git-cache" exit

cat <<EOF
## What people use instead

Each prints what it has: a secret or a token of the same length; $rounds rounds.
Those that read a question on stdin are started by \`sh -c 'exec … < FILE'\`. The token of
\`git-credential-libsecret\` has 1000 bytes: it cannot hold more.

| command | p5 ms | median ms | p99 ms | peak KiB | to \`cat\` |
|---|---|---|---|---|---|
EOF
for row in "${rows[@]}"; do
    IFS='|' read -r name sentence reason <<< "$row"
    if [ -n "$name" ]; then
        printf '| %s | %s | %s |\n' "$sentence" "$(spent others "$name")" "$(ratio others "$name" utf8)"
    else
        printf '| %s | not measured: %s | | | | |\n' "$sentence" "$reason"
    fi
done
