#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# usage: bad_input.sh DIGITS_TRAIN DIGITS_FOLDER
# The training program on input that is not what it should be: exit status 2, one sentence on standard error that names the file,
# and no file written.
set -uo pipefail
export LC_ALL=C
train=$1 good=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

# refused WHAT REGEX: runs on $folder/in and wants $folder/out untouched.
refused() {
  local message status
  message=$("$train" --quick --digits "$folder/in" --out "${out:-$folder/out/weights.hpp}" 2>&1 >/dev/null)
  status=$?
  if [ $status -ne 2 ] || [ "$(wc -l <<<"$message")" -ne 1 ] || ! grep -qE -- "$2" <<<"$message" ||
    [ -n "$(ls -A "$folder/out")" ]; then
    printf '%s\n' "$1: status $status, said: $message" "wanted: 2, $2" "written: $(ls -A "$folder/out")"
    failures=$((failures + 1))
  fi
}
fresh() {
  rm -rf "$folder/in" "$folder/out"
  mkdir "$folder/in" "$folder/out"
  cp "$good"/*-ubyte "$folder/in"
}

fresh && rm "$folder/in/test-labels-idx1-ubyte"
refused "a missing file" 'test-labels-idx1-ubyte: there is no such file'
fresh && head -c 1000 "$good/train-images-idx3-ubyte" >"$folder/in/train-images-idx3-ubyte"
refused "a truncated file" 'train-images-idx3-ubyte: is truncated'
fresh && cp "$good/train-labels-idx1-ubyte" "$folder/in/train-images-idx3-ubyte"
refused "a wrong magic number" 'its magic number is 2049, not 2051'
fresh && cp "$good/test-labels-idx1-ubyte" "$folder/in/train-labels-idx1-ubyte"
refused "counts that disagree" 'has 359 labels, but .* has 1438 images'
fresh && : >"$folder/in/test-images-idx3-ubyte"
refused "an empty file" 'ends within its header'
fresh && out=$folder/none/weights.hpp
refused "a folder that is not there" 'weights.hpp: cannot be written: No such file'
unset out

fresh
if "$train" --no-such-option >/dev/null 2>&1; [ $? -ne 1 ]; then
  echo "a wrong option: the status should be 1"
  failures=$((failures + 1))
fi
exit $((failures != 0))
