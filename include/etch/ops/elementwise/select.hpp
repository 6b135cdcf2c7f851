// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/elementwise/geometry.hpp>

namespace etch {

/// Whether a function is so long that an epilogue had better be a loop of its own over what is stored.
constexpr bool is_long(Function function) {
  switch (function) {
    case Function::elu:
    case Function::selu:
    case Function::sigmoid:
    case Function::tanh:
    case Function::gelu:
    case Function::gelu_tanh:
    case Function::silu:
    case Function::mish:
    case Function::softplus:
      return true;
    default:
      return false;
  }
}

}  // namespace etch
