// SPDX-License-Identifier: MIT
#pragma once
#include <etch/flag.hpp>
#include <etch/ops/elementwise/geometry.hpp>
#include <etch/ops/policy.hpp>
#include <etch/ops/window.hpp>

#include <cstddef>

namespace etch {

/// A convolution (cross-correlation, as all frameworks compute it) over one, two or three axes:
/// y(a, i, j, k) = b(k) + sum over q, r, s, c of
///     x(a s_d + q d_d - p_d, i s_h + r d_h - p_h, j s_w + s d_w - p_w, c) w(q, r, s, c, k),
/// x zero outside, c over the channels of the group that filter k belongs to.
/// Weights lie as (kernel depth, height, width, channels / groups, filters), then the biases.
struct ConvolutionGeometry {
  WindowAxis height{};
  WindowAxis width{};
  std::size_t channels = 1;
  std::size_t filters = 1;
  std::size_t groups = 1;
  Flag bias = true;
  WindowAxis depth{};
  Epilogue epilogue{};
  Policy policy{};
  /// Channels of the value that the output is a part of, where it is: at inference, in place of a
  /// concatenation.
  std::size_t whole_channels = 0;

  constexpr Window window() const { return {depth, height, width}; }
  constexpr bool is_flat() const { return depth == WindowAxis{}; }

  /// Each channel has a filter of its own, and only that.
  constexpr bool is_depthwise() const { return groups == channels && filters == channels && channels > 1; }

  constexpr std::size_t group_channels() const { return channels / groups; }
  constexpr std::size_t group_filters() const { return filters / groups; }
  constexpr std::size_t weight_count() const { return product(window().taps(), group_channels(), filters); }
  constexpr std::size_t bias_count() const { return filters; }
  constexpr std::size_t parameter_count() const { return weight_count() + (bias ? filters : 0); }
  /// One for each tap of each output, those that fall on padding counted too, as is the custom.
  constexpr std::size_t multiply_adds() const { return product(window().output_positions(), weight_count()); }

  constexpr std::size_t input_size() const { return window().input_positions() * channels; }
  constexpr std::size_t output_size() const { return window().output_positions() * filters; }
  /// How far neighbouring pixels of the output lie apart, and images.
  constexpr std::size_t result_pitch() const { return whole_channels == 0 ? filters : whole_channels; }
  constexpr std::size_t result_size() const { return window().output_positions() * result_pitch(); }

  // What weight number n multiplies and what it is added to, for folding a scale before or after into it.
  constexpr std::size_t weight_channel(std::size_t n) const {
    return weight_filter(n) / group_filters() * group_channels() + n / filters % group_channels();
  }
  constexpr std::size_t weight_filter(std::size_t n) const { return n % filters; }
  constexpr std::size_t weight_bias(std::size_t n) const { return n % filters; }
  /// Whether every output sums all taps: only then is a shift of the input a shift of the output.
  constexpr bool sums_all_taps() const { return !window().reads_padding(); }

  constexpr bool operator==(const ConvolutionGeometry&) const = default;
};

/// The transpose of a convolution (fractionally strided, up-convolution): `adjoint` is the convolution that
/// leads from this one's output to its input, and weights lie as that one's: (kernel depth, height, width,
/// filters / groups, channels), then this one's biases, one for each filter.
struct TransposedGeometry {
  ConvolutionGeometry adjoint{};  ///< Without bias and epilogue.
  Flag bias = true;
  Epilogue epilogue{};

  constexpr std::size_t channels() const { return adjoint.filters; }
  constexpr std::size_t filters() const { return adjoint.channels; }
  constexpr std::size_t weight_count() const { return adjoint.weight_count(); }
  constexpr std::size_t bias_count() const { return filters(); }
  constexpr std::size_t parameter_count() const { return weight_count() + (bias ? filters() : 0); }
  /// One for each tap of each input, those that fall outside counted too.
  constexpr std::size_t multiply_adds() const { return adjoint.multiply_adds(); }
  constexpr std::size_t input_size() const { return adjoint.output_size(); }
  constexpr std::size_t output_size() const { return adjoint.input_size(); }

  constexpr std::size_t weight_channel(std::size_t n) const { return adjoint.weight_filter(n); }
  constexpr std::size_t weight_filter(std::size_t n) const { return adjoint.weight_channel(n); }
  constexpr std::size_t weight_bias(std::size_t n) const { return weight_filter(n); }
  constexpr bool sums_all_taps() const { return false; }

  constexpr bool operator==(const TransposedGeometry&) const = default;
};

/// A convolution whose weights are not shared: each position has filters of its own. Weights lie as (output
/// height, width, kernel height, width, channels, filters), then biases as the output.
struct LocalGeometry {
  WindowAxis height{};
  WindowAxis width{};
  std::size_t channels = 1;
  std::size_t filters = 1;
  Flag bias = true;
  Epilogue epilogue{};

  constexpr Window window() const { return {{}, height, width}; }
  /// Weights of one position.
  constexpr std::size_t field_count() const { return product(window().taps(), channels, filters); }
  constexpr std::size_t weight_count() const { return product(window().output_positions(), field_count()); }
  constexpr std::size_t bias_count() const { return output_size(); }
  constexpr std::size_t parameter_count() const { return weight_count() + (bias ? output_size() : 0); }
  constexpr std::size_t multiply_adds() const { return weight_count(); }
  constexpr std::size_t input_size() const { return window().input_positions() * channels; }
  constexpr std::size_t output_size() const { return product(window().output_positions(), filters); }

  constexpr std::size_t weight_channel(std::size_t n) const { return n / filters % channels; }
  constexpr std::size_t weight_filter(std::size_t n) const { return n % filters; }
  constexpr std::size_t weight_bias(std::size_t n) const { return n / field_count() * filters + n % filters; }
  constexpr bool sums_all_taps() const { return !window().reads_padding(); }

  constexpr bool operator==(const LocalGeometry&) const = default;
};

}  // namespace etch
