# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# lint.sh - what the lints stand on.
#
# A lint is a function that prints one line for each thing it does not like and
# nothing for a tree it likes.  It is first run on a small tree that it must not
# like, so that a lint that finds nothing is known to be able to.

set -u
top=${abs_top_srcdir:?the source tree}
build=${abs_top_builddir:?the build tree}
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
lint_n=0

lint_result() { # ok|not ok, SENTENCE
    lint_n=$((lint_n + 1))
    printf '%s %d - %s\n' "$1" "$lint_n" "$2"
}

# files PATTERN...: the tree's files below the current folder, by git where it
# is a checkout.
files() {
    if git rev-parse --git-dir > /dev/null 2>&1; then
        git ls-files -co --exclude-standard -- "$@"
    else
        # a tarball: what autoreconf and the build made is not ours
        local pattern
        for pattern; do
            find . \( -path './build*' -o -path './_*' -o -name autom4te.cache -o -name aclocal.m4 \
                -o -name configure -o -name Makefile.in -o -name Makefile \
                -o -name 'config.[hls]*' \) -prune \
                -o -type f -path "./$pattern" -print | sed 's|^\./||'
        done
    fi
}

# notices SENTENCE LINT FILE <<EOF: LINT complains about a tree with only FILE.
notices() {
    rm -rf "$scratch/bad"
    mkdir -p "$scratch/bad/$(dirname "$3")"
    cat > "$scratch/bad/$3"
    if (cd "$scratch/bad" && "$2") | grep -q .; then
        lint_result ok "the lint itself notices $1"
    else
        lint_result 'not ok' "the lint itself notices $1"
    fi
}

# clean SENTENCE LINT: LINT likes the tree.
clean() {
    local complaints
    complaints=$(cd "$top" && "$2")
    if [ -z "$complaints" ]; then
        lint_result ok "$1"
    else
        lint_result 'not ok' "$1"
        printf '%s\n' "$complaints" | head -40 | sed 's/^/# /'
    fi
}

lint_skip_all() {
    printf '1..0 # SKIP %s\n' "$1"
    exit 0
}

lint_done() {
    printf '1..%d\n' "$lint_n"
}
