# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# kubernetes.sh - a small helper of Kubernetes's protocol, and the ways it can be wrong.

fake_kubernetes() {
    local info=${KUBERNETES_EXEC_INFO:-} version server end='"expirationTimestamp":"2100-01-01T00:00:00Z",' token=$TOKEN
    ! is alone || alone
    ! is waits-for-stdin || cat > /dev/null
    version=$(jq -er '.apiVersion' <<< "$info" 2> /dev/null) || exit 1
    server=$(jq -j '.spec.cluster.server' <<< "$info" | tr -d '\0')
    case $version in */v1 | */v1beta1) ;; *) exit 1 ;; esac
    if is strict && [[ $info == *x-kit* ]]; then exit 1; fi
    if is one-line && [[ $info == *$'\n'* ]]; then exit 1; fi
    serves "$(url_host "$server")" || { is plain-http && [ "$server" = "http://$HOST" ]; } || exit 1
    case ${FAULT:-} in
    one-version) version=${version%/*}/v1 ;;
    past) end='"expirationTimestamp":"2001-01-01T00:00:00Z",' ;;
    odd-expiry) end='"expirationTimestamp":"Jan 1 2100",' ;;
    scheme) token="Bearer $TOKEN" ;;
    no-token) printf '{"apiVersion":"%s","kind":"ExecCredential","status":{}}\n' "$version"; exit ;;
    kind) printf '{"apiVersion":"%s","status":{"token":"%s"}}\n' "$version" "$TOKEN"; exit ;;
    banner) echo 'Welcome' ;;
    status) trap 'exit 1' EXIT ;;
    esac
    printf '{"apiVersion":"%s","kind":"ExecCredential","status":{%s"token":"%s"}}\n' "$version" "$end" "$token"
}

faults() {
    cat << 'END_OF_FAULTS'
one-version v1beta1 is answered in v1beta1
kind v1 is answered in v1
no-token v1 is answered in v1
banner v1 is answered in v1
status v1 is answered in v1
odd-expiry v1 is answered in v1
past an expiry is still to come
scheme the token stands without the word Bearer
strict unknown members of spec
one-line white space and a line end
waits-for-stdin stdin is not waited for
any-host another cluster is a failure
suffix https://xkit.example is a failure
prefix https://kit.example.foreign.example is a failure
takes-user https://kit.example@foreign.example is a failure
plain-http plain http is a failure
alone many at once are all answered
END_OF_FAULTS
}
