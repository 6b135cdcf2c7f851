#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# usage: sketch.sh ETCH SOURCE
# The sketch and the Zephyr module in docs/firmware.md: the one compiles with what `etch import --standalone` wrote and prints
# what the network says; the other names files that are there.
set -euo pipefail
etch=$1 source=$2
here=$source/tests/generator/standalone cxx=${CXX:-c++}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# The block of code in the page that begins with a comment of that text.
block() {
  sed -n "/^\(\/\/\|#\|;\) ${1//\//\\/}\$/,/^\`\`\`\$/p" "$source/docs/firmware.md" | sed '$d' >"$2"
  [ -s "$2" ] || { echo "docs/firmware.md has no $1" && exit 1; }
}

command=$(grep -oE '^etch import gesture.onnx [-a-zA-Z /]+[a-zA-Z/]' "$source/docs/firmware.md")
cp "$source/tests/generator/fixtures/sequence.onnx" gesture.onnx
# shellcheck disable=SC2086  # words
"$etch" ${command#etch } >/dev/null
"$etch" import gesture.onnx --standalone -o . --name Again >/dev/null

block gesture/gesture.ino gesture/gesture.ino
block platformio.ini platformio.ini
standard=$(sed -n 's/^build_flags = \(-std=[a-z0-9+]*\).*/\1/p' platformio.ini)
flags=("$standard" -O1 -fno-exceptions -fno-rtti -I"$here" -Igesture -I. -Wall -Wextra -Werror)
$cxx "${flags[@]}" -include Arduino.h -x c++ -c gesture/gesture.ino -o sketch.o
$cxx "${flags[@]}" -c gesture/gesture.cpp -o gesture.o
# In C++ after a core's macros.
$cxx "${flags[@]}" -include Arduino.h -c "$here/board.cc" -o board.o
$cxx sketch.o gesture.o board.o -o board
./board

# Without the flag the compiler says first what is missing, and not much else.
if $cxx -std=gnu++17 -fsyntax-only gesture/gesture.cpp 2>errors; then echo 'compiles as C++17' && exit 1; fi
grep -m1 'error' errors | grep -q 'gesture.hpp is C++20: give the compiler -std=c++20 or -std=gnu++20' || { head -n 3 errors && exit 1; }
[ "$(grep -c 'error' errors)" -le 20 ] || { echo "C++17 gives $(grep -c error errors) errors" && exit 1; }

block gesture/CMakeLists.txt gesture/CMakeLists.txt
block gesture/zephyr/module.yml module.yml
grep -qx 'name: gesture' module.yml
cat >zephyr.cmake <<'END'
function(zephyr_library_named)
endfunction()
function(must_be_there)
  foreach(name IN LISTS ARGN)
    if(NOT EXISTS "${CMAKE_SOURCE_DIR}/gesture/${name}")
      message(FATAL_ERROR "${name} is not there")
    endif()
    math(EXPR count "${count} + 1")
  endforeach()
  set(count ${count} PARENT_SCOPE)
endfunction()
macro(zephyr_library_sources)
  must_be_there(${ARGN})
endmacro()
macro(zephyr_include_directories)
  must_be_there(${ARGN} gesture.h)
endmacro()
set(count 0)
include(gesture/CMakeLists.txt)
if(NOT count EQUAL 3)
  message(FATAL_ERROR "the module names ${count} files and folders")
endif()
END
cmake -P zephyr.cmake
