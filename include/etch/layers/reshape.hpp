// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>
#include <etch/ops/reshape/geometry.hpp>

namespace etch {

/// Any shape -> (its size), in the order of memory: rows, columns, channels. Costs nothing.
struct Flatten {
  static constexpr std::string_view name = "Flatten";
  static constexpr Needs backward_needs = Needs::nothing;
  static constexpr Memory memory = Memory::view;

  static constexpr ShapeOr infer(Shape in) { return Shape{in.size()}; }
  static constexpr CopyGeometry geometry(Shape in) { return {in.size()}; }
  static constexpr std::size_t parameter_count(Shape) { return 0; }
  static constexpr std::size_t multiply_adds(Shape) { return 0; }
};

}  // namespace etch
