#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
set -euo pipefail
export LC_ALL=C

usage() {
  cat <<'TEXT'
usage: ./setup.sh [--ci] [--bench] [--targets] [--firmware] [--web]

Installs, with the system's package manager, what building etch needs and this machine lacks: a C++20 compiler, CMake, Ninja,
ccache, pkg-config, Boost (headers), Highway, Catch2, zlib, libpng, CLI11, Google Benchmark, and for the generator ONNX,
protobuf and Graphviz. Uses sudo when it is not run by root.
Does nothing when all is there. Complete on Debian and Ubuntu (apt-get); dnf, pacman and Homebrew are best effort.

  --bench   also oneDNN, PyTorch, OpenCV, dlib and OpenBLAS, which the benchmarks compare with, and Python, which writes their report
  --targets also compilers and emulators for the targets in docs/targets.md
  --firmware also PyTorch for Python, a compiler and an emulator for Cortex-M: "From PyTorch to firmware" in the README, and
            docs/firmware.md
  --web     also Emscripten, node, npm and Chromium, and in tests/web npm's package playwright-core, which drives it: docs/web.md
  --ci      also clang with its sanitizers, clang-format, clang-tidy, valgrind, time and git, which only the checks before a release need
TEXT
}

fail() {
  echo "setup: $*" >&2
  exit 1
}

ci=no
bench=no
targets=no
firmware=no
web=no
for word in "$@"; do
  case $word in
    --ci) ci=yes ;;
    --bench) bench=yes ;;
    --targets) targets=yes ;;
    --firmware) firmware=yes ;;
    --web) web=yes ;;
    -h | --help) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
  esac
done

needs=(g++ cmake ninja ccache pkg-config boost highway catch2 zlib libpng cli11 benchmark protobuf onnx dot)
if [ $ci = yes ]; then
  needs+=(clang sanitizers clang-format clang-tidy valgrind time git)
fi

if [ $bench = yes ]; then
  needs+=(onednn torch opencv dlib openblas python3)
fi

if [ $targets = yes ]; then
  needs+=(aarch64-linux-gnu-g++ arm-linux-gnueabihf-g++ riscv64-linux-gnu-g++ qemu-aarch64 qemu-arm qemu-riscv64 em++ node)
fi

if [ $firmware = yes ]; then
  needs+=(python3 numpy torch-python arm-none-eabi-g++ arm-none-eabi-libstdc++ qemu-system-arm)
fi

if [ $web = yes ]; then
  needs+=(em++ node npm chromium)
fi

# clang's runtime of the sanitizers is a package of its own in some systems.
has_sanitizers() {
  echo 'int main() {}' | clang++ -fsanitize=address,undefined -x c++ - -o /dev/null >/dev/null 2>&1
}

# Its headers lie in a folder that only its CMake package knows.
has_opencv() {
  local dir
  for dir in /usr/include /usr/local/include /opt/homebrew/include; do
    [ -e "$dir/opencv4/opencv2/dnn/dnn.hpp" ] && return 0
  done
  return 1
}

