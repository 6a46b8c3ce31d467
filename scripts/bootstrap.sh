#!/bin/sh
# A bare machine into a working .venv: Python, system libraries, locked packages. One line for each thing done.
#
#   scripts/bootstrap.sh            what typeset needs to run
#   scripts/bootstrap.sh --tests    and what its tests and linters need
#
# PYTHON=… chooses the interpreter (3.11 to 3.13).
# Exit codes: 0 ready, 2 wrong usage, 8 something is missing and cannot be had here.
set -eu
cd "$(dirname "$0")/.."

level=runtime
tools=
case "$#:${1-}" in
0:) ;;
1:--tests)
    level=dev tools='pdfinfo pdftoppm pdfsig mutool git initdb'
    # What breaks system calls, disks and rights is there on Linux alone.
    [ "$(uname -s)" != Linux ] || tools="$tools strace unshare setpriv"
    ;;
*) echo "usage: scripts/bootstrap.sh [--tests]" >&2 && exit 2 ;;
esac

say() { printf 'bootstrap: %s\n' "$*" >&2; }
has() { command -v "$1" >/dev/null 2>&1; }

# --- package managers ---------------------------------------------------------------------------------------------

manager=
sudo=
log=
updated=

look_for_manager() {
    for command in apt-get dnf apk brew; do
        if has "$command"; then
            manager=$command
            break
        fi
    done
    if [ "$(id -u)" -ne 0 ] && [ "$manager" != brew ] && has sudo; then
        sudo='sudo -n'
        [ -t 0 ] && sudo=sudo
    fi
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
}

# What a thing is called here, as packages. Without a known manager: Debian's names, for the message.
packages_for() {
    for thing in "$@"; do
        case "$manager:$thing" in
        dnf:python) echo 'python3.13' ;;
        apk:python) echo 'python3' ;;
        brew:python | brew:venv) echo 'python@3.13' ;;
        *:python) echo 'python3 python3-venv' ;;
        dnf:venv | apk:venv) echo 'python3' ;;
        *:venv) echo "python$minor-venv" ;;
        dnf:pango* | brew:pango*) echo 'pango' ;;
        apk:pango) echo 'so:libpango-1.0.so.0' ;;
        apk:pangoft2) echo 'so:libpangoft2-1.0.so.0' ;;
        *:pango) echo 'libpango-1.0-0' ;;
        *:pangoft2) echo 'libpangoft2-1.0-0' ;;
        dnf:fontconfig | brew:fontconfig) echo 'fontconfig' ;;
        apk:fontconfig) echo 'so:libfontconfig.so.1' ;;
        *:fontconfig) echo 'libfontconfig1' ;;
        dnf:harfbuzz-subset | brew:harfbuzz-subset) echo 'harfbuzz' ;;
        apk:harfbuzz-subset) echo 'so:libharfbuzz-subset.so.0' ;;
        *:harfbuzz-subset) echo 'libharfbuzz-subset0' ;;
        brew:pdf*) echo 'poppler' ;;
        *:pdf*) echo 'poppler-utils' ;;
        dnf:mutool) echo 'mupdf' ;;
        *:mutool) echo 'mupdf-tools' ;;
        dnf:initdb) echo 'postgresql-server' ;;
        brew:initdb) echo 'postgresql@16' ;;
        *:initdb) echo 'postgresql' ;;
        apk:unshare) echo 'util-linux-misc' ;;
        *:unshare | dnf:setpriv | apt-get:setpriv) echo 'util-linux' ;;
        *) echo "$thing" ;;
        esac
    done | sort -u | tr '\n' ' ' | sed 's/ $//'
}

# The command that installs, without its packages.
install_command() {
    case "$manager" in
    dnf) echo 'dnf install -y' ;;
    apk) echo 'apk add' ;;
    brew) echo 'brew install' ;;
    *) echo 'apt-get install -y --no-install-recommends' ;;
    esac
}

# shellcheck disable=SC2086 # $sudo and the command are words to be split
attempt() { $sudo env DEBIAN_FRONTEND=noninteractive HOMEBREW_NO_AUTO_UPDATE=1 "$@" </dev/null >"$log" 2>&1; }

