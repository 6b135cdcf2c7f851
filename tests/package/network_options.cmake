# SPDX-License-Identifier: MIT
# Options that contradict each other are named before anything is made.
include("${CMAKE_CURRENT_LIST_DIR}/../../cmake/etch-functions.cmake")
etch_add_network(TARGET lenet5 MODEL lenet5.onnx NAME LeNet5 INLINE SEPARATE)
