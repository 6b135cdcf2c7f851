#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# usage: standalone.sh ETCH SOURCE INCLUDES MODEL.onnx [CODE_BYTES]
# What `etch import --standalone` writes of a model compiles alone, is linked by a C compiler, needs the arena that etch's type
# has and gives what that gives; in CODE_BYTES of code on a Cortex-M4, run in QEMU, if there are a compiler and an emulator for it:
# $ARM_CXX and $ARM_EMULATOR. INCLUDES are the folders of etch, Hana and Highway, separated by colons.
set -euo pipefail
etch=$1 source=$2 includes=$3 model=$4 code_bytes=${5:-0}
here=$source/tests/generator/standalone
cxx=${CXX:-c++} cc=${CC:-cc}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
fail() {
  printf '%s\n' "$*"
  exit 1
}

"$etch" import "$model" -o typed --name Net >/dev/null
"$etch" import "$model" -o typed --name Other --standalone >/dev/null
"$etch" import "$model" -o alone --name Net --standalone >listed
[ "$(tr '\n' ' ' <listed)" = 'alone/net.hpp alone/net.h alone/net.cpp ' ] || fail "wrote $(cat listed)"

# What etch's type computes, with this machine's vectors, of numbers that are drawn.
flags=()
for include in ${includes//:/ }; do flags+=("-I$include"); done
$cxx -std=c++20 -O1 -march=native -DHWY_COMPILE_ONLY_STATIC -DHWY_IS_DEBUG_BUILD=0 -w "${flags[@]}" -Ityped -I"$here" \
  "$here/expect.cc" -o expect
./expect typed/net.weights.bin >expected.h || fail "beside etch it computes something else: status $?"

# Nothing but the compiler's own headers.
strict=(-Wall -Wextra -Wconversion -Wshadow -Werror)
alone=(-std=c++20 -fno-exceptions -fno-rtti -ffunction-sections -fdata-sections -fno-threadsafe-statics -fno-use-cxa-atexit)
$cxx "${alone[@]}" -M alone/net.cpp | tr -s ' ' '\n' >includes
grep -qx 'alone/net.hpp' includes || fail 'net.hpp was not read'
! grep -E '/(hwy|boost|etch)/' includes || fail 'other headers were read'
$cxx "${alone[@]}" -O2 "${strict[@]}" -c alone/net.cpp -o net.o
$cc -std=c11 -O1 "${strict[@]}" -pedantic -Ialone -I. -I"$here" -c "$here/check.c" -o check.o
$cc -std=c11 -O1 "${strict[@]}" -I"$here" -c "$here/main.c" -o main.o
$cc main.o check.o net.o -lm -o check || fail 'a C compiler does not link it'
./check || fail "on this machine it computes something else: status $?"

[ -n "${ARM_CXX:-}" ] && [ -n "${ARM_EMULATOR:-}" ] || exit 0
firmware=$source/examples/firmware
core=(-mthumb -mcpu=cortex-m4 -mfloat-abi=hard -mfpu=fpv4-sp-d16 -Os)
$ARM_CXX "${alone[@]}" "${core[@]}" -ffreestanding "${strict[@]}" -c alone/net.cpp -o net.cpp.o
# The linker's script leaves main.cpp.o out of what it counts as code.
$ARM_CXX -x c -std=c11 "${core[@]}" "${strict[@]}" -ffunction-sections -Ialone -I. -I"$here" -c "$here/check.c" -o main.cpp.o
$ARM_CXX "${alone[@]}" "${core[@]}" "${strict[@]}" -I"$firmware" -c "$firmware/startup.cpp" -o startup.cpp.o
sed -e 's/@ETCH_FLASH@/0x00000000, LENGTH = 4M/' -e 's/@ETCH_RAM@/0x20000000, LENGTH = 4M/' -e 's/@ETCH_STACK@/4K/' \
  -e 's/@ETCH_WEIGHTS@//' -e 's/@ETCH_WEIGHTS_REGION@/flash/' "$firmware/link.ld.in" >link.ld
$ARM_CXX "${core[@]}" -nostartfiles -Wl,--gc-sections -T link.ld startup.cpp.o main.cpp.o net.cpp.o -lm -o net.elf
timeout 300 "$ARM_EMULATOR" -M mps2-an386 -nographic -monitor none -serial none -chardev stdio,id=sh \
  -semihosting-config enable=on,target=native,chardev=sh -icount shift=0 -kernel net.elf </dev/null || fail 'on a Cortex-M4 it computes something else'
read -r text weights < <("${ARM_CXX/%g++/size}" -A net.elf | awk '$1 == ".text" { text = $2 } $1 == ".data" { text += $2 } END { print text }') || true
flash=$(sed -n 's/^#define EXPECTED_FLASH_BYTES //p' expected.h)
code=$((text + ${weights:-0} - flash))
echo "code: $code bytes"
[ "$code_bytes" -eq 0 ] || [ $code -le "$code_bytes" ] || fail "more than $code_bytes bytes of code"
