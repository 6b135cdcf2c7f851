// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/window.hpp>
#include <etch/shape.hpp>

#include <cstddef>

namespace etch {

/// A 2-D convolution (cross-correlation, as all frameworks compute it):
/// y(i, j, k) = b(k) + sum over r, s, c of x(i s_h + r d_h - p_h, j s_w + s d_w - p_w, c) w(r, s, c, k),
/// x zero outside, c over the channels of the group that filter k belongs to.
/// Weights lie as (kernel h, kernel w, channels / groups, filters), then the biases.
struct ConvolutionGeometry {
  WindowAxis height{};
  WindowAxis width{};
  std::size_t channels = 1;
  std::size_t filters = 1;
  std::size_t groups = 1;
  bool bias = true;

  constexpr bool window_fits() const { return height.fits() && width.fits(); }
  constexpr Shape output() const { return {height.out(), width.out(), filters}; }

  constexpr std::size_t group_channels() const { return channels / groups; }
  constexpr std::size_t group_filters() const { return filters / groups; }
  constexpr std::size_t weight_count() const {
    return product(height.kernel, width.kernel, group_channels(), filters);
  }
  constexpr std::size_t parameter_count() const { return weight_count() + (bias ? filters : 0); }
  /// One for each tap of each output, those that fall on padding counted too, as is the custom.
  constexpr std::size_t multiply_adds() const { return product(height.out(), width.out(), weight_count()); }

  constexpr std::size_t input_size() const { return height.in * width.in * channels; }
  constexpr std::size_t output_size() const { return height.out() * width.out() * filters; }
  /// Numbers that the gradient by the input works with: the weights, channels and filters exchanged.
  constexpr std::size_t input_gradient_scratch() const { return weight_count(); }

  constexpr bool operator==(const ConvolutionGeometry&) const = default;
};

}  // namespace etch
