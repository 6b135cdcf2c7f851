#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# usage: completion.sh ETCH SOURCE
# What bash completes after etch.
set -uo pipefail
etch=$1 source=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
touch net.onnx x.npy net.hpp w.npz w.txt
mkdir models
# shellcheck source=/dev/null
source "$source/generator/completion.bash"
wrong=0

# expect "WORDS COMPLETED" WORD...: the last word is the one that is being written.
expect() {
  local expected=$1 found
  shift
  COMP_WORDS=("$etch" "$@")
  COMP_CWORD=$#
  COMPREPLY=()
  _etch
  found=$(printf '%s\n' "${COMPREPLY[@]}" | sort | tr '\n' ' ')
  if [ "$found" != "$expected " ]; then
    printf 'etch %s\n  completes to %s\n  expected     %s\n' "$*" "$found" "$expected"
    wrong=1
  fi
}

expect 'export' ex
expect 'import' im
expect 'plot' p
expect 'summary' s
expect 'verify' v
expect '--help' --h
expect '--version' --v
expect '--standalone' import net.onnx --st
expect '--name' import net.onnx --na
expect '--inline' import --inl
expect '--json' summary --j
expect '--tolerance' verify net.onnx --t
expect '--network' export --ne
expect 'models net.onnx' import ''
expect 'net.onnx' plot n
expect 'x.npy' verify net.onnx --input x
expect 'net.hpp' export w.npz --header n
expect 'w.npz' export w

# Every option that a command has.
for command in import verify summary plot export; do
  for option in $("$etch" "$command" --help | sed -n '/^Options:/,/^$/p' | grep -oE -- '^  (-[a-z],)?--[a-z-]+' | grep -oE -- '--[a-z-]+'); do
    COMP_WORDS=("$etch" "$command" "$option")
    COMP_CWORD=2
    _etch
    [[ " ${COMPREPLY[*]} " == *" $option "* ]] || { echo "etch $command $option is not completed" && wrong=1; }
  done
done
exit $wrong
