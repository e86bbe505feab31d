# SPDX-License-Identifier: MIT
# Completion of walr-cred for fish.  All words come from walr-cred --help, which is
# written from the program's own tables.

# The names in a section of the help of a command, with what they mean.
function __walr_cred_names --argument-names section command
    walr-cred $command --help 2>/dev/null | awk -v section=$section '
        /^[^ ]/ { inside = index($0, section) == 1 }
        inside && sub(/^  /, "") { name = $1; sub(/^[^ ]+ +/, ""); print name "\t" $0 }'
end

# The long options of a command.
function __walr_cred_options --argument-names command
    walr-cred $command --help 2>/dev/null | string replace --filter --regex '^  (?:-., )?(--[a-z-]+).*' '$1'
end

# What an option of a command wants: FILE, PROFILE, ...; nothing where it is a flag.
function __walr_cred_value --argument-names option command
    walr-cred $command --help 2>/dev/null | awk -v option=$option '
        sub(/^  -/, "-") { sub(/  .*/, ""); gsub(/,/, "")
            for (i = 1; i < NF; i++) if ($i == option && $NF !~ /^-/) print $NF }'
end

function __walr_cred_profiles
    set -q XDG_CONFIG_HOME; and set -l folder $XDG_CONFIG_HOME; or set -l folder ~/.config
    echo default
    string replace --filter --regex '^\[profile (.*)\]$' '$1' <$folder/walr-cred/config 2>/dev/null
end

function __walr_cred
    set -l words (commandline -opc)
    set -l command
    set -l skip 1
    for word in $words
        if test $skip = 1
            set skip 0
        else if string match -q -- '-*' $word
            set -q command[1]; or set -l command get
            test -z (__walr_cred_value $word $command | string collect --allow-empty); or set skip 1
        else if not set -q command[1]
            set command $word
        end
    end
    set -l of $command get
    switch (__walr_cred_value $words[-1] $of[1] | string collect --allow-empty)
        case PROFILE
            __walr_cred_profiles
        case FORMAT
            __walr_cred_names formats get
        case WHEN
            printf '%s\n' auto always never
        case FILE
            __fish_complete_path (commandline -ct)
        case ''
            if string match -q -- '-*' (commandline -ct)
                __walr_cred_options $of[1]
            else
                switch "$command"
                    case ''
                        __walr_cred_names commands --help
                    case helper
                        __walr_cred_names protocols helper
                    case setup
                        __walr_cred_names tools setup
                    case curl exec
                        __fish_complete_subcommand
                end
            end
    end
end

complete -c walr-cred -f -a '(__walr_cred)'
