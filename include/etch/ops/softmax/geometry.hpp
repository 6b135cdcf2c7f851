// SPDX-License-Identifier: MIT
#pragma once
#include <etch/flag.hpp>

#include <cstddef>

namespace etch {

/// y(c) = exp(x(c)) / sum over d of exp(x(d)), over the channels of each of `rows` positions; its logarithm
/// if so.
struct SoftmaxGeometry {
  std::size_t rows = 1;
  std::size_t channels = 1;
  Flag logarithm = false;

  constexpr std::size_t input_size() const { return rows * channels; }
  constexpr std::size_t output_size() const { return rows * channels; }
  constexpr bool operator==(const SoftmaxGeometry&) const = default;
};

}  // namespace etch
