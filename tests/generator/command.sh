#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# usage: command.sh ETCH SOURCE
# The command line: exit statuses, sentences, and that nothing is left of what failed.
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

# Help goes to stdout, with examples, and is no error.
for command in '' import verify summary plot export; do
  # shellcheck disable=SC2086  # none is no word
  expect 0 '' $command --help
  grep -q "^  etch ${command:-import} " out || fail "etch $command --help has no example"
done
"$etch" --help | grep -q 'Exit status: 0 done; 1 .* 2 .*' || fail 'etch --help says nothing of the exit status'

# The command line.
expect 4 'etch: .*subcommand.*; see etch --help'
expect 4 'etch: .nonsense. is no command; see etch --help' nonsense
expect 4 'etch: .*; see etch --help' import "$fixtures/keras.onnx"
expect 4 'etch: .*is no name for a C\+\+ type; see etch --help' import "$fixtures/keras.onnx" -o d --name 'a b'
expect 4 'etch: .*ends in neither .svg, .pdf, .png nor .dot; see etch --help' plot "$fixtures/keras.onnx" -o net.jpg
expect 4 'etch: .*ends in neither .onnx, .safetensors, .npz nor .bin; see etch --help' export w.npz --network N -o w.pt

# Models that cannot become networks, files that are not there.
expect 2 "etch: refused_unknown_operator.onnx: FancyOp 'fancy': .*" import "$fixtures/refused_unknown_operator.onnx" -o d
expect 2 'etch: refused_cycle.onnx: .*' summary --quick "$fixtures/refused_cycle.onnx"
expect 2 'etch: refused_stride.onnx: .*' plot "$fixtures/refused_stride.onnx" -o net.svg
expect 3 'etch: .*nowhere.onnx.*' import nowhere.onnx -o d
touch file
expect 3 'etch: file: the folder cannot be made' plot "$fixtures/keras.onnx" -o file/net.svg
[ -e d ] || [ -e net.svg ] && fail 'something is left of what failed'

# What works says nothing on stderr.
expect 0 '' import "$fixtures/keras.onnx" -o d --name Keras
[ "$(sort out | tr '\n' ' ')" = "$(printf '%s\n' d/keras* | sort | tr '\n' ' ')" ] || fail 'import does not list its files'
expect 0 '' summary --quick "$fixtures/keras.onnx" --json
grep -q '"multiply_adds": 1104,' out || fail 'summary --json has other multiply-adds'
expect 0 '' plot "$fixtures/keras.onnx" -o net.dot
grep -q '^digraph' net.dot || fail 'net.dot is no drawing'
PATH=/nowhere "$etch" plot "$fixtures/keras.onnx" -o net.svg 2>err
[ $? -eq 3 ] && grep -q '^etch: there is no program dot' err || fail "without dot: $(cat err)"

# Weights go from format to format and come back as they were.
here=(--header d/keras.hpp --network Keras)
expect 0 '' export d/keras.weights.bin "${here[@]}" -o w.npz
expect 0 '' export w.npz "${here[@]}" -o w.safetensors
expect 0 '' export w.safetensors "${here[@]}" -o w.bin
cmp -s w.bin d/keras.weights.bin || fail 'weights are others after two formats'
expect 0 '' export d/keras_weights.hpp --network Keras -o inline.bin
cmp -s inline.bin d/keras.weights.bin || fail 'weights of the header are others'

# An exported model computes the same.
expect 0 '' export d/keras.weights.bin "${here[@]}" --channels-last -o back.onnx
expect 0 '' verify back.onnx --input "$fixtures/keras.input.npy" --expect "$fixtures/keras.output.npy"
expect 1 '' verify back.onnx --input "$fixtures/keras.input.npy" --expect "$fixtures/keras.output.npy" --tolerance 0

expect 3 'etch: .*weights.bin: holds no architecture; give the header that declares the network, --header' export d/keras.weights.bin --network Keras -o x.onnx
printf abc >short.bin
expect 3 "etch: short.bin: has 3 bytes, and the network's weights are [0-9,]+" export short.bin "${here[@]}" -o x.onnx
cp w.npz bad.safetensors
expect 3 'etch: bad.safetensors: is no .safetensors file.*' export bad.safetensors "${here[@]}" -o x.onnx
expect 3 "etch: the network does not compile: .*" export w.npz --header d/keras.hpp --network Other -o x.onnx
expect 3 "etch: 'a;b' is no name of a C\\+\\+ type" export w.npz --header d/keras.hpp --network 'a;b' -o x.onnx
[ ! -e x.onnx ] || fail 'x.onnx is there'
exit $wrong
