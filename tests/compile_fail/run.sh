#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# usage: run.sh GNU|Clang CASE.cpp COMPILER [FLAG...]
#
# A case is a file that must not compile, and says why:
#
#   // EXPECT: layer 3, Conv2d<16>: a 35x35 kernel
#   // EXPECT-CLANG: NetworkError<
#
# each an extended regular expression; the second is optional and for clang, whose older versions print the characters of a
# message as numbers. The mistake stands between `#ifndef ETCH_TWIN` and `#endif` (with `#else` for the right way, if it has
# one); compiled with -DETCH_TWIN the file must pass, so that nothing but the mistake is what fails.
set -uo pipefail
export LC_ALL=C

family=$1 case=$2
shift 2
compile=("$@" -fsyntax-only -fdiagnostics-color=never -fmessage-length=0)

expected=$(sed -n '1s|^// EXPECT: *||p' "$case")
if [ -z "$expected" ]; then
  echo "$case: its first line must be // EXPECT: <extended regular expression>"
  exit 1
fi
if [ "$family" = Clang ]; then
  clang=$(sed -n '2s|^// EXPECT-CLANG: *||p' "$case")
  expected=${clang:-$expected}
fi

if ! twin=$("${compile[@]}" -DETCH_TWIN "$case" 2>&1); then
  printf '%s\n' "$case: without the mistake (-DETCH_TWIN) it must compile, but:" "$twin"
  exit 1
fi
if output=$("${compile[@]}" "$case" 2>&1); then
  echo "$case: compiles, but must not"
  exit 1
fi

errors=$(grep -E '(^|[^a-z])(fatal )?error: ' <<<"$output")
if ! grep -qE -- "$expected" <<<"$errors"; then
  printf '%s\n' "$case: fails with another message." "expected: $expected" "came:" "$output"
  exit 1
fi
# One mistake, one sentence. clang repeats itself at times, so there only the match counts.
if [ "$family" = GNU ] && [ "$(wc -l <<<"$errors")" -ne 1 ]; then
  printf '%s\n' "$case: the right message, but among others; one sentence is wanted. Came:" "$output"
  exit 1
fi
grep -E -m1 -- "$expected" <<<"$errors"
