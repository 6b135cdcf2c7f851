# SPDX-License-Identifier: MIT
# 64-bit RISC-V without vectors: those need Highway 1.1 and a newer compiler.
include("${CMAKE_CURRENT_LIST_DIR}/cross.cmake")
etch_cross_linux(riscv64 riscv64-linux-gnu qemu-riscv64)
