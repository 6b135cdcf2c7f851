# SPDX-License-Identifier: MIT
# The libraries to compare with, those that are found: each gives etch_bench a source and a definition.

if(NOT ETCH_BENCH_PEERS)
  message(STATUS "etch: benchmarks compare with no other library (ETCH_BENCH_PEERS is OFF)")
  return()
endif()

# One line a library. `what`: the benchmarks that have it.
function(etch_bench_peer name found version package what)
  if(found)
    message(STATUS "etch: ${name} ${version} to compare with in ${what}")
  else()
    message(STATUS "etch: no ${name} to compare with in ${what} (Debian: ${package}; ./setup.sh --bench installs it)")
  endif()
endfunction()

# Apart from the rest, because its headers want other flags. The kernels' instruction set is none of its business.
# `ARGN`: what it links.
function(etch_bench_peer_library name)
  add_library(etch_bench_${name} STATIC peers/${name}.cpp)
  target_link_libraries(etch_bench_${name} PRIVATE ${ARGN})
  target_link_libraries(etch_bench PUBLIC etch_bench_${name})
  string(TOUPPER ${name} upper)
  target_compile_definitions(etch_bench PUBLIC ETCH_BENCH_${upper})
endfunction()

find_package(dnnl QUIET)
etch_bench_peer(oneDNN "${dnnl_FOUND}" "${dnnl_VERSION}" libdnnl-dev "bench_layers, bench_gradients and bench_networks")
if(dnnl_FOUND)
  target_sources(etch_bench PRIVATE peers/onednn.cpp peers/onednn_backward.cpp)
  # Its threads are OpenMP's where it has any; all that is compared runs on one. clang brings LLVM's
  # runtime, which then serves those that were linked with GNU's too: its symbols come first.
  find_package(OpenMP QUIET)
  target_link_libraries(etch_bench PUBLIC DNNL::dnnl $<TARGET_NAME_IF_EXISTS:OpenMP::OpenMP_CXX>)
  target_compile_definitions(etch_bench PUBLIC ETCH_BENCH_ONEDNN)
endif()

find_package(OpenCV QUIET COMPONENTS core dnn)
etch_bench_peer(OpenCV "${OpenCV_FOUND}" "${OpenCV_VERSION}" libopencv-dev "bench_layers and bench_networks")
if(OpenCV_FOUND)
  etch_bench_peer_library(opencv etch::core opencv_core opencv_dnn)
endif()

find_package(dlib QUIET)
etch_bench_peer(dlib "${dlib_FOUND}" "${dlib_VERSION}" "libdlib-dev libopenblas0-serial" "bench_layers and bench_networks")
if(dlib_FOUND)
  etch_bench_peer_library(dlib etch::core dlib::dlib)
endif()

find_package(Torch QUIET)
etch_bench_peer(PyTorch "${Torch_FOUND}" "${Torch_VERSION}" "libtorch-dev libopenblas0-serial" "bench_layers, bench_networks and bench_training")
if(Torch_FOUND)
  etch_bench_peer_library(torch ${TORCH_LIBRARIES})
  # clang 14 does not compile libtorch 1.13's headers as C++20.
  set_target_properties(etch_bench_torch PROPERTIES CXX_STANDARD 17)
endif()
