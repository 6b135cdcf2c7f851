// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>
#include <etch/ops/elementwise/geometry.hpp>
#include <etch/ops/reshape/geometry.hpp>

// Where branches meet. The graph's combinators put these; nobody writes them.
namespace etch::layers {

/// The sum of two values of one shape.
struct Sum {
  static constexpr std::string_view name = "Add";
  static constexpr Memory memory = Memory::in_place;

  static constexpr ShapeOr infer(Shape first, Shape second) {
    if (first != second) return Problem::unequal(first, second);
    return first;
  }
  static constexpr SumGeometry geometry(Shape first, Shape) { return {first.size()}; }
};

/// One branch of a concatenation along the channels: `whole` is the shape of all branches together, `offset`
/// where this one's channels begin.
struct ConcatPart {
  static constexpr std::string_view name = "Concat";

  /// The shape of all branches so far, and one more.
  static constexpr ShapeOr infer(Shape so_far, Shape branch) {
    if (so_far.with_channels(1) != branch.with_channels(1))
      return Problem::unequal_but_for_channels(so_far, branch);
    return so_far.with_channels(so_far.channels() + branch.channels());
  }
  static constexpr ConcatGeometry geometry(Shape branch, Shape whole, std::size_t offset) {
    return {branch.pixels(), branch.channels(), whole.channels(), offset};
  }
};

}  // namespace etch::layers
