// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/elementwise/geometry.hpp>

namespace etch {

/// Whether there is a vector form of the function. Only such functions are done in the store of another
/// operation.
constexpr bool has_kernel(Function function) {
  switch (function) {
    case Function::identity:
    case Function::relu:
    case Function::relu6:
    case Function::leaky_relu:
    case Function::sigmoid:
    case Function::tanh:
    case Function::silu:
    case Function::hard_swish:
    case Function::hard_sigmoid:
      return true;
    default:
      return false;
  }
}

/// Whether a function is so long that an epilogue had better be a loop of its own over what is stored.
constexpr bool is_long(Function function) {
  switch (function) {
    case Function::sigmoid:
    case Function::tanh:
    case Function::silu:
      return true;
    default:
      return false;
  }
}

}  // namespace etch
