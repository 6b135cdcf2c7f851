#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# usage: command.sh ETCH SOURCE
# The command line: exit statuses, sentences, and that nothing is left of what failed.
# shellcheck source-path=SCRIPTDIR
source "$2/tests/generator/expect.sh"

# Help goes to stdout, with examples, and is no error.
for command in '' import verify summary plot export; do
  # shellcheck disable=SC2086  # none is no word
  expect 0 '' $command --help
  grep -q "^  etch ${command:-import} " out || fail "etch $command --help has no example"
done
"$etch" --help | grep -q 'Exit status: 0 done; 1 .* 2 .*' || fail 'etch --help says nothing of the exit status'

expect 0 '' --version
version=$(sed -n 's/^project(etch VERSION \([0-9.]*\) .*/\1/p' "$2/CMakeLists.txt")
[ "$(cat out)" = "etch $version" ] || fail "--version says '$(cat out)', not etch $version"

# The command line.
expect 4 'etch: .*subcommand.*; see etch --help'
expect 4 'etch: .nonsense. is no command; see etch --help' nonsense
expect 4 'etch: .*; see etch --help' import "$fixtures/keras.onnx"
expect 4 'etch: .*is no name for a C\+\+ type; see etch --help' import "$fixtures/keras.onnx" -o d --name 'a b'
expect 4 "etch: --output: the folder's name is empty; see etch --help" import "$fixtures/keras.onnx" -o ''
expect 4 'etch: .*ends in neither .svg, .pdf, .png nor .dot; see etch --help' plot "$fixtures/keras.onnx" -o net.jpg
expect 4 'etch: .*ends in neither .onnx, .safetensors, .npz nor .bin; see etch --help' export w.npz --network N -o w.pt

# Models that cannot become networks, files that are not there.
expect 2 "etch: refused_unknown_operator.onnx: FancyOp 'fancy': .*" import "$fixtures/refused_unknown_operator.onnx" -o d
expect 2 'etch: refused_cycle.onnx: .*' summary --quick "$fixtures/refused_cycle.onnx"
expect 2 'etch: refused_stride.onnx: .*' plot "$fixtures/refused_stride.onnx" -o net.svg
expect 3 'etch: .*nowhere.onnx.*' import nowhere.onnx -o d
touch file
expect 3 'etch: file: the folder cannot be made' import "$fixtures/keras.onnx" -o file --standalone
expect 2 "etch: refused_unknown_operator.onnx: FancyOp 'fancy': .*" import "$fixtures/refused_unknown_operator.onnx" -o d --standalone
expect 4 'etch: --inline excludes --standalone; see etch --help' import "$fixtures/keras.onnx" -o d --standalone --inline
for name in Workspace input output result workspace; do
  expect 4 "etch: --name: '$name' is what --standalone calls something else; see etch --help" \
    import "$fixtures/keras.onnx" -o d --standalone --name "$name"
done
for name in int8_t random; do
  expect 4 "etch: --name: '$name' is no name for a C\\+\\+ type; see etch --help" import "$fixtures/keras.onnx" -o d --standalone --name "$name"
done
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

expect 3 'etch: .*weights.bin: holds no architecture; give the header that declares the network, --header' export d/keras.weights.bin --network Keras -o x.onnx
expect 3 "etch: 'a;b' is no name of a C\\+\\+ type" export w.npz --header d/keras.hpp --network 'a;b' -o x.onnx

# All files or none: where one belongs lies a folder.
mkdir -p blocked/keras.cpp
expect 3 'etch: .*keras.cpp.*' import "$fixtures/keras.onnx" -o blocked --name Keras --standalone
[ "$(ls blocked)" = keras.cpp ] || fail "of a network that could not be written $(ls blocked) is left"
expect 0 '' import "$fixtures/keras.onnx" -o alone --standalone
grep -q "^// Written by etch $version: etch import keras.onnx --standalone --name Keras\$" alone/keras.hpp || fail 'keras.hpp does not say what wrote it'

# A file's name is no reason to refuse it.
cp "$fixtures/keras.onnx" workspace.onnx
expect 0 '' import workspace.onnx -o named --standalone
[ -e named/networkspace.hpp ] || fail "of workspace.onnx $(ls named) was written"
exit $wrong
