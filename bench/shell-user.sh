#!/bin/sh
# SPDX-License-Identifier: MIT
# shell-user.sh TOKEN-URL - the header as a careful person writes it by hand:
# the secret is in no argument and in no file.
set -eu
secret-tool lookup xdg:schema com.walr.cred.ClientSecret profile default token-url "$1" client-id demo-client |
    jq -Rs '{client_id: "demo-client", client_secret: ., audience: "https://api.walr.com", grant_type: "client_credentials"}' |
    curl -sSf -H 'content-type: application/json' --data-binary @- "$1" |
    jq -er '"Authorization: Bearer " + .access_token'
