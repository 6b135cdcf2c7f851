// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>

namespace etch {

/// A number that may be a template argument with every compiler.
struct Fraction {
  std::size_t numerator = 0;
  std::size_t denominator = 1;

  template <class T>
  constexpr T as() const {
    return static_cast<T>(numerator) / static_cast<T>(denominator);
  }
  constexpr bool operator==(const Fraction&) const = default;
};

}  // namespace etch
