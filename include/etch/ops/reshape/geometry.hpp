// SPDX-License-Identifier: MIT
#pragma once
#include <etch/fraction.hpp>
#include <etch/shape.hpp>

#include <cstddef>

namespace etch {

/// The same numbers under another shape: a copy, where the two cannot share memory.
struct CopyGeometry {
  std::size_t count = 0;

  constexpr std::size_t input_size() const { return count; }
  constexpr std::size_t output_size() const { return count; }
  constexpr bool operator==(const CopyGeometry&) const = default;
};

/// One input of a concatenation: its channels become channels `offset`, `offset` + 1, ... of the `total` of
/// the output.
struct ConcatGeometry {
  std::size_t pixels = 1;
  std::size_t channels = 1;
  std::size_t total = 1;
  std::size_t offset = 0;

  constexpr std::size_t input_size() const { return pixels * channels; }
  constexpr std::size_t output_size() const { return pixels * total; }
  constexpr bool operator==(const ConcatGeometry&) const = default;
};

/// The axes in another order: axis n of the output is axis order[n] of the input.
struct PermuteGeometry {
  static constexpr std::size_t max_rank = 6;

  std::size_t rank = 1;
  std::size_t extents[max_rank]{};  ///< Of the input.
  std::size_t order[max_rank]{};

  constexpr std::size_t input_size() const {
    std::size_t size = 1;
    for (std::size_t axis = 0; axis < rank; ++axis) size *= extents[axis];
    return size;
  }
  constexpr std::size_t output_size() const { return input_size(); }
  /// How far neighbours on that axis of the input lie apart.
  constexpr std::size_t stride(std::size_t axis) const {
    std::size_t stride = 1;
    for (std::size_t inner = axis + 1; inner < rank; ++inner) stride *= extents[inner];
    return stride;
  }
  constexpr bool operator==(const PermuteGeometry&) const = default;
};

/// What lies where there is no number to copy: a constant, the mirror image, the edge.
enum class BorderMode : std::size_t { fill, reflect, edge };

/// The input position that lies at an output position, if there is one.
struct BorderSource {
  bool inside = false;
  std::size_t position = 0;
};

/// A volume, an image or a sequence with more, or fewer, positions and channels around.
struct BorderGeometry {
  /// Output position n is input position n - before; `before` may be negative.
  struct Axis {
    std::size_t in = 1;
    std::ptrdiff_t before = 0;
    std::ptrdiff_t after = 0;

    constexpr std::size_t out() const {
      return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(in) + before + after);
    }
    constexpr BorderSource source(std::size_t position, BorderMode beyond) const {
      const auto last = static_cast<std::ptrdiff_t>(in) - 1;
      std::ptrdiff_t at = static_cast<std::ptrdiff_t>(position) - before;
      if (beyond == BorderMode::fill) {
        if (at < 0 || at > last) return {};
      } else if (beyond == BorderMode::edge) {
        at = at < 0 ? 0 : at > last ? last : at;
      } else {
        at = at < 0 ? -at : at > last ? 2 * last - at : at;
      }
      return {true, static_cast<std::size_t>(at)};
    }
    /// The first output position that is an input position itself, and one past the last.
    constexpr std::size_t first_inside() const { return before > 0 ? static_cast<std::size_t>(before) : 0; }
    constexpr std::size_t end_inside() const {
      return after > 0 ? out() - static_cast<std::size_t>(after) : out();
    }
    /// Whether there are more positions, or fewer.
    constexpr bool adds() const { return before > 0 || after > 0; }
    constexpr bool drops() const { return before < 0 || after < 0; }
    constexpr bool operator==(const Axis&) const = default;
  };

  Axis depth{};
  Axis height{};
  Axis width{};
  Axis channels{};
  BorderMode mode = BorderMode::fill;
  Fraction fill{};

  constexpr std::size_t input_size() const { return product(depth.in, height.in, width.in, channels.in); }
  constexpr std::size_t output_size() const {
    return product(depth.out(), height.out(), width.out(), channels.out());
  }
  constexpr bool operator==(const BorderGeometry&) const = default;
};

}  // namespace etch
