// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>
#include <etch/ops/elementwise/geometry.hpp>
#include <etch/ops/reshape/geometry.hpp>

// Where branches meet, and where a value is marked. The graph's combinators put these; nobody writes them.
namespace etch::layers {

/// The sum of two values of one shape. Its gradient by either is the gradient by the sum.
struct Sum {
  static constexpr std::string_view name = "Add";
  static constexpr Memory memory = Memory::in_place;
  static constexpr bool passes_gradient = true;

  static constexpr ShapeOr infer(Shape first, Shape second) {
    if (first != second) return Problem::unequal(first, second);
    return first;
  }
  static constexpr SumGeometry geometry(Shape first, Shape) { return {first.size()}; }
};

/// The product of two values; the second has the shape of the first, or one number for each channel, (c) or
/// (1, 1, c), or one for each pixel, (h, w, 1).
struct Product {
  static constexpr std::string_view name = "Multiply";
  static constexpr Memory memory = Memory::in_place;
  static constexpr bool passes_gradient = false;

  static constexpr ShapeOr infer(Shape first, Shape second) {
    if (first == second || per_channel(first, second) || per_pixel(first, second)) return first;
    return Problem{Rule::branches_do_not_multiply, first, second, {}, {}};
  }
  static constexpr ProductGeometry geometry(Shape first, Shape second) {
    const auto kind = first == second              ? ProductGeometry::Second::whole
                      : per_channel(first, second) ? ProductGeometry::Second::channels
                                                   : ProductGeometry::Second::pixels;
    return {first.pixels(), first.channels(), kind};
  }

 private:
  static constexpr bool per_channel(Shape first, Shape second) {
    return second.channels() == first.channels() && second.pixels() == 1 &&
           (second.rank() == 1 || second.rank() == first.rank());
  }
  static constexpr bool per_pixel(Shape first, Shape second) { return second == first.with_channels(1); }
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

/// A value that stays where it is until the program has run.
struct Mark : NoParameters {
  static constexpr std::string_view name = "Tap";
  static constexpr Needs backward_needs = Needs::nothing;
  static constexpr Memory memory = Memory::view;

  static constexpr ShapeOr infer(Shape in) { return in; }
  static constexpr CopyGeometry geometry(Shape in) { return {in.size()}; }
};

}  // namespace etch::layers
