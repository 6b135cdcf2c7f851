#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# usage: link_fail.sh CASE.cpp STARTUP.o SCRIPT.ld COMPILER [FLAG...]
#
# A case is a program that must compile but not link, for the reason that its first line says:
#
#   // EXPECT: extended regular expression
#   // FLAGS: more flags for the compiler, if it needs any
#
# Compiled with -DETCH_TWIN, without what the linker refuses, it must link.
set -uo pipefail
export LC_ALL=C

case=$1 startup=$2 script=$3
shift 3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

expected=$(sed -n '1s|^// EXPECT: *||p' "$case")
if [ -z "$expected" ]; then
  echo "$case: its first line must be // EXPECT: <extended regular expression>"
  exit 1
fi
read -ra more <<<"$(sed -n '2s|^// FLAGS: *||p' "$case")"
# Link FLAG...: prints what compiler and linker say.
link() {
  "${compile[@]}" "$@" -c "$case" -o "$folder/case.o" 2>&1 || { echo "$case: does not compile"; exit 1; }
  "${compile[@]}" -nostartfiles -Wl,--gc-sections "-T$script" "$folder/case.o" "$startup" -o "$folder/case.elf" 2>&1
}
compile=("$@" ${more[@]+"${more[@]}"})

if ! output=$(link -DETCH_TWIN); then
  printf '%s\n' "$case: without the mistake (-DETCH_TWIN) it must link, but:" "$output"
  exit 1
fi
if output=$(link); then
  echo "$case: links, but must not"
  exit 1
fi
if grep -q "does not compile" <<<"$output" || ! grep -qE -- "$expected" <<<"$output"; then
  printf '%s\n' "$case: fails with another message." "expected: $expected" "came:" "$output"
  exit 1
fi
grep -E -m1 -- "$expected" <<<"$output"
