#!/bin/sh
# pyproject.toml into requirements/*.txt: every version and hash, for Python 3.11 to 3.13 on Linux and macOS.
#
#   scripts/lock.sh                     keeps the versions that still fit
#   scripts/lock.sh --upgrade           takes the newest; or --upgrade-package NAME
set -eu
cd "$(dirname "$0")/.."

uv_version=0.13.9
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"${PYTHON:-python3}" -I -m venv "$scratch"
"$scratch/bin/python" -I -m pip install -qq --no-input --no-user --disable-pip-version-check "uv==$uv_version"

# The lock names packages, versions and hashes, never the index or the machine it was made with.
compile() {
    "$scratch/bin/uv" --no-config --quiet pip compile \
        --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
        --custom-compile-command 'make lock' "$@"
}

ours='pyproject.toml requirements/build.in'
# shellcheck disable=SC2086 # names of files, to be split
compile $ours --output-file requirements/runtime.txt "$@"
# Held to the runtime's versions: what is tested is what runs.
# shellcheck disable=SC2086 # likewise
compile $ours --all-extras --constraint requirements/runtime.txt --output-file requirements/dev.txt "$@"
compile requirements/audit.in --output-file requirements/audit.txt "$@"
