# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# rig.sh - a private folder, session bus, keyring and identity server.
#
# Sourced by tests/lib.sh and script/demo.  Everything lives in one folder and
# ends with rig_end; nothing of the person's own is touched.

RIG_PIDS=()

# rig_enter: make the folder and an environment that knows nothing but it.
rig_enter() {
    local name
    SANDBOX=$(mktemp -d "${TMPDIR:-/tmp}/walr-cred.XXXXXX") || exit 1
    while read -r name; do
        case $name in
        WALR_CRED) ;;
        WALR_* | DBUS_* | DISPLAY | WAYLAND_DISPLAY | SSH_* | GIT_* | G_* | SECRET_* | XDG_* | \
            CURL_* | SSL_* | TF_* | DOCKER_* | KUBECONFIG | GOAUTH | GOENV | *_proxy | *_PROXY) unset "$name" ;;
        esac
    done < <(compgen -e)
    export SANDBOX HOME=$SANDBOX/home XDG_CONFIG_HOME=$SANDBOX/config
    export XDG_RUNTIME_DIR=$SANDBOX/run XDG_STATE_HOME=$SANDBOX/state
    export XDG_DATA_HOME=$SANDBOX/data XDG_CACHE_HOME=$SANDBOX/cache
    export TMPDIR=$SANDBOX/tmp LC_ALL=C TZ=UTC PATH=$SANDBOX/bin:/usr/local/bin:/usr/bin:/bin
    export RIG_MARK=$SANDBOX
    umask 022
    mkdir -m 700 "$HOME" "$XDG_CONFIG_HOME" "$XDG_RUNTIME_DIR" "$XDG_STATE_HOME" \
        "$XDG_DATA_HOME" "$XDG_CACHE_HOME" "$TMPDIR" "$SANDBOX/bin" "$XDG_CONFIG_HOME/walr-cred"
}

# rig_install FRONT: put the program and the names that tools look for on PATH,
# as make install does.
rig_install() {
    local name
    for name in walr-cred git-credential-walr terraform-credentials-walr; do
        ln -s "$1" "$SANDBOX/bin/$name"
    done
    for name in bazel-credential-walr cargo-credential-walr docker-credential-walr; do
        ln -s "$1-json" "$SANDBOX/bin/$name"
    done
}

# wait_until 'COMMAND' [TRIES]: run COMMAND until it succeeds; a try is 20 ms.
wait_until() {
    local tries=${2:-500}
    while ! eval "$1"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        tick
    done
}

# tick: 20 ms without starting a program; nobody writes to the pipe.
tick() {
    [ -n "${RIG_TICK:-}" ] || {
        mkfifo "$SANDBOX/tick"
        exec {RIG_TICK}<> "$SANDBOX/tick"
    }
    read -r -t 0.02 -u "$RIG_TICK" || true
}

# wait_gone PID [TRIES]: wait for a process that need not be our child to end.
wait_gone() {
    wait_until "! test -d /proc/$1 || grep -q '^State:.Z' /proc/$1/status 2> /dev/null" "${2:-}"
}

# start_bus: a session bus of our own.
start_bus() {
    cat > "$SANDBOX/bus.conf" <<EOF
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=$SANDBOX/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
EOF
    dbus-daemon --config-file="$SANDBOX/bus.conf" --nofork --nopidfile \
        > "$SANDBOX/bus.log" 2>&1 &
    RIG_PIDS+=($!)
    export DBUS_SESSION_BUS_ADDRESS=unix:path=$SANDBOX/bus
    wait_until "test -S '$SANDBOX/bus'" || {
        cat "$SANDBOX/bus.log" >&2
        return 1
    }
}

# start_keyring: a real gnome-keyring, its login collection unlocked.
start_keyring() {
    printf test | gnome-keyring-daemon --foreground --unlock --components=secrets \
        --control-directory="$SANDBOX/keyring" > "$SANDBOX/keyring.log" 2>&1 &
    RIG_PIDS+=($!)
    gdbus wait --session --timeout 10 org.freedesktop.secrets &&
        wait_until "gdbus call --session --dest org.freedesktop.secrets \
            --object-path /org/freedesktop/secrets \
            --method org.freedesktop.Secret.Service.ReadAlias default 2> /dev/null |
            grep -q collection/login" || {
        cat "$SANDBOX/keyring.log" >&2
        return 1
    }
}

# lock_keyring: lock the login collection, as a person would.
lock_keyring() {
    gdbus call --session --dest org.freedesktop.secrets \
        --object-path /org/freedesktop/secrets \
        --method org.freedesktop.Secret.Service.Lock \
        "['/org/freedesktop/secrets/collection/login']" > /dev/null
}

# store_secret PROFILE CLIENT_ID TOKEN_URL SECRET: as the README does it.
store_secret() {
    printf %s "$4" | secret-tool store --label="walr-cred: $1" \
        xdg:schema com.walr.cred.ClientSecret profile "$1" token-url "$3" client-id "$2"
}

# start_server [OPTION...]: the identity server; sets SERVER_DIR and URL.
start_server() {
    SERVER_DIR=$SANDBOX/server
    mkdir -m 700 "$SERVER_DIR"
    "$IDENTITY_SERVER" --dir "$SERVER_DIR" --die-with-parent "$@" > "$SANDBOX/server.log" 2>&1 &
    RIG_PIDS+=($!)
    wait_until "test -e '$SERVER_DIR/ready'" || {
        cat "$SANDBOX/server.log" >&2
        return 1
    }
    URL=$(< "$SERVER_DIR/url")
    export SERVER_DIR URL
}

# token_requests: how many the server has seen.
token_requests() {
    wc -l < "$SERVER_DIR/token-requests"
}

# rig_end: end what was started, remove the folder.
rig_end() {
    local pid
    for pid in "${RIG_PIDS[@]}"; do
        kill "$pid" 2> /dev/null
    done
    for pid in "${RIG_PIDS[@]}"; do
        wait "$pid" 2> /dev/null
    done
    rm -rf "$SANDBOX"
}
