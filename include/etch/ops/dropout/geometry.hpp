// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <cstdint>

namespace etch {

/// Training only: each number becomes 0 with probability numerator / denominator, the others grow by 1 / (1 -
/// rate), so that the expected value stays (N. Srivastava et al., "Dropout", JMLR 15, 2014, in its inverted
/// form). Numbers `period` apart fall together: whole channels, where it is their number.
struct DropoutGeometry {
  std::size_t count = 0;
  std::size_t numerator = 1;
  std::size_t denominator = 2;
  std::size_t period = 0;  ///< 0: each on its own.

  constexpr std::size_t input_size() const { return count; }
  constexpr std::size_t output_size() const { return count; }
  /// Draws for one image.
  constexpr std::size_t draws() const { return period == 0 ? count : period; }
  template <class T>
  constexpr T scale() const {
    return static_cast<T>(denominator) / static_cast<T>(denominator - numerator);
  }
  /// A random 32-bit number below this drops its element.
  constexpr std::uint64_t threshold() const {
    return static_cast<std::uint64_t>(4294967296.0 * static_cast<double>(numerator) /
                                      static_cast<double>(denominator));
  }
  constexpr bool operator==(const DropoutGeometry&) const = default;
};

}  // namespace etch
