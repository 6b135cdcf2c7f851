# SPDX-License-Identifier: MIT
# 32-bit Arm with NEON.
include("${CMAKE_CURRENT_LIST_DIR}/cross.cmake")
etch_cross_linux(arm arm-linux-gnueabihf qemu-arm)
set(CMAKE_CXX_FLAGS_INIT "-mfpu=neon")
