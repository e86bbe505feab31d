# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# bazel.sh - EngFlow's credential-helper-spec, as Bazel and its kin speak it.

KIT_URI=${KIT_URI:-https://$KIT_HOST/}

# question URI [MEMBERS]: a request, behind whose uri the JSON text MEMBERS is.
question() {
    jq -cn --arg uri "$1" "{\$uri${2:+, $2}}"
}

# Whether there are headers, one of which holds a token, bare or behind a word.
has_headers() {
    local value
    while read -r value; do
        ! is_token "$value" && ! is_token "${value##* }" || return 0
    done < <(member '.headers // {} | .[][]')
    because 'no header with a token that KIT_TOKEN describes'
}

gives() { # URI [MEMBERS]
    ask get < <(question "$@") && succeeds && fits bazel-response && has_headers
}
gives_raw() { # REQUEST
    ask get < <(printf '%s' "$1") && succeeds && fits bazel-response && has_headers
}
# An error, or an answer without a header.
gives_nothing() { # URI
    ask get < <(question "$1") && no_headers
}
no_headers() {
    [ "$STATUS" = 0 ] || { lacks_headers; return; }
    fits bazel-response && json '[.headers // {} | .[][]] == []'
}
lacks_headers() { # whatever a failure leaves on stdout, it is no answer
    ! jq -s -e 'any(.[]?; [.headers? // {} | .[]?[]?] != [])' "$OUT" > /dev/null 2>&1 || because 'headers and a failure'
}
gives_nothing_raw() { # REQUEST
    ask get < <(printf '%s' "$1") && no_headers
}
fails_silently() { # ARGUMENT...
    ask "$@" < <(question "$KIT_URI") && fails && lacks_headers
}
expires_later() {
    local end
    gives "$KIT_URI" || return 1
    end=$(member '.expires // empty')
    [ -z "$end" ] || in_future "$(date -d "$end" +%s)"
}
whole_seconds() {
    gives "$KIT_URI" && json '.expires // "" | test("[.]") | not'
}
known_members() {
    gives "$KIT_URI" && json 'keys - ["expires", "headers"] == []'
}
# What stands in a URI is not what its escapes would make of it.
escape() { # TEXT, with \ escapes of JSON
    gives_nothing_raw "{\"uri\":\"https://$1/\"}"
}

must 'get: a URI of its own is answered, in the published shape' gives "$KIT_URI"
must 'get: an expiry is still to come' expires_later
must 'get: white space in the request does not matter' gives_raw $'\n {\t"uri" :\n'"$(jq -n --arg uri "$KIT_URI" '$uri')"$' }\r\n\n'
must 'get: escapes in the request do not matter' gives_raw "$(question "$KIT_URI" | sed 's|/|\\/|g; s|h|\\u0068|')"
must 'get: a long query is no harm' gives "${KIT_URI%/}/?$(head -c 8000 /dev/zero | tr '\0' q)"
must 'get: another host gets no header' gives_nothing "https://$KIT_FOREIGN/"
while read -r host; do
    must "get: https://${host//#/%23}/ gets no header" gives_nothing "https://$host/"
done < <(lookalikes)
must 'get: a NUL byte in the host gets no header' escape "$KIT_HOST\\u0000.$KIT_FOREIGN"
must 'get: a line break in the host gets no header' escape "$KIT_FOREIGN\\r\\n$KIT_HOST"
must 'get: a request without uri gets no header' gives_nothing_raw '{}'
must 'get: a uri that is no text gets no header' gives_nothing_raw '{"uri":17}'
must 'get: a request that is not JSON gets no header' gives_nothing_raw '{"uri":'
must 'get: no request at all gets no header' gives_nothing_raw ''
must 'without a command there is no answer' fails_silently
must 'an unknown command fails' fails_silently kit-unknown
must 'get: many at once are all answered' together gives "$KIT_URI"

should 'get: unknown members are ignored' gives "$KIT_URI" '"x-kit": [{"uri": "https://x.example/"}], "method": "GET"'
should 'get: 60 KiB of unknown members are ignored' gives "$KIT_URI" "\"x-kit\": \"$(head -c 61440 /dev/zero | tr '\0' x)\""
should 'get: the expiry is in whole seconds, as Bazel reads it' whole_seconds
should 'get: the answer has no members of its own' known_members
should 'get: another port gets no header' gives_nothing "https://$(other_port)/"
should 'get: plain http gets no header' gives_nothing "http://$KIT_HOST/"
