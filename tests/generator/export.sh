#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# usage: export.sh ETCH SOURCE
# Weights in all formats, and a model that is written from them.
# shellcheck source-path=SCRIPTDIR
source "$2/tests/generator/expect.sh"

"$etch" import "$fixtures/keras.onnx" -o d --name Keras >out || fail 'nothing is imported'

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

printf abc >short.bin
expect 3 "etch: short.bin: has 3 bytes, and the network's weights are [0-9,]+" export short.bin "${here[@]}" -o x.onnx
cp w.npz bad.safetensors
expect 3 'etch: bad.safetensors: is no .safetensors file.*' export bad.safetensors "${here[@]}" -o x.onnx
expect 3 "etch: the network does not compile: .*" export w.npz --header d/keras.hpp --network Other -o x.onnx
[ ! -e x.onnx ] || fail 'x.onnx is there'
exit $wrong
