#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# usage: layering.sh include/etch
# Checks with grep that the arrows between the folders run one way; prints every #include that runs against them.
set -uo pipefail
cd "${1:?usage: layering.sh include/etch}" || exit 1

wrong=0

# forbid WHERE REGEX SENTENCE: no #include of a header that matches REGEX in the files and folders WHERE.
forbid() {
  local where=$1 regex=$2 sentence=$3 hits
  # shellcheck disable=SC2086  # WHERE is a list
  hits=$(grep -rnE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]($regex)" $where 2>/dev/null)
  if [ -n "$hits" ]; then
    printf '%s:\n%s\n' "$sentence" "$hits"
    wrong=1
  fi
}

own='etch/'
hosted="${own}(data|io|measure)/|${own}(dispatch|summary|threads)\.hpp"

forbid ops "$own(layers|graph|compiler|training|zoo)/|$own(network|forward|inference|parameters|workspace|train|etch)\.hpp|$hosted" \
  'ops/ is arithmetic and knows no layer and no network'
forbid layers "$own(graph|compiler|training|zoo)/|$own(network|forward|inference|train|etch)\.hpp|$hosted" \
  'layers/ knows shapes and the sizes of operations, not how layers are combined or run'
forbid graph "$own(compiler|training|zoo)/|$own(forward|inference|train|etch)\.hpp|$hosted" \
  'graph/ knows shapes and layers, not how networks are compiled or trained'
forbid compiler "$own(training|zoo)/|$own(forward|inference|train|etch)\.hpp|$hosted" \
  'compiler/ does not know how a Program is run or trained'

# Everything but what needs an operating system.
core=$(find . \( -name '*.hpp' -o -name '*.h' \) ! -path './data/*' ! -path './io/*' ! -path './measure/*' ! -name summary.hpp ! -name 'dispatch*' ! -name threads.hpp)
forbid "$core" "$hosted" 'the core does not include hosted headers'
forbid "$core" '(iostream|ostream|istream|iosfwd|fstream|sstream|iomanip|vector|string|map|unordered_map|memory|functional|thread|mutex|future|filesystem|regex|stdexcept|cstdio|stdio\.h)>' \
  'the core has no heap, streams, threads or files'

exit $wrong
