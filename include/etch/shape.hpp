// SPDX-License-Identifier: MIT
#pragma once
#include <concepts>
#include <cstddef>

namespace etch {

/// The product of all, or a quarter of the largest number there is where it would be larger: a size that
/// cannot be counted must not look small, nor the sum of two of them.
template <std::integral... Factors>
constexpr std::size_t product(Factors... factors) {
  std::size_t result = 1;
  const auto multiply = [&](std::size_t factor) {
    constexpr std::size_t largest = static_cast<std::size_t>(-1) / 4;
    result = factor != 0 && (result == largest || result > largest / factor) ? largest : result * factor;
  };
  (multiply(static_cast<std::size_t>(factors)), ...);
  return result;
}

/// The extents of one value (one image, no batch), channels last: {height, width, channels}, or {features}.
/// A plain constexpr value that may be a template argument.
struct Shape {
  static constexpr std::size_t max_rank = 5;

  std::size_t extents[max_rank]{};
  std::size_t dimensions = 0;

  constexpr Shape() = default;
  template <std::integral... Extents>
  requires(sizeof...(Extents) >= 1 && sizeof...(Extents) <= max_rank) constexpr Shape(Extents... each)
      : extents{static_cast<std::size_t>(each)...}, dimensions(sizeof...(Extents)) {}

  constexpr std::size_t rank() const { return dimensions; }
  constexpr std::size_t operator[](std::size_t axis) const { return extents[axis]; }

  /// Numbers in the value: the product of its extents; 0 for the empty shape.
  constexpr std::size_t size() const {
    if (dimensions == 0) return 0;
    std::size_t size = 1;
    for (std::size_t axis = 0; axis < dimensions; ++axis) size = product(size, extents[axis]);
    return size;
  }
  /// The last extent.
  constexpr std::size_t channels() const { return dimensions == 0 ? 0 : extents[dimensions - 1]; }
  /// Positions that each hold `channels()` numbers.
  constexpr std::size_t pixels() const { return channels() == 0 ? 0 : size() / channels(); }
  /// The same shape with another last extent.
  constexpr Shape with_channels(std::size_t channels) const {
    Shape changed = *this;
    if (dimensions != 0) changed.extents[dimensions - 1] = channels;
    return changed;
  }

  constexpr bool operator==(const Shape&) const = default;
};

}  // namespace etch
