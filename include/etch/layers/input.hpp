// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>

#include <cstddef>
#include <string_view>

namespace etch {

/// What a network reads: `Input<height, width, channels>`, or `Input<features>`. Comes first, and is no
/// layer.
template <std::size_t... Extents>
struct Input {
  static constexpr bool has_rank = sizeof...(Extents) >= 1 && sizeof...(Extents) <= Shape::max_rank;
  static_assert(has_rank, "etch: Input takes 1 to 5 extents");
  static constexpr std::string_view name = "Input";
  static constexpr Shape shape = [] {
    if constexpr (has_rank) return Shape{Extents...};
    return Shape{};  // So that nothing else is said.
  }();

  /// Inside a network it is out of place; these members make it a layer that says so.
  static constexpr ShapeOr infer(Shape) { return Problem{Rule::input_comes_first, shape, {}, {}, {}}; }
  static constexpr Shape geometry(Shape in) { return in; }
  static constexpr std::size_t parameter_count(Shape) { return 0; }
  static constexpr std::size_t multiply_adds(Shape) { return 0; }
  static constexpr Needs backward_needs = Needs::nothing;
};

}  // namespace etch
