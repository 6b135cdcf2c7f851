# SPDX-License-Identifier: MIT
# cmake -P toolchains.cmake: where tools are missing, each toolchain file names one and the package that has it.

function(expect toolchain tool package)
  execute_process(
    COMMAND "${CMAKE_COMMAND}" -E env PATH=/nowhere "${CMAKE_COMMAND}" -DCMAKE_FIND_USE_CMAKE_SYSTEM_PATH=OFF
            -P "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../cmake/toolchains/${toolchain}.cmake"
    RESULT_VARIABLE status ERROR_VARIABLE said OUTPUT_QUIET)
  string(REGEX REPLACE "[ \n]+" " " said "${said}")
  string(FIND "${said}" "etch: this preset needs ${tool}, which is not installed: run ./setup.sh --" found)
  string(FIND "${said}" "(Debian: apt-get install ${package})" named)
  if(status EQUAL 0 OR found LESS 0 OR named LESS 0)
    message(SEND_ERROR "${toolchain} without ${tool}: status ${status}, said '${said}'")
  endif()
endfunction()

expect(aarch64 aarch64-linux-gnu-g++ g++-aarch64-linux-gnu)
expect(armv7 arm-linux-gnueabihf-g++ g++-arm-linux-gnueabihf)
expect(riscv64 riscv64-linux-gnu-g++ g++-riscv64-linux-gnu)
expect(wasm em++ emscripten)
expect(web em++ emscripten)
expect(cortex-m arm-none-eabi-g++ gcc-arm-none-eabi)
