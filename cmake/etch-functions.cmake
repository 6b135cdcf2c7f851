# SPDX-License-Identifier: MIT
# Functions for programs that use etch; installed with it. None is applied to etch's targets, because limits and
# instruction sets are the program's choice.

# Raises the compiler's limits on constant evaluation, for programs that run whole networks in a `static_assert` or a
# `constexpr` variable: a forward pass of LeNet-5 alone takes some ten million steps.
function(etch_allow_constant_evaluation target)
  target_compile_options(${target} PRIVATE
    $<$<CXX_COMPILER_ID:GNU>:-fconstexpr-ops-limit=60000000 -fconstexpr-loop-limit=10000000>
    $<$<CXX_COMPILER_ID:Clang,AppleClang>:-fconstexpr-steps=100000000>)
endfunction()

# Compiles `target` for one instruction set, `native` or what the compiler's -march= takes, and lets Highway use all of it.
function(etch_tune_for target march)
  if(NOT march)
    return()
  endif()
  target_compile_options(${target} PRIVATE -march=${march})
  # Without this Highway 1.0.3 refuses to compile where -march=native means newer instructions than it has a default for.
  target_compile_definitions(${target} PRIVATE HWY_COMPILE_ONLY_STATIC)
  if(march MATCHES "^(x86-64-v[234]|haswell|broadwell)$")
    # These names leave out AES and CLMUL, and Highway would then fall back to SSSE3.
    target_compile_definitions(${target} PRIVATE HWY_DISABLE_PCLMUL_AES)
  endif()
endfunction()
