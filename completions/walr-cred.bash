# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Completion of walr-cred for bash.  All words come from walr-cred --help, which
# is written from the program's own tables.

# The names in SECTION of the help of COMMAND.
_walr_cred_names() { # SECTION COMMAND
    walr-cred "$2" --help 2> /dev/null | awk -v section="$1" '
        /^[^ ]/ { inside = index($0, section) == 1 }
        inside && /^  [^ ]/ { print $1 }'
}

# The long options of COMMAND.
_walr_cred_options() {
    walr-cred "$1" --help 2> /dev/null | sed -nE 's/^  (-., )?(--[a-z-]+).*/\2/p'
}

# What OPTION of COMMAND wants: FILE, PROFILE, …; nothing where it is a flag.
_walr_cred_value() { # OPTION COMMAND
    walr-cred "$2" --help 2> /dev/null | awk -v option="$1" '
        sub(/^  -/, "-") { sub(/  .*/, ""); gsub(/,/, "")
            for (i = 1; i < NF; i++) if ($i == option && $NF !~ /^-/) print $NF }'
}

_walr_cred_profiles() {
    echo default
    sed -nE 's/^\[profile ([^]]*)\]$/\1/p' \
        "${XDG_CONFIG_HOME:-$HOME/.config}/walr-cred/config" 2> /dev/null
}

_walr_cred() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local command='' words='' i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        -*) [ -z "$(_walr_cred_value "${COMP_WORDS[i]}" "${command:-get}")" ] || i=$((i + 1)) ;;
        *) command=${command:-${COMP_WORDS[i]}} ;;
        esac
    done
    COMPREPLY=()
    case $(_walr_cred_value "$before" "${command:-get}") in
    PROFILE) words=$(_walr_cred_profiles) ;;
    FORMAT) words=$(_walr_cred_names formats get) ;;
    WHEN) words='auto always never' ;;
    FILE) mapfile -t COMPREPLY < <(compgen -f -- "$current") && return ;;
    '') case $command:$current in
        *:-*) words=$(_walr_cred_options "${command:-get}") ;;
        :*) words=$(_walr_cred_names commands --help) ;;
        helper:*) words=$(_walr_cred_names protocols helper) ;;
        setup:*) words=$(_walr_cred_names tools setup) ;;
        curl:* | exec:*) mapfile -t COMPREPLY < <(compgen -c -f -- "$current") && return ;;
        esac ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -F _walr_cred walr-cred