# apt's and apk's lists may be absent or old: fetched at most once, and only when a package is not to be had.
update_lists() {
    [ -z "$updated" ] || return 1
    updated=yes
    case "$manager" in
    apt-get | apk) say "fetching the lists of packages ($manager update)" && attempt "$manager" update ;;
    *) return 1 ;;
    esac
}

# Installs packages; false where that is impossible. Whether it helped is for the caller to test.
install() {
    [ -n "$manager" ] || return 1
    if [ "$manager" != brew ] && [ "$(id -u)" -ne 0 ] && [ -z "$sudo" ]; then
        return 1
    fi
    say "installing $* ($manager)"
    command=$(install_command)
    # shellcheck disable=SC2086 # words to be split
    attempt $command "$@" || { update_lists && attempt $command "$@"; } || {
        # One unknown name spoils the whole list: try each by itself, since names differ between releases.
        [ "$#" -gt 1 ] || return 1
        for package in "$@"; do attempt $command "$package" || true; done
    }
}

# Says what is missing, its package here and the command that installs it; ends with 8.
give_up() {
    what=$1
    packages=$(shift && packages_for "$@")
    say "missing: $what"
    if [ -s "$log" ]; then tail -n 3 "$log" | sed 's/^/    /' >&2; fi
    prefix=
    if [ "$manager" != brew ] && [ "$(id -u)" -ne 0 ]; then prefix='sudo '; fi
    if [ -n "$manager" ]; then
        say "hint: install \`$packages\`, then try again: $prefix$(install_command) $packages"
    else
        say "hint: no package manager known here (apt-get, dnf, apk, brew); install what Debian calls" \
            "\`$packages\`, then try again. On Debian: $prefix$(install_command) $packages"
    fi
    exit 8
}

# --- Python ---------------------------------------------------------------------------------------------------------

# Prints the interpreter itself (not a shim, not a venv's link), where it is CPython 3.11 to 3.13 and complete.
fit='import sys, sysconfig
if not (3, 11) <= sys.version_info[:2] <= (3, 13) or sys.implementation.name != "cpython":
    sys.exit(1)
if sysconfig.get_config_var("Py_GIL_DISABLED"):
    sys.exit(1)
import ctypes, ssl, venv
print(getattr(sys, "_base_executable", None) or sys.executable)'
pips='import ensurepip; ensurepip.version()'

python=
minor=3

# Running it is the only test: a pyenv shim is on PATH whether or not there is a Python behind it.
is_fit() {
    python=$("$1" -I -c "$fit" 2>/dev/null) && [ -n "$python" ] &&
        minor=$("$python" -I -c 'import sys; print("%d.%d" % sys.version_info[:2])')
}

candidates() {
    [ -z "${PYTHON-}" ] || printf '%s\n' "$PYTHON"
    # Homebrew's own Python finds Homebrew's libraries; others on macOS do not.
    if [ "$(uname -s)" = Darwin ]; then
        for version in 3.13 3.12 3.11; do
            printf '%s\n' "/opt/homebrew/bin/python$version" "/usr/local/bin/python$version"
        done
    fi
    printf '%s\n' python3.13 python3.12 python3.11 python3
    for version in 3.13 3.12 3.11; do
        printf '%s\n' "/usr/local/bin/python$version" "/usr/bin/python$version"
    done
}

# Sets $python and $minor; one with ensurepip is preferred, one without can be helped.
find_python() {
    second=
    while IFS= read -r candidate; do
        is_fit "$candidate" || continue
        if "$python" -I -c "$pips" 2>/dev/null; then return 0; fi
        second=${second:-$python}
    done <<LIST
$(candidates)
LIST
    [ -n "$second" ] && is_fit "$second"
}

