// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/window.hpp>
#include <etch/shape.hpp>

#include <cstddef>

namespace etch {

enum class Pooling : unsigned char { max, average };

/// The largest value, or the mean, of each window, per channel. Padding never counts: not as a value of a
/// maximum, not in the number that a mean is divided by.
struct PoolGeometry {
  Pooling pooling = Pooling::max;
  WindowAxis height{};
  WindowAxis width{};
  std::size_t channels = 1;

  constexpr bool window_fits() const { return height.fits() && width.fits(); }
  constexpr Shape output() const { return {height.out(), width.out(), channels}; }
  constexpr std::size_t input_size() const { return height.in * width.in * channels; }
  constexpr std::size_t output_size() const { return height.out() * width.out() * channels; }

  constexpr bool operator==(const PoolGeometry&) const = default;
};

}  // namespace etch
