#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# usage: round_trip.sh ETCH MODEL.onnx x.npy y.npy
# A model that was imported and exported again computes what the model did. $PYTHON, if set, asks ONNX's checker too.
set -euo pipefail
etch=$1 model=$2 input=$3 expected=$4
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$etch" import "$model" -o "$folder" --name Net >/dev/null
# A model whose input lies as etch's does, but for a batch of one, is exported so.
layout=()
sentence=$(sed -n 's|^// Input: ||p' "$folder/net.hpp")
[[ $sentence =~ ^([0-9x]+)\ numbers,\ the\ model\'s\ 1x([0-9x]+)\  && ${BASH_REMATCH[1]} == "${BASH_REMATCH[2]}" ]] &&
  layout=(--channels-last)
"$etch" export "$folder/net.weights.bin" --header "$folder/net.hpp" --network Net "${layout[@]}" -o "$folder/back.onnx"
[ -z "${PYTHON:-}" ] || "$PYTHON" -c 'import onnx, sys; onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)' "$folder/back.onnx"
"$etch" verify "$folder/back.onnx" --input "$input" --expect "$expected"