# As Debian builds it, its CMake package asks for OpenCL, which its package only recommends.
has_onednn() {
  has_header dnnl.hpp || return 1
  local config
  for config in /usr/lib*/cmake/dnnl/dnnl-config.cmake /usr/lib/*/cmake/dnnl/dnnl-config.cmake; do
    if grep -qs 'DNNL_GPU_RUNTIME "OCL"' "$config"; then
      has_header CL/cl.h && echo 'int main() {}' | g++ -x c++ - -lOpenCL -o /dev/null >/dev/null 2>&1
      return
    fi
  done
}

# PyTorch and dlib multiply matrices with whatever BLAS there is; the one that is there by itself is many times slower.
has_openblas() {
  [ "$(uname)" = Darwin ] || ldconfig -p 2>/dev/null | grep -q libopenblas ||
    find /usr/lib /usr/lib64 -name 'libopenblas*' -print -quit 2>/dev/null | grep -q .
}

# The system's Python is asked too: another may come first in PATH.
has_python_module() {
  local python
  for python in /usr/bin/python3 python3; do
    has_command "$python" && "$python" -c "import $1" >/dev/null 2>&1 && return 0
  done
  return 1
}

has_command() { type -P "$1" >/dev/null; }

# The compiler is asked, so that libraries installed by hand count too.
has_header() {
  local compiler header
  for compiler in g++ clang++ c++; do
    if has_command "$compiler"; then
      for header in "$@"; do
        # Homebrew's headers are where the compiler does not look by itself.
        if "$compiler" -x c++ -E -I/opt/homebrew/include -include "$header" /dev/null >/dev/null 2>&1; then
          return 0
        fi
      done
      return 1
    fi
  done
  return 1
}

present() {
  case $1 in
    g++) has_command g++ || { [ "$(uname)" = Darwin ] && has_command c++; } ;;
    ninja) has_command ninja || has_command ninja-build ;;
    pkg-config) has_command pkg-config || has_command pkgconf ;;
    clang) has_command clang++ ;;
    sanitizers) has_sanitizers ;;
    boost) has_header boost/hana/unpack.hpp ;;
    highway) has_header hwy/highway.h ;;
    catch2) has_header catch2/catch_all.hpp catch2/catch.hpp ;;
    zlib) has_header zlib.h ;;
    libpng) has_header png.h ;;
    cli11) has_header CLI/CLI.hpp ;;
    benchmark) has_header benchmark/benchmark.h ;;
    protobuf) has_header google/protobuf/message.h ;;
    onnx) has_header onnx/onnx-ml.pb.h || has_header onnx/onnx.pb.h ;;
    onednn) has_onednn ;;
    torch) has_header torch/library.h ;;
    opencv) has_opencv ;;
    dlib) has_header dlib/revision.h ;;
    openblas) has_openblas ;;
    numpy | torch-python) has_python_module "${1%-python}" ;;
    arm-none-eabi-libstdc++) echo '#include <cstddef>' | arm-none-eabi-g++ -x c++ -E - >/dev/null 2>&1 ;;
    *) has_command "$1" ;;
  esac
}

# package MANAGER NEED: what the manager calls it; sometimes it is two packages.
package() {
  case $1:$2 in
    apt-get:ninja | dnf:ninja) echo ninja-build ;;
    apt-get:boost) echo libboost-dev ;;
    apt-get:highway) echo libhwy-dev ;;
    apt-get:zlib) echo zlib1g-dev ;;
    apt-get:libpng) echo libpng-dev ;;
    apt-get:cli11) echo libcli11-dev ;;
    apt-get:benchmark) echo libbenchmark-dev ;;
    apt-get:protobuf) echo libprotobuf-dev ;;
    apt-get:onnx) echo libonnx-dev ;;
    *:dot) echo graphviz ;;
    dnf:protobuf) echo protobuf-devel ;;
    dnf:onnx) echo onnx-devel ;;
    apt-get:onednn) echo libdnnl-dev ocl-icd-opencl-dev ;;
    apt-get:torch) echo libtorch-dev ;;
    apt-get:opencv) echo libopencv-dev ;;
    apt-get:dlib) echo libdlib-dev ;;
    apt-get:openblas) echo libopenblas0-serial ;;
    apt-get:numpy | dnf:numpy) echo python3-numpy ;;
    pacman:numpy) echo python-numpy ;;
    apt-get:torch-python | dnf:torch-python) echo python3-torch ;;
    pacman:torch-python) echo python-pytorch ;;
    brew:torch-python) echo pytorch ;;
    apt-get:arm-none-eabi-g++) echo gcc-arm-none-eabi ;;
    apt-get:arm-none-eabi-libstdc++) echo libstdc++-arm-none-eabi-newlib ;;
    dnf:arm-none-eabi-g++) echo arm-none-eabi-gcc-cs-c++ ;;
    dnf:arm-none-eabi-libstdc++) echo arm-none-eabi-newlib ;;
    pacman:arm-none-eabi-g++) echo arm-none-eabi-gcc ;;
    pacman:arm-none-eabi-libstdc++) echo arm-none-eabi-newlib ;;
    brew:arm-none-eabi-*) echo gcc-arm-embedded ;;
    dnf:opencv) echo opencv-devel ;;
    dnf:dlib) echo dlib-devel ;;
    brew:python3 | pacman:python3) echo python ;;
    pacman:torch | brew:torch) echo pytorch ;;
    dnf:onednn) echo onednn-devel ;;
    apt-get:*-linux-gnu*-g++) echo "g++-${2%-g++}" ;;
    pacman:*-linux-gnu*-g++) echo "${2%-g++}-gcc" ;;
    dnf:*-linux-gnu*-g++) echo "gcc-c++-${2%-g++}" ;;
    apt-get:qemu-system-arm | pacman:qemu-system-arm) echo qemu-system-arm ;;
    dnf:qemu-system-arm) echo qemu-system-arm-core ;;
    brew:qemu-*) echo qemu ;;
    apt-get:qemu-* | pacman:qemu-* | dnf:qemu-*) echo qemu-user ;;
    *:em++) echo emscripten ;;
    apt-get:node | pacman:node | dnf:node) echo nodejs ;;
    apt-get:sanitizers) echo libclang-rt-dev ;;
    dnf:sanitizers) echo compiler-rt ;;
    pacman:sanitizers) echo compiler-rt ;;
    brew:sanitizers) echo llvm ;;
    dnf:g++) echo gcc-c++ ;;
    dnf:pkg-config) echo pkgconf-pkg-config ;;
    dnf:boost) echo boost-devel ;;
    dnf:highway) echo highway-devel ;;
    dnf:catch2) echo catch-devel ;;
    dnf:zlib) echo zlib-devel ;;
    dnf:libpng) echo libpng-devel ;;
    dnf:cli11) echo cli11-devel ;;
    dnf:benchmark) echo google-benchmark-devel ;;
    dnf:clang-format | dnf:clang-tidy) echo clang-tools-extra ;;
    pacman:g++ | brew:g++) echo gcc ;;
    pacman:clang-format | pacman:clang-tidy) echo clang ;;
    pacman:pkg-config | brew:pkg-config) echo pkgconf ;;
    brew:benchmark) echo google-benchmark ;;
    brew:clang | brew:clang-tidy) echo llvm ;;
    brew:time) echo gnu-time ;;
    *) echo "$2" ;;
  esac
}

list_missing() {
  missing=()
  local need
  for need in "${needs[@]}"; do
    present "$need" || missing+=("$need")
  done
}

list_missing
if [ ${#missing[@]} -gt 0 ]; then
  manager=
  for candidate in apt-get dnf pacman brew; do
    if has_command "$candidate"; then
      manager=$candidate
      break
    fi
  done
  [ -n "$manager" ] || fail "no apt-get, dnf, pacman or brew here; please install ${missing[*]} by hand"

  as_root=()
  if [ "$manager" != brew ] && [ "$(id -u)" -ne 0 ]; then
    has_command sudo || fail "please run as root or install sudo: ${missing[*]} must be installed"
    as_root=(sudo)
  fi

  # Split at spaces; not `mapfile`, which the bash of macOS lacks.
  packages=($(for need in "${missing[@]}"; do package "$manager" "$need"; done | tr ' ' '\n' | sort -u))
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  install_all() {
    case $manager in
      apt-get)
        # Not `sudo VARIABLE=value`: sudo may be configured to drop it.
        "${as_root[@]}" apt-get update -qq &&
          "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"
        ;;
      dnf) "${as_root[@]}" dnf install -y "${packages[@]}" ;;
      pacman) "${as_root[@]}" pacman -S --needed --noconfirm "${packages[@]}" ;;
      brew) brew install "${packages[@]}" ;;
    esac
  }
  if ! install_all >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    fail "$manager could not install ${packages[*]}"
  fi
  installed=${packages[*]}
  hash -r
  list_missing
  [ ${#missing[@]} -eq 0 ] || fail "$manager installed $installed, but still missing: ${missing[*]}"
fi

# Debian has no package of it. It is one folder of JavaScript, without dependencies and without a browser of its own.
driver=$(dirname "$0")/tests/web
if [ $web = yes ]; then
  needs+=(playwright-core)
  wanted=$(sed -n 's/.*"playwright-core": "\([^"]*\)".*/\1/p' "$driver/package.json")
  if ! grep -qs "\"version\": \"$wanted\"" "$driver/node_modules/playwright-core/package.json"; then
    (cd "$driver" && npm install --no-audit --no-fund --loglevel=error --fetch-retries=1 --fetch-timeout=60000 >&2 </dev/null) || fail "npm could not install playwright-core in tests/web"
    installed="${installed:+$installed }playwright-core"
  fi
fi

version=$(cmake --version | sed -n '1s/[^0-9]*//p')
if [ "$(printf '%s\n' 3.25 "$version" | sort -V | head -n 1)" != 3.25 ]; then
  fail "etch needs CMake 3.25 or newer, this one is $version; see cmake.org/download"
fi

if [ -n "${installed:-}" ]; then
  echo "setup: installed $installed"
else
  echo "setup: all of ${needs[*]} present, nothing to do"
fi
