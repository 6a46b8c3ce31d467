#!/bin/sh
# The depositary's work on the example: a proven original, a certified copy for each party, the register, all proofs.
set -eu
cd "$(dirname "$0")/.."
typeset=.venv/bin/typeset

# The last demonstration goes; a real register would never be deleted.
rm -rf output/copies output/register.db output/register.db-wal output/register.db-shm

$typeset original examples/sco-2018/protocol.yaml -o output/original.pdf --force
$typeset copy output/original.pdf --all -o output/copies --register output/register.db --date 2018-06-04
echo
$typeset register list --register output/register.db
$typeset register audit --copies output/copies --register output/register.db
echo
for copy in output/copies/*.pdf; do
    $typeset verify "$copy" --against output/original.pdf --register output/register.db | tail -n 1 | sed "s|^|$copy: |"
done
$typeset verify output/original.pdf
