# SPDX-License-Identifier: MIT
# 64-bit Arm with NEON, and with SVE where the preset's -march= says so.
include("${CMAKE_CURRENT_LIST_DIR}/cross.cmake")
etch_cross_linux(aarch64 aarch64-linux-gnu qemu-aarch64)
