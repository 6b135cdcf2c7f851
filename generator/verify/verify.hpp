// SPDX-License-Identifier: MIT
#pragma once
#include <generator/import.hpp>
#include <generator/verify/compile.hpp>

#include <cstddef>

namespace etch::generator {

/// Compiles the network with the system's compiler and runs it on each of the images that lie in `input`,
/// which is in the model's order, as is the result. `standalone`: by the header that needs nothing of etch.
/// Throws `Failure` if there is no compiler or it refuses.
Tensor run(const Network& network, const Tensor& input, const Compiler& compiler = {},
           bool standalone = false);

/// How far numbers are from those expected: the largest |a - b| / (tolerance's floor + |b|).
struct Difference {
  double largest = 0;     ///< Relative to the larger of |expected| and the floor.
  std::size_t place = 0;  ///< Where.
  double found = 0;
  double expected = 0;
};
/// The floor is the mean magnitude of what is expected: near 0 nothing can be relatively exact.
Difference compare(const Tensor& found, const Tensor& expected);

}  // namespace etch::generator
