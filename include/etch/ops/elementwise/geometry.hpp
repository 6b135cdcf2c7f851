// SPDX-License-Identifier: MIT
#pragma once
#include <etch/flag.hpp>
#include <etch/fraction.hpp>

#include <cstddef>

namespace etch {

enum class Function : std::size_t {
  identity,
  relu,
  relu6,
  leaky_relu,
  elu,
  selu,
  sigmoid,
  tanh,
  gelu,
  gelu_tanh,
  silu,
  mish,
  hard_swish,
  hard_sigmoid,
  softplus,
  softsign,
  thresholded_relu,
};

/// y = f(x), number by number. The slope of `leaky_relu` below 0, the alpha of `elu` and the threshold of
/// `thresholded_relu` is `slope`.
struct ElementwiseGeometry {
  Function function = Function::identity;
  std::size_t count = 0;
  Fraction slope{};

  constexpr std::size_t input_size() const { return count; }
  constexpr std::size_t output_size() const { return count; }
  constexpr bool operator==(const ElementwiseGeometry&) const = default;
};

/// Whether f'(x) can be had from f(x): then x need not be kept for the backward pass.
constexpr bool derivative_from_output(Function function) {
  switch (function) {
    case Function::gelu:
    case Function::gelu_tanh:
    case Function::silu:
    case Function::mish:
    case Function::hard_swish:
      return false;
    default:
      return true;
  }
}

/// What an operation does to a number before it stores it: f(number + the number at the same place of its
/// second input).
struct Epilogue {
  Flag adds_other = false;
  ElementwiseGeometry activation{};

  constexpr bool operator==(const Epilogue&) const = default;
};

/// y = a + b, number by number.
struct SumGeometry {
  std::size_t count = 0;

  constexpr std::size_t input_size() const { return count; }
  constexpr std::size_t output_size() const { return count; }
  constexpr bool operator==(const SumGeometry&) const = default;
};

/// y = a b, number by number; b has a number for each of a, for each channel, or for each pixel.
struct ProductGeometry {
  enum class Second : std::size_t { whole, channels, pixels };

  std::size_t pixels = 1;
  std::size_t channels = 1;
  Second second = Second::whole;

  constexpr std::size_t input_size() const { return pixels * channels; }
  constexpr std::size_t output_size() const { return pixels * channels; }
  constexpr std::size_t other_size() const {
    return second == Second::whole ? pixels * channels : second == Second::channels ? channels : pixels;
  }
  /// Where b's number for channel `c` of pixel `p` lies.
  constexpr std::size_t other_index(std::size_t p, std::size_t c) const {
    return second == Second::whole ? p * channels + c : second == Second::channels ? c : p;
  }
  constexpr bool operator==(const ProductGeometry&) const = default;
};

/// y(p, c) = f(x(p, c) s(c) + b(c)): s, then b if there is one, are the parameters.
struct ScaleGeometry {
  std::size_t pixels = 1;
  std::size_t channels = 1;
  Flag bias = true;
  Epilogue epilogue{};

  constexpr std::size_t input_size() const { return pixels * channels; }
  constexpr std::size_t output_size() const { return pixels * channels; }
  constexpr std::size_t parameter_count() const { return bias ? 2 * channels : channels; }
  constexpr bool operator==(const ScaleGeometry&) const = default;
};

/// y(p, c) = x(p, c), times the slope of its channel, a parameter, below 0. `shared`: one slope for all.
struct PreluGeometry {
  std::size_t pixels = 1;
  std::size_t channels = 1;
  Flag shared = false;

  constexpr std::size_t input_size() const { return pixels * channels; }
  constexpr std::size_t output_size() const { return pixels * channels; }
  constexpr std::size_t parameter_count() const { return shared ? 1 : channels; }
  constexpr std::size_t slope_of(std::size_t c) const { return shared ? 0 : c; }
  constexpr bool operator==(const PreluGeometry&) const = default;
};

}  // namespace etch
