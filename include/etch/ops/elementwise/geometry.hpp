// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>

namespace etch {

enum class Function : unsigned char { relu, leaky_relu, sigmoid, tanh };

/// y = f(x), number by number. The slope of `leaky_relu` below 0 is numerator / denominator.
struct ElementwiseGeometry {
  Function function = Function::relu;
  std::size_t count = 0;
  std::size_t numerator = 0;
  std::size_t denominator = 1;

  constexpr std::size_t input_size() const { return count; }
  constexpr std::size_t output_size() const { return count; }
  template <class T>
  constexpr T slope() const {
    return static_cast<T>(numerator) / static_cast<T>(denominator);
  }
  constexpr bool operator==(const ElementwiseGeometry&) const = default;
};

/// y = a + b, number by number.
struct SumGeometry {
  std::size_t count = 0;

  constexpr std::size_t input_size() const { return count; }
  constexpr std::size_t output_size() const { return count; }
  constexpr bool operator==(const SumGeometry&) const = default;
};

}  // namespace etch
