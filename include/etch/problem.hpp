// SPDX-License-Identifier: MIT
#pragma once
#include <etch/shape.hpp>
#include <etch/text.hpp>

#include <cstddef>

namespace etch {

/// What a network can do wrong. compiler/diagnose.hpp holds the sentence of each.
enum class Rule : unsigned char {
  none,
  not_a_layer,
  input_is_missing,
  input_comes_first,
  extent_is_zero,
  too_large,
  wrong_rank,
  not_flat,
  window_does_not_fit,
  window_leaves_a_rest,
  padding_covers_window,
  groups_do_not_divide_channels,
  groups_do_not_divide_filters,
  branches_differ_in_shape,
  branches_differ_but_for_channels,
  option_unknown,
  option_given_twice,
  option_is_foreign,
  option_too_large,
  kernel_is_missing,
  shape_has_zero,
  too_many_parameters,
  rate_out_of_range,
  option_for_other_axes,
  output_padding_too_large,
  padding_leaves_nothing,
  crop_leaves_nothing,
  reflection_too_wide,
  too_many_axes,
  block_does_not_divide,
  reshape_changes_size,
  not_a_permutation,
  channels_out_of_range,
  corners_need_bilinear,
  branches_do_not_multiply,
  tap_names_repeat,
  no_positions,
  padding_is_missing,
  momentum_out_of_range,
};

/// A rule that failed, with the shapes and numbers that clash. A value: nothing is thrown, lowering carries
/// the first one to the end.
struct Problem {
  Rule rule = Rule::none;
  Shape shape{};
  Shape other{};
  std::size_t numbers[6]{};
  Text subject{};

  constexpr explicit operator bool() const { return rule != Rule::none; }
  constexpr bool operator==(const Problem&) const = default;

  /// `in` has another rank than the layer takes.
  static constexpr Problem rank(Shape in, std::size_t wanted) {
    return {Rule::wrong_rank, in, {}, {wanted}, {}};
  }
  /// A layer that takes `what` ("a sequence or an image") was given `in`.
  static constexpr Problem positions(Shape in, Text what) { return {Rule::no_positions, in, {}, {}, what}; }
  /// A layer that takes a vector was given `in`.
  static constexpr Problem flat(Shape in) { return {Rule::not_flat, in, {}, {}, {}}; }
  /// `what` (say "the number of filters") is 0.
  static constexpr Problem zero(Text what) { return {Rule::extent_is_zero, {}, {}, {}, what}; }
  /// `shape` holds more numbers than can be addressed.
  static constexpr Problem large(Shape shape) { return {Rule::too_large, shape, {}, {}, {}}; }
  /// A value of shape `in` cannot be cut into `groups`.
  static constexpr Problem groups_of_channels(Shape in, std::size_t groups) {
    return {Rule::groups_do_not_divide_channels, in, {}, {groups}, {}};
  }
  static constexpr Problem groups_of_filters(std::size_t filters, std::size_t groups) {
    return {Rule::groups_do_not_divide_filters, {}, {}, {groups, filters}, {}};
  }
  /// Values that are to be added, or put side by side, have shapes that do not allow it.
  static constexpr Problem unequal(Shape first, Shape second) {
    return {Rule::branches_differ_in_shape, first, second, {}, {}};
  }
  static constexpr Problem unequal_but_for_channels(Shape first, Shape second) {
    return {Rule::branches_differ_but_for_channels, first, second, {}, {}};
  }
};

/// The shape that a rule gave, or the problem it found.
class ShapeOr {
 public:
  constexpr ShapeOr(Shape shape) : shape_(shape) {}
  constexpr ShapeOr(Problem problem) : problem_(problem) {}

  constexpr bool has_value() const { return !problem_; }
  constexpr explicit operator bool() const { return has_value(); }
  /// The shape; the empty one where there is a problem.
  constexpr Shape operator*() const { return shape_; }
  constexpr const Problem& problem() const { return problem_; }
  constexpr bool operator==(const Shape& shape) const { return has_value() && shape_ == shape; }

 private:
  Shape shape_{};
  Problem problem_{};
};

}  // namespace etch
