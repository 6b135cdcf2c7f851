# SPDX-License-Identifier: MIT
# What the toolchain files share.

# What setup.sh is to be called with, to install all that is looked for here.
if(NOT ETCH_CROSS_SETUP)
  set(ETCH_CROSS_SETUP --targets)
endif()

# Finds `program`, or one of the names behind `package`, or says which of Debian's packages has it. Sets `result` to its path.
macro(etch_cross_program result program package)
  find_program(${result} NAMES ${program} ${ARGN})
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

# Links to the folder of `header`; where it is not, says which of Debian's packages has it, if one is named.
macro(etch_cross_header header package)
  find_path(ETCH_CROSS_FOLDER ${header} PATHS /usr/local/include /usr/include NO_DEFAULT_PATH NO_CACHE)
  if(ETCH_CROSS_FOLDER)
    string(REGEX REPLACE "/.*" "" ETCH_CROSS_LINK ${header})
    file(CREATE_LINK "${ETCH_CROSS_FOLDER}/${ETCH_CROSS_LINK}" "${ETCH_CROSS_HEADERS}/${ETCH_CROSS_LINK}" SYMBOLIC)
  elseif(NOT "${package}" STREQUAL "")
    message(FATAL_ERROR "etch: this preset needs ${header}, which is in neither /usr/include nor /usr/local/include: "
                        "run ./setup.sh ${ETCH_CROSS_SETUP}, or install it (Debian: apt-get install ${package}).")
  endif()
  unset(ETCH_CROSS_FOLDER)
endmacro()

# For compilers that may not include from the system's folder: a folder of links to the headers that etch needs from there.
macro(etch_cross_headers)
  set(ETCH_CROSS_HEADERS "${CMAKE_BINARY_DIR}/headers")
  file(MAKE_DIRECTORY "${ETCH_CROSS_HEADERS}")
  etch_cross_header(hwy/highway.h libhwy-dev)
  etch_cross_header(boost/hana.hpp libboost-dev)
  # Only tests need it, and say so where it is not (cmake/etch-catch.cmake).
  etch_cross_header(catch2/catch.hpp "")
  set(ETCH_HANA_INCLUDE_DIR "${ETCH_CROSS_HEADERS}" CACHE PATH "")
  set(ETCH_HIGHWAY_INCLUDE_DIR "${ETCH_CROSS_HEADERS}" CACHE PATH "")
endmacro()
