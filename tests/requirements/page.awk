# SPDX-License-Identifier: MIT
# page.awk - docs/requirements.md out of what the tests cite and the table.
#
# usage: awk -f page.awk CITED TABLE, CITED as cited.awk has it, sorted.

BEGIN { FS = "\t" }

# --- what is cited ------------------------------------------------------------

NR == FNR {
    if (!(($1, $2, $3) in seen)) {
        seen[$1, $2, $3] = 1
        # what goes on from the sentence before it repeats nothing
        sentence = $3
        if (last[$1] == $2 && index($3, before " … ") == 1)
            sentence = substr($3, length(before) + 2)
        if (last[$1] == $2)
            proofs[$1] = proofs[$1] "; " sentence
        else
            proofs[$1] = proofs[$1] (proofs[$1] == "" ? "" : "\n") "  - `" $2 "`: " $3
        last[$1] = $2
        before = $3
    }
    next
}

# --- the table ----------------------------------------------------------------

FNR == 1 {
    print "# The requirements and their proofs\n"
    print "What walr-cred promises, and the tests that prove it. `make requirements` writes"
    print "this page from `tests/requirements/table` and the titles of the tests;"
    print "`script/test` ends with how many of the promises its run has proven."
}

/^#/ || /^$/ { next }

sub(/^== /, "") {
    print "\n## " $0 "\n"
    next
}

{
    id = $0
    sub(/ .*/, "", id)
    promise = substr($0, length(id) + 1)
    sub(/^ +/, "", promise)
    reason = ""
    if ((at = index(promise, "  ! ")) > 0) {
        reason = substr(promise, at + 4)
        promise = substr(promise, 1, at - 1)
    }
    print "- **" id "** " promise
    if (proofs[id] != "")
        print proofs[id]
    if (reason != "")
        print "  - not proven by a test: " reason
}
