# SPDX-License-Identifier: MIT
# What etch's own tests, examples and benchmarks are compiled with; not installed.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

function(etch_own_program target)
  # -Wconversion finds a double that slipped into float arithmetic; -Wsign-conversion would only make indices unreadable.
  target_compile_options(${target} PRIVATE
    $<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion>)
  if(ETCH_WERROR)
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-Werror>)
  endif()
  etch_allow_constant_evaluation(${target})
  etch_tune_for(${target} "${ETCH_MARCH}")
  target_compile_definitions(${target} PRIVATE
    ETCH_SOURCE_DIR="${PROJECT_SOURCE_DIR}" ETCH_SHARED_DIR="${ETCH_SHARED_DIR}")
endfunction()

# Files and datasets where zlib is there, the core everywhere.
if(ETCH_HAS_HOSTED)
  set(ETCH_EVERYTHING etch::hosted)
else()
  set(ETCH_EVERYTHING etch::etch)
endif()
