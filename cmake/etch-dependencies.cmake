# SPDX-License-Identifier: MIT
# Finds what etch includes. Used by etch's own build and, installed, by etchConfig.cmake, so that both agree.
#
# Only folders of headers are looked for, never libraries to link: etch dispatches statically, so Highway's library is not
# needed, and a program without one has nothing to carry to a small device.

set(ETCH_MINIMUM_BOOST 1.74)
set(ETCH_MINIMUM_HIGHWAY 1.0.3)

# Gives `etch::hana`, or explains in ETCH_MISSING.
function(etch_find_hana)
  if(TARGET etch::hana)
    return()
  endif()
  find_package(Boost ${ETCH_MINIMUM_BOOST} CONFIG QUIET)
  find_path(ETCH_HANA_INCLUDE_DIR boost/hana/unpack.hpp HINTS ${Boost_INCLUDE_DIRS} ${BOOST_ROOT}/include ${BOOST_ROOT})
  set(dir "${ETCH_HANA_INCLUDE_DIR}")
  # Hana alone, without the rest of Boost, has no such file and is recent enough.
  if(dir AND EXISTS "${dir}/boost/version.hpp")
    file(STRINGS "${dir}/boost/version.hpp" line REGEX "define BOOST_LIB_VERSION")
    string(REGEX MATCH "[0-9]+_[0-9]+(_[0-9]+)?" version "${line}")
    string(REPLACE "_" "." version "${version}")
    if(version VERSION_LESS ETCH_MINIMUM_BOOST)
      set(dir "")
    endif()
  endif()
  if(NOT dir AND ETCH_FETCH_DEPENDENCIES)
    # Hana needs nothing of the rest of Boost.
    etch_fetch_headers(hana https://github.com/boostorg/hana.git boost-1.81.0)
    set(dir "${hana_SOURCE_DIR}/include")
  endif()
  etch_header_folder(hana "${dir}"
    "Boost.Hana (Boost ${ETCH_MINIMUM_BOOST} or newer, on Debian libboost-dev)")
  set(ETCH_MISSING "${ETCH_MISSING}" PARENT_SCOPE)
endfunction()

# Gives `etch::highway`, or explains in ETCH_MISSING.
function(etch_find_highway)
  if(TARGET etch::highway)
    return()
  endif()
  set(hints "")
  find_package(hwy CONFIG QUIET)
  if(TARGET hwy::hwy)
    get_target_property(folders hwy::hwy INTERFACE_INCLUDE_DIRECTORIES)
    if(folders)
      list(APPEND hints ${folders})
    endif()
  else()
    # Some distributions ship Highway with a pkg-config file only.
    find_package(PkgConfig QUIET)
    if(PkgConfig_FOUND)
      pkg_check_modules(ETCH_PC_HIGHWAY QUIET libhwy)
      list(APPEND hints ${ETCH_PC_HIGHWAY_INCLUDEDIR} ${ETCH_PC_HIGHWAY_INCLUDE_DIRS})
    endif()
  endif()
  find_path(ETCH_HIGHWAY_INCLUDE_DIR hwy/highway.h HINTS ${hints})
  set(dir "${ETCH_HIGHWAY_INCLUDE_DIR}")
  if(dir)
    set(version "")
    # The three numbers stand in highway.h up to Highway 1.0 and in base.h since.
    foreach(file base.h highway.h)
      file(STRINGS "${dir}/hwy/${file}" lines REGEX "define HWY_(MAJOR|MINOR|PATCH) [0-9]+")
      foreach(line IN LISTS lines)
        string(REGEX MATCH "[0-9]+$" number "${line}")
        list(APPEND version ${number})
      endforeach()
    endforeach()
    list(JOIN version "." version)
    if(version VERSION_LESS ETCH_MINIMUM_HIGHWAY)
      set(dir "")
    endif()
  endif()
  if(NOT dir AND ETCH_FETCH_DEPENDENCIES)
    etch_fetch_headers(highway https://github.com/google/highway.git 1.2.0)
    set(dir "${highway_SOURCE_DIR}")
  endif()
  etch_header_folder(highway "${dir}"
    "Highway (${ETCH_MINIMUM_HIGHWAY} or newer, on Debian libhwy-dev)")
  if(TARGET etch::highway)
    # Highway's assertions are active in unoptimised builds and call into its library, which etch does not link.
    set_property(TARGET etch::highway PROPERTY INTERFACE_COMPILE_DEFINITIONS HWY_IS_DEBUG_BUILD=0)
  endif()
  set(ETCH_MISSING "${ETCH_MISSING}" PARENT_SCOPE)
endfunction()

# Puts the sources of a pinned release into <name>_SOURCE_DIR without configuring its project.
function(etch_fetch_headers name url tag)
  include(FetchContent)
  FetchContent_Declare(${name} GIT_REPOSITORY ${url} GIT_TAG ${tag} GIT_SHALLOW TRUE
                       SOURCE_SUBDIR headers-only-so-no-such-folder)
  message(STATUS "etch: downloading ${name} ${tag}")
  FetchContent_MakeAvailable(${name})
  set(${name}_SOURCE_DIR "${${name}_SOURCE_DIR}" PARENT_SCOPE)
endfunction()

function(etch_header_folder name dir sentence)
  if(dir)
    add_library(etch::${name} INTERFACE IMPORTED GLOBAL)
    set_target_properties(etch::${name} PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${dir}"
                                                   INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${dir}")
  else()
    list(APPEND ETCH_MISSING "${sentence}")
    set(ETCH_MISSING "${ETCH_MISSING}" PARENT_SCOPE)
  endif()
endfunction()

# One sentence for all that is absent, or nothing.
function(etch_missing_dependencies result)
  set(sentence "")
  if(ETCH_MISSING)
    list(JOIN ETCH_MISSING " and " names)
    set(sentence "etch needs ${names}; install it or point CMAKE_PREFIX_PATH at it.")
  endif()
  set(${result} "${sentence}" PARENT_SCOPE)
endfunction()

# Gives `etch::highway_library`, which finds out what the processor has, if there is one: dynamic dispatch links it.
function(etch_find_highway_library)
  if(TARGET etch::highway_library)
    return()
  endif()
  etch_find_highway()
  if(highway_SOURCE_DIR)
    # Downloaded: the few files that dispatch needs.
    file(GLOB sources "${highway_SOURCE_DIR}/hwy/targets.cc" "${highway_SOURCE_DIR}/hwy/abort.cc")
    add_library(etch_highway_library STATIC ${sources})
    target_link_libraries(etch_highway_library PUBLIC etch::highway)
    add_library(etch::highway_library ALIAS etch_highway_library)
    return()
  endif()
  find_library(ETCH_HIGHWAY_LIBRARY hwy HINTS "${ETCH_HIGHWAY_INCLUDE_DIR}/../lib")
  if(ETCH_HIGHWAY_LIBRARY)
    add_library(etch::highway_library UNKNOWN IMPORTED GLOBAL)
    set_target_properties(etch::highway_library PROPERTIES IMPORTED_LOCATION "${ETCH_HIGHWAY_LIBRARY}")
  endif()
endfunction()
