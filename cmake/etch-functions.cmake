# SPDX-License-Identifier: MIT
# Functions for programs that use etch; installed with it. None is applied to etch's targets, because limits and
# instruction sets are the program's choice.

# Raises the compiler's limits on constant evaluation, for programs that run whole networks in a `static_assert` or a
# `constexpr` variable: a forward pass of LeNet-5 alone takes some ten million steps.
function(etch_allow_constant_evaluation target)
  target_compile_options(${target} PRIVATE
    $<$<CXX_COMPILER_ID:GNU>:-fconstexpr-ops-limit=60000000 -fconstexpr-loop-limit=10000000>
    $<$<CXX_COMPILER_ID:Clang,AppleClang>:-fconstexpr-steps=100000000>)
endfunction()

# Compiles `target` for one instruction set, `native` or what the compiler's -march= takes, and lets Highway use all of it.
function(etch_tune_for target march)
  if(NOT march)
    return()
  endif()
  target_compile_options(${target} PRIVATE -march=${march})
  # Without this Highway 1.0.3 refuses to compile where -march=native means newer instructions than it has a default for.
  target_compile_definitions(${target} PRIVATE HWY_COMPILE_ONLY_STATIC)
  if(march MATCHES "^(x86-64-v[234]|haswell|broadwell)$")
    # These names leave out AES and CLMUL, and Highway would then fall back to SSSE3.
    target_compile_definitions(${target} PRIVATE HWY_DISABLE_PCLMUL_AES)
  endif()
endfunction()

# Stops unless the arguments that `function` parsed into arg_... are there, and no others; `usage` shows how it is called.
function(etch_check_arguments function usage)
  foreach(name IN LISTS ARGN)
    if(NOT arg_${name})
      message(FATAL_ERROR "${function} needs ${name}: ${usage}")
    endif()
  endforeach()
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${function}(TARGET ${arg_TARGET} ...) does not know: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(arg_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "${function}(TARGET ${arg_TARGET} ...) has nothing behind: ${arg_KEYWORDS_MISSING_VALUES}")
  endif()
endfunction()

# Makes the library `TARGET` of the network type NETWORK, declared in HEADER: it defines what etch::Dispatched<NETWORK>
# (etch/dispatch.hpp) needs, with code for each instruction set that the processor may turn out to have. The compiler's
# flags need not name one. HEADER is found through the folders of the libraries that are linked to TARGET, or is a path.
#
#   etch_add_dispatched(TARGET digits_dispatched HEADER digits.hpp NETWORK Digits)
#   target_link_libraries(app PRIVATE digits_dispatched)
function(etch_add_dispatched)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "TARGET;HEADER;NETWORK" "")
  etch_check_arguments(etch_add_dispatched "etch_add_dispatched(TARGET digits_dispatched HEADER digits.hpp NETWORK Digits)"
    TARGET HEADER NETWORK)
  etch_find_highway_library()
  if(NOT TARGET etch::highway_library)
    message(FATAL_ERROR "etch_add_dispatched: dynamic dispatch needs Highway's library (Debian: libhwy-dev).")
  endif()
  set(HEADER "${arg_HEADER}")
  if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${HEADER}")
    set(HEADER "${CMAKE_CURRENT_SOURCE_DIR}/${HEADER}")
  endif()
  set(NETWORK "${arg_NETWORK}")
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${arg_TARGET}.cpp")
  configure_file("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/dispatched.cpp.in" "${source}" @ONLY)
  add_library(${arg_TARGET} STATIC "${source}")
  target_link_libraries(${arg_TARGET} PUBLIC etch::etch etch::highway_library)
endfunction()

