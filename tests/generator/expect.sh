# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034
# What scripts share that run etch, in a folder of their own. `wrong` is 1 when something failed.
set -uo pipefail
etch=$1 fixtures=$2/tests/generator/fixtures
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
wrong=0

fail() {
  printf '%s\n' "$*"
  wrong=1
}

# expect STATUS REGEX WORD...: the exit status, and all that is on stderr, as one line.
expect() {
  local status=$1 regex=$2 found
  shift 2
  "$etch" "$@" >out 2>err
  found=$?
  [ $found -eq "$status" ] || fail "etch $*: status $found, expected $status: $(cat err)"
  [ "$(wc -l <err)" -le 1 ] || fail "etch $*: more than one line on stderr: $(cat err)"
  [[ $(cat err) =~ ^$regex$ ]] || fail "etch $*: says '$(cat err)', expected '$regex'"
}
