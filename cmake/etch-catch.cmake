# SPDX-License-Identifier: MIT
# Catch2, version 2 or 3, as `etch_tests_main`: a library with main(), so that it is compiled once; and
# `etch_discover_tests`, one CTest entry for each TEST_CASE.

find_package(Catch2 QUIET)
if(NOT Catch2_FOUND)
  if(NOT ETCH_FETCH_DEPENDENCIES)
    message(FATAL_ERROR "etch's tests need Catch2 (2.13 or newer; Debian: catch2), or set ETCH_TESTS=OFF.")
  endif()
  include(FetchContent)
  FetchContent_Declare(Catch2 GIT_REPOSITORY https://github.com/catchorg/Catch2.git GIT_TAG v3.5.4 GIT_SHALLOW TRUE)
  message(STATUS "etch: downloading Catch2 v3.5.4")
  FetchContent_MakeAvailable(Catch2)
  list(APPEND CMAKE_MODULE_PATH "${catch2_SOURCE_DIR}/extras")
  set(Catch2_VERSION 3.5.4)
endif()

if(ETCH_CROSS_HEADERS)
  if(NOT EXISTS "${ETCH_CROSS_HEADERS}/catch2")
    message(FATAL_ERROR "etch: this preset's tests need catch2/catch.hpp, of Catch2 2, in /usr/include or /usr/local/include "
                        "(Debian: apt-get install catch2).")
  endif()
  # Not the folder of the system's headers, see cmake/toolchains/cross.cmake.
  set_target_properties(Catch2::Catch2 PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${ETCH_CROSS_HEADERS}")
endif()
# Debian brings version 2 compiled too, for the machine it runs on. Compiled as C++11 it would lack what shows a string_view.
set(catch_is_compiled OFF)
if(Catch2_VERSION VERSION_LESS 3 AND TARGET Catch2::Catch2WithMain AND NOT CMAKE_CROSSCOMPILING)
  get_target_property(library Catch2::Catch2WithMain LOCATION)
  file(STRINGS "${library}" found LIMIT_COUNT 1 REGEX "StringMakerISt17basic_string_viewIc")
  if(found)
    set(catch_is_compiled ON)
  endif()
endif()
if(Catch2_VERSION VERSION_LESS 3 AND NOT catch_is_compiled)
  add_library(etch_tests_main STATIC "${PROJECT_SOURCE_DIR}/tests/support/main.cpp")
  target_link_libraries(etch_tests_main PUBLIC Catch2::Catch2)
else()
  add_library(etch_tests_main INTERFACE)
  target_link_libraries(etch_tests_main INTERFACE Catch2::Catch2WithMain)
endif()
include(Catch)

function(etch_discover_tests target)
  set(arguments "")
  if(Catch2_VERSION VERSION_LESS 3)
    # Catch2 2 succeeds when no test has the name asked for, as when CMake splits a title at a semicolon; 3 fails by itself.
    set(arguments EXTRA_ARGS --warn NoTests)
  endif()
  catch_discover_tests(${target} TEST_PREFIX "${target}:" ${arguments} ${ARGN})
endfunction()
