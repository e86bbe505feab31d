# SPDX-License-Identifier: MIT
# cited.awk - which requirements the tests name, out of their sources.
#
# For each citation a line ID<TAB>FILE<TAB>SENTENCE.  A script's test names its
# IDs at the end of its title; a title that begins with two blanks goes on from
# the one before.  A unit test is the sentence of its name, and its IDs stand in
# the comments between the test before it and its own beginning, the table of
# its cases included.  A corpus names its IDs input by input.

BEGIN {
    OFS = "\t"
    kinds = "^(IN|HOST|NET|RSP|ERR|MEM|FS|LCK|PRC|CLK|KR|OPS)-[0-9]+$|^T[0-9][0-9]$"
}

# Remember every ID of TEXT.
function take(text, word) {
    while (match(text, /[A-Z]+-?[0-9]+/)) {
        word = substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
        if (word ~ kinds)
            ids[word] = 1
    }
}

function forget(id) {
    for (id in ids)
        delete ids[id]
}

function cite(sentence, id) {
    for (id in ids)
        print id, FILENAME, sentence
    forget()
}

# TEXT as a reader sees it, out of a string in QUOTE.
function plain(text, quote) {
    if (quote == "\"")
        gsub(/\$\{[^}]*\}|\$\([^)]*\)|\$[A-Za-z_0-9]+/, "…", text)
    gsub(/\001/, "'", text)
    sub(/ +$/, "", text)
    return text
}

# A program of mutated inputs is one test.
function cite_mutated(id) {
    for (id in ids)
        print id, mutated, "whatever is mutated, the answer is right"
    forget()
}

FNR == 1 {
    if (mutated != "")
        cite_mutated()
    forget()
    mutated = FILENAME ~ /\/mutated-.*\.c$/ ? FILENAME : ""
    corpus = FILENAME ~ /\.expected$/
    main = ""
    commented = 0
    unit = FILENAME ~ /\.c$/
    # what the head of a file says is no citation
    head = unit
}

END {
    if (mutated != "")
        cite_mutated()
    for (key in inputs) {
        split(key, part, SUBSEP)
        print part[1], part[2], inputs[key] " named inputs"
    }
}

mutated != "" { take($0); next }

corpus {
    inputs["T44", FILENAME]++
    if ($3 ~ kinds)
        inputs[$3, FILENAME]++
    next
}

# --- unit tests ---------------------------------------------------------------

unit && /^#include/ { head = 0 }

unit && !head {
    text = $0
    if (!commented && !sub(/^.*\/\*/, "", text))
        text = ""
    else
        commented = text !~ /\*\//
    take(text)
}

unit && /^START_TEST\(/ {
    sentence = substr($0, index($0, "(") + 1)
    sub(/\).*/, "", sentence)
    gsub(/_/, " ", sentence)
    cite(sentence)
}

unit && /^END_TEST/ { forget() }

# --- scripts ------------------------------------------------------------------

!unit && !/^ *#/ { gsub(/'\\''/, "\001") }

# The title that others go on from.
!unit && match($0, /^ *(ok|check|clean|fails [0-9]+) ['"][^ ]/) {
    quote = substr($0, RSTART + RLENGTH - 2, 1)
    main = substr($0, RSTART + RLENGTH - 1)
    sub(quote ".*", "", main)
    sub(/ \([A-Z][A-Z]?[A-Z]?[A-Z]?-?[0-9][^()]*\)$/, "", main)
    main = plain(main, quote)
}

# The last string of the line that ends in IDs in brackets.
!unit && !/^ *#/ && match($0, /\([A-Z]+-?[0-9]+(, [^()'"]+)?\)['"]/) {
    quote = substr($0, RSTART + RLENGTH - 1, 1)
    text = substr($0, 1, RSTART - 1)
    take(substr($0, RSTART, RLENGTH))
    while ((at = index(text, quote)) > 0)
        text = substr(text, at + 1)
    text = plain(text, quote)
    if (sub(/^ +/, "… ", text))
        text = main " " text
    cite(text)
}
