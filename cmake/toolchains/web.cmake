# SPDX-License-Identifier: MIT
# WebAssembly for a web page: a module by itself, without JavaScript of Emscripten's, exceptions or files.
set(ETCH_CROSS_SETUP --web)
include("${CMAKE_CURRENT_LIST_DIR}/wasm.cmake")
set(CMAKE_EXECUTABLE_SUFFIX_CXX .wasm)
set(CMAKE_CXX_FLAGS_INIT "-msimd128 -fno-exceptions -fno-rtti")
set(CMAKE_EXE_LINKER_FLAGS_INIT "")
