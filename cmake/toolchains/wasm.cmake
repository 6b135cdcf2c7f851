# SPDX-License-Identifier: MIT
# WebAssembly with its vectors of 128 bits, by Debian's emscripten, run by node.
include("${CMAKE_CURRENT_LIST_DIR}/cross.cmake")
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
etch_cross_program(ETCH_CROSS_COMPILER em++ emscripten)
etch_cross_program(ETCH_CROSS_ARCHIVER emar emscripten)
etch_cross_program(ETCH_CROSS_INDEXER emranlib emscripten)
etch_cross_program(ETCH_CROSS_EMULATOR node nodejs)
set(CMAKE_CXX_COMPILER "${ETCH_CROSS_COMPILER}")
set(CMAKE_AR "${ETCH_CROSS_ARCHIVER}" CACHE FILEPATH "")
set(CMAKE_RANLIB "${ETCH_CROSS_INDEXER}" CACHE FILEPATH "")
set(CMAKE_EXECUTABLE_SUFFIX_CXX .js)
# Emscripten's own script does not know node 18 and newer, which have a fetch() of their own.
set(CMAKE_CROSSCOMPILING_EMULATOR "${ETCH_CROSS_EMULATOR}" --no-experimental-fetch)
set(CMAKE_CXX_FLAGS_INIT "-msimd128 -fexceptions")
# EXIT_RUNTIME: what main() returns is the exit code.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-sEXIT_RUNTIME=1 -sALLOW_MEMORY_GROWTH=1 -sTOTAL_STACK=1048576")
# This compiler has a C library of its own, so it must not see the system's folder of headers.
etch_cross_headers()
