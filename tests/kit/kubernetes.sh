# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# kubernetes.sh - exec plugins of client-go: client.authentication.k8s.io, v1
# and v1beta1.

KIT_URI=${KIT_URI:-https://$KIT_HOST}
: "${KIT_VERSIONS:=v1 v1beta1}"
read -r first _ <<< "$KIT_VERSIONS"

# info VERSION SERVER [MEMBERS]: KUBERNETES_EXEC_INFO, with more in its spec.
info() {
    jq -cn --arg version "client.authentication.k8s.io/$1" --arg server "$2" \
        "{kind: \"ExecCredential\", apiVersion: \$version, spec: {cluster: {\$server}, interactive: false${3:+, $3}}}"
}
asked() { # INFO: the plugin is run as kubectl does
    KUBERNETES_EXEC_INFO=$1 ask < /dev/null
}
# Whether the answer is a credential in VERSION.
answered() { # VERSION
    succeeds && fits kubernetes-execcredential &&
        json '.apiVersion == $version' --arg version "client.authentication.k8s.io/$1" &&
        { [ -z "$(member '.status.token // empty')" ] || is_token "$(member .status.token)"; }
}
gives() { # VERSION [MEMBERS]
    asked "$(info "$1" "$KIT_URI" "${2:-}")" && answered "$1"
}
gives_raw() { # VERSION INFO
    asked "$2" && answered "$1"
}
# kubectl knows no answer that means nothing.
fails_on() { # INFO
    asked "$1" && fails && no_token
}
no_token() {
    ! grep -q '"token"' "$OUT" || because 'there is a token'
}
fails_unset() {
    ask < /dev/null && fails && no_token
}
bare_token() {
    gives "$first" && json '.status.token // "" | test("^bearer ";"i") | not'
}
expires_later() {
    local end
    gives "$first" || return 1
    end=$(member '.status.expirationTimestamp // empty')
    [ -z "$end" ] || in_future "$(date -d "$end" +%s)"
}
closed_stdin() {
    KUBERNETES_EXEC_INFO=$(info "$first" "$KIT_URI") ask <&- && answered "$first"
}
open_stdin() {
    KUBERNETES_EXEC_INFO=$(info "$first" "$KIT_URI") ask_open '' && answered "$first"
}

for version in $KIT_VERSIONS; do
    must "$version is answered in $version, in the published shape" gives "$version"
done
must 'an expiry is still to come' expires_later
must 'the token stands without the word Bearer' bare_token
must 'unknown members of spec and cluster are ignored' gives "$first" '"x-kit": {"server": "https://x.example"}'
must 'white space and a line end do not matter' gives_raw "$first" "$(info "$first" "$KIT_URI" | jq .)"$'\n'
must '60 KiB of configuration are no harm' gives "$first" "\"x-kit\": \"$(head -c 61440 /dev/zero | tr '\0' x)\""
must 'stdin is not waited for' open_stdin
must 'many at once are all answered' together gives "$first"
if [ "$KIT_SCOPED" = yes ]; then
    must 'another cluster is a failure, without a token' fails_on "$(info "$first" "https://$KIT_FOREIGN")"
    while read -r host; do
        must "https://${host//#/%23} is a failure, without a token" fails_on "$(info "$first" "https://$host")"
    done < <(lookalikes)
    should 'another port is a failure, without a token' fails_on "$(info "$first" "https://$(other_port)")"
    must 'plain http is a failure, without a token' fails_on "$(info "$first" "http://$KIT_HOST")"
else
    skip 'another cluster is a failure, without a token' 'KIT_SCOPED is not yes'
fi

should 'a closed stdin is no harm' closed_stdin
should 'a version that it does not speak is a failure' fails_on "$(info v1alpha0 "$KIT_URI")"
should 'KUBERNETES_EXEC_INFO that is not JSON is a failure' fails_on '{"kind":'
should 'without KUBERNETES_EXEC_INFO there is no token' fails_unset