# etch_add_benchmark(TARGET my_net HEADER my_net.hpp NETWORK MyNet)
# Makes the program `my_net`, which prints what each step of an inference of the network `MyNet` takes (`--json`: for other
# programs). HEADER, which declares the network, lies beside the CMakeLists.txt, or where the target's include path has it.
function(etch_add_benchmark)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "TARGET;HEADER;NETWORK" "")
  etch_check_arguments(etch_add_benchmark "etch_add_benchmark(TARGET my_net HEADER my_net.hpp NETWORK MyNet)"
    TARGET HEADER NETWORK)
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${arg_TARGET}_benchmark.cpp")
  configure_file("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/etch-benchmark.cpp.in" "${source}" @ONLY)
  add_executable(${arg_TARGET} "${source}")
  target_include_directories(${arg_TARGET} PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")
  target_link_libraries(${arg_TARGET} PRIVATE etch::etch)
endfunction()

# etch_add_network(TARGET lenet5 MODEL lenet5.onnx NAME LeNet5 [SHAPE 1x1x28x28] [OUTPUT scores] [INLINE | SEPARATE])
# Imports an ONNX model at build time, again whenever it changes, and makes the library `lenet5` of it: `lenet5.h`, functions for
# C, and `lenet5.hpp`, the type LeNet5, for C++; files are called after NAME in lower case. SHAPE gives extents that the model leaves
# open, OUTPUT which of its outputs, where there are several; INLINE makes the weights a constexpr array, SEPARATE what an assembler puts into read-only data; by default it
# depends on their size. The library has code for each instruction set that the
# processor may turn out to have; etch_tune_for(lenet5 native) makes it one for one.
function(etch_add_network)
  cmake_parse_arguments(PARSE_ARGV 0 arg "INLINE;SEPARATE" "TARGET;MODEL;NAME;SHAPE;OUTPUT" "")
  etch_check_arguments(etch_add_network "etch_add_network(TARGET lenet5 MODEL lenet5.onnx NAME LeNet5)" TARGET MODEL NAME)
  if(arg_INLINE AND arg_SEPARATE)
    message(FATAL_ERROR "etch_add_network(TARGET ${arg_TARGET} ...) takes INLINE or SEPARATE, not both.")
  endif()
  cmake_path(ABSOLUTE_PATH arg_MODEL)
  if(TARGET etch::etch_command)
    set(command "$<TARGET_FILE:etch::etch_command>")
    set(command_target etch::etch_command)
  else()
    # As for another processor: the command is this machine's.
    find_program(ETCH_COMMAND etch)
    if(NOT ETCH_COMMAND)
      message(FATAL_ERROR "etch_add_network(TARGET ${arg_TARGET} ...): there is no command etch; build etch with ETCH_GENERATOR=ON, or "
                          "say with ETCH_COMMAND where it is.")
    endif()
    set(command "${ETCH_COMMAND}")
    set(command_target "")
  endif()
  set(options "")
  if(arg_SHAPE)
    list(APPEND options --shape "${arg_SHAPE}")
  endif()
  if(arg_OUTPUT)
    list(APPEND options --output-name "${arg_OUTPUT}")
  endif()
  if(arg_INLINE)
    list(APPEND options --inline)
  elseif(arg_SEPARATE)
    list(APPEND options --separate)
  endif()

  string(TOLOWER "${arg_NAME}" base)
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/${arg_TARGET}_network")
  set(sources "${folder}/${base}.cc" "${folder}/${base}_weights.S")
  set(weights "${folder}/${base}.weights.bin")
  set(files ${sources} "${weights}" "${folder}/${base}.h" "${folder}/${base}.hpp" "${folder}/${base}_weights.hpp")
  add_custom_command(
    OUTPUT ${files}
    COMMAND "${command}" import "${arg_MODEL}" -o "${folder}" --name "${arg_NAME}" --for-build ${options}
    DEPENDS "${arg_MODEL}" "${command}" ${command_target}
    COMMENT "Importing ${arg_NAME}" VERBATIM)
  add_library(${arg_TARGET} STATIC ${files})
  # The compiler of C++ also assembles, so that the project needs no other language.
  set_source_files_properties("${folder}/${base}_weights.S" PROPERTIES
    LANGUAGE CXX SKIP_PRECOMPILE_HEADERS ON OBJECT_DEPENDS "${weights}"
    COMPILE_OPTIONS "-x;assembler-with-cpp;-I${folder};$<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wno-unused-command-line-argument>")
  target_include_directories(${arg_TARGET} PUBLIC "${folder}")
  target_link_libraries(${arg_TARGET} PUBLIC etch::etch)
  etch_allow_constant_evaluation(${arg_TARGET})
  etch_find_highway_library()
  if(TARGET etch::highway_library)
    target_link_libraries(${arg_TARGET} PUBLIC etch::highway_library)
  else()
    message(STATUS "etch: no library of Highway (Debian: libhwy-dev), so ${arg_TARGET} is compiled for one instruction set")
    target_compile_definitions(${arg_TARGET} PRIVATE HWY_COMPILE_ONLY_STATIC)
  endif()
endfunction()
