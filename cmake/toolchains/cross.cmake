# SPDX-License-Identifier: MIT
# What the toolchain files share.

# Finds `program` or says which of Debian's packages has it. Sets `result` to its path.
macro(etch_cross_program result program package)
  find_program(${result} ${program})
  mark_as_advanced(${result})
  if(NOT ${result})
    message(FATAL_ERROR "etch: this preset needs ${program}, which is not installed: "
                        "run ./setup.sh --targets, or install it (Debian: apt-get install ${package}).")
  endif()
endmacro()

# Compiles for Linux on `processor` with Debian's cross compiler g++-`triple` and runs what it makes in `emulator`.
macro(etch_cross_linux processor triple emulator)
  set(CMAKE_SYSTEM_NAME Linux)
  set(CMAKE_SYSTEM_PROCESSOR ${processor})
  etch_cross_program(ETCH_CROSS_COMPILER ${triple}-g++ g++-${triple})
  etch_cross_program(ETCH_CROSS_EMULATOR ${emulator} qemu-user)
  set(CMAKE_CXX_COMPILER "${ETCH_CROSS_COMPILER}")
  set(CMAKE_CROSSCOMPILING_EMULATOR "${ETCH_CROSS_EMULATOR}" -L /usr/${triple})
endmacro()
