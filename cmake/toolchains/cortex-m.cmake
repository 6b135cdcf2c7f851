# SPDX-License-Identifier: MIT
# Cortex-M without an operating system: firmware, run in qemu-system-arm. Which core is said per target, by
# examples/firmware/cores.cmake.
include("${CMAKE_CURRENT_LIST_DIR}/cross.cmake")
set(ETCH_CROSS_SETUP --firmware)
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR arm)
etch_cross_program(ETCH_CROSS_COMPILER arm-none-eabi-g++ gcc-arm-none-eabi)
etch_cross_program(ETCH_CROSS_SIZE arm-none-eabi-size binutils-arm-none-eabi)
etch_cross_program(ETCH_CROSS_EMULATOR qemu-system-arm qemu-system-arm)
execute_process(COMMAND "${ETCH_CROSS_COMPILER}" -x c++ -E -include cstddef -o /dev/null - INPUT_FILE /dev/null
                RESULT_VARIABLE lacking OUTPUT_QUIET ERROR_QUIET)
if(lacking)
  message(FATAL_ERROR "etch: arm-none-eabi-g++ has no C++ headers: "
                      "run ./setup.sh --firmware, or install them (Debian: apt-get install libstdc++-arm-none-eabi-newlib).")
endif()
set(CMAKE_CXX_COMPILER "${ETCH_CROSS_COMPILER}")
set(CMAKE_EXECUTABLE_SUFFIX_CXX .elf)
# A program cannot be linked before it is known for which machine.
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
# This compiler has a C library of its own, so it must not see the system's folder of headers.
etch_cross_headers()
