# SPDX-License-Identifier: MIT
# A keyword without its value, as an empty variable leaves it, is named before anything is made.
include("${CMAKE_CURRENT_LIST_DIR}/../../cmake/etch-functions.cmake")
etch_add_network(TARGET lenet5 MODEL lenet5.onnx NAME LeNet5 SHAPE ${nothing} INLINE)
