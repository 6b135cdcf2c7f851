# SPDX-License-Identifier: MIT
# What the toolchain files share.

# What setup.sh is to be called with, to install all that is looked for here.
if(NOT ETCH_CROSS_SETUP)
  set(ETCH_CROSS_SETUP --targets)
endif()

# Finds `program` or says which of Debian's packages has it. Sets `result` to its path.
macro(etch_cross_program result program package)
  find_program(${result} ${program})
  mark_as_advanced(${result})
  if(NOT ${result})
    message(FATAL_ERROR "etch: this preset needs ${program}, which is not installed: "
                        "run ./setup.sh ${ETCH_CROSS_SETUP}, or install it (Debian: apt-get install ${package}).")
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

# For compilers that may not include from the system's folder: a folder of links to the headers that etch needs from there.
macro(etch_cross_headers)
  set(ETCH_CROSS_HEADERS "${CMAKE_BINARY_DIR}/headers")
  foreach(header hwy/highway.h boost/hana.hpp catch2/catch.hpp)
    find_path(ETCH_CROSS_FOLDER ${header} PATHS /usr/local/include /usr/include NO_DEFAULT_PATH NO_CACHE REQUIRED)
    cmake_path(GET header PARENT_PATH folder)
    file(MAKE_DIRECTORY "${ETCH_CROSS_HEADERS}")
    file(CREATE_LINK "${ETCH_CROSS_FOLDER}/${folder}" "${ETCH_CROSS_HEADERS}/${folder}" SYMBOLIC)
    unset(ETCH_CROSS_FOLDER)
  endforeach()
  set(ETCH_HANA_INCLUDE_DIR "${ETCH_CROSS_HEADERS}" CACHE PATH "")
  set(ETCH_HIGHWAY_INCLUDE_DIR "${ETCH_CROSS_HEADERS}" CACHE PATH "")
endmacro()