ensure_python() {
    if [ -n "${PYTHON-}" ] && ! is_fit "$PYTHON"; then
        say "PYTHON=$PYTHON is not a Python 3.11 to 3.13; looking for another"
    fi
    if ! find_python; then
        case "$manager" in
        apt-get) choices='python3,python3-venv python3.13,python3.13-venv python3.12,python3.12-venv python3.11,python3.11-venv' ;;
        dnf) choices='python3.13 python3.12 python3.11' ;;
        *) choices=$(packages_for python) ;;
        esac
        for choice in $choices; do
            # shellcheck disable=SC2046 # words to be split
            if install $(echo "$choice" | tr ',' ' ') && find_python; then break; fi
        done
        find_python || give_up 'a Python 3.11 to 3.13' python
    fi
    if ! "$python" -I -c "$pips" 2>/dev/null; then
        # shellcheck disable=SC2046 # words to be split
        install $(packages_for venv) || true
        "$python" -I -c "$pips" 2>/dev/null || give_up "venv and ensurepip for $python" venv
    fi
}

# --- system libraries and tools -------------------------------------------------------------------------------------

one_line() { echo "$*"; }
# Debian keeps the programs of a PostgreSQL server off the PATH.
there() { has "$1" || ls "/usr/lib/postgresql/"*"/bin/$1" >/dev/null 2>&1; }
missing_tools() { for tool in $tools; do there "$tool" || echo "$tool"; done; }

# shellcheck disable=SC2046,SC2086 # lists of words throughout
ensure_libraries() {
    missing=$("$python" -I -S scripts/probe.py libraries)
    if [ -n "$missing" ]; then
        # On macOS the libraries may be there and this Python not see them: take Homebrew's with them.
        [ "$manager" != brew ] || missing="$missing python"
        install $(packages_for $missing) || true
        [ "$manager" != brew ] || find_python
        missing=$("$python" -I -S scripts/probe.py libraries)
        [ -z "$missing" ] || give_up "system libraries: $(one_line $missing)" $missing
    fi
    missing=$(missing_tools)
    if [ -n "$missing" ]; then
        install $(packages_for $missing) || true
        missing=$(missing_tools)
        [ -z "$missing" ] || give_up "tools for the tests: $(one_line $missing)" $missing
    fi
}

# --- .venv ----------------------------------------------------------------------------------------------------------

# `environment` (make it anew), `packages`, `project` or `ready`.
venv_state() {
    if [ -n "${PYTHON-}" ] && is_fit "$PYTHON" && [ ! -d ".venv/lib/python$minor" ]; then
        echo environment
    elif state=$(.venv/bin/python -I -S scripts/probe.py state "$level" 2>/dev/null); then
        if [ "$state" = ready ] && [ ! -x .venv/bin/typeset ]; then state=project; fi
        echo "$state"
    else
        echo environment
    fi
}

# -I: no PYTHONPATH, no user site. -qq: errors only, since an odd pip configuration warns on every line.
pip_install() {
    .venv/bin/python -I -m pip install -qq --no-input --no-user --disable-pip-version-check "$@" || {
        say "missing: Python packages (pip's reasons above)"
        say "hint: see that pip reaches its package index, then try again"
        exit 8
    }
}

ensure_venv() {
    state=$(venv_state)
    [ "$state" != ready ] || return 0
    if [ "$state" = environment ]; then
        say "making .venv with $python"
        rm -rf .venv
        "$python" -I -m venv .venv
    elif grep -q '"dev lock"' .venv/bootstrap.json; then
        level=dev # a .venv for the tests stays one, whatever is asked for now
    fi
    rm -f .venv/bootstrap.json
    if [ "$state" != project ]; then
        say "installing the packages of requirements/$level.txt"
        # The lock is complete: with nothing to resolve, pip cannot mistake an extra (`coverage[toml]`) for unlocked.
        pip_install --no-deps --require-hashes -r "requirements/$level.txt"
    fi
    say "installing typeset itself (editable)"
    pip_install --no-deps --no-build-isolation -e .
    .venv/bin/python -I -S scripts/probe.py stamp "$level"
}

is_ready() {
    [ "$(venv_state)" = ready ] && [ -z "$(missing_tools)" ] &&
        [ -z "$(.venv/bin/python -I -S scripts/probe.py libraries)" ]
}

is_ready && exit 0
look_for_manager
ensure_python
ensure_libraries
ensure_venv
say "ready: .venv ($(.venv/bin/python -I -V))"
