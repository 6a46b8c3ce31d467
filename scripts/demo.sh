#!/bin/sh
# The example protocol into a proven original, in output/.
set -eu
cd "$(dirname "$0")/.."

.venv/bin/typeset original examples/sco-2018/protocol.yaml -o output/original.pdf --force
.venv/bin/typeset verify output/original.pdf
