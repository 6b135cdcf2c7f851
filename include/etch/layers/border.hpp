// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>
#include <etch/layers/window.hpp>
#include <etch/ops/reshape/geometry.hpp>

namespace etch {
namespace layers {

/// Where `Padding` must be given.
struct NoPadding {
  static constexpr Key key = Key::padding;
  static constexpr std::string_view name = "Padding";
  static constexpr PaddingRule value{};
};

/// What is wrong with a border of a sequence or an image.
constexpr Problem border_problem(Shape in, const PaddingRule& padding) {
  if (in.rank() != 2 && in.rank() != 3) return Problem::positions(in, "a sequence or an image");
  const std::size_t axes = in.rank() - 1;
  if (padding.mode != PaddingRule::Mode::given) {
    const bool lower = padding.mode == PaddingRule::Mode::same_lower;
    return {Rule::option_unknown, {}, {}, {}, lower ? "SameLower" : "Same"};
  }
  if (padding.sides.count == 0) return {Rule::padding_is_missing, {}, {}, {}, {}};
  if (!padding.is_for(axes)) return numbers_problem(in, "Padding", padding.sides.count);
  for (std::size_t axis = 0; axis < axes; ++axis)
    for (const std::size_t side : {padding.before(axis, axes), padding.after(axis, axes)})
      if (side > largest_option) return too_large_option("Padding", side);
  return {};
}

/// The border on axis `axis` of a value with `axes` of them; `sign` -1 takes away.
constexpr BorderGeometry::Axis border_axis(Shape in, const PaddingRule& padding, std::size_t axis, int sign) {
  const std::size_t axes = in.rank() - 1;
  return {in[axis], sign * static_cast<std::ptrdiff_t>(padding.before(axis, axes)),
          sign * static_cast<std::ptrdiff_t>(padding.after(axis, axes))};
}
constexpr BorderGeometry border(Shape in, const PaddingRule& padding, int sign) {
  const bool sequence = in.rank() == 2;
  return {.height = sequence ? BorderGeometry::Axis{} : border_axis(in, padding, 0, sign),
          .width = border_axis(in, padding, sequence ? 0 : 1, sign),
          .channels = {in.channels(), 0, 0}};
}
constexpr Shape bordered(Shape in, const BorderGeometry& g) {
  if (in.rank() == 2) return {g.width.out(), in.channels()};
  return {g.height.out(), g.width.out(), in.channels()};
}

}  // namespace layers

/// Rows and columns around an image, or a sequence: (h, w, c) -> (top + h + bottom, left + w + right, c).
/// Options: `Padding` (must be given), and what lies there: `Fill<0>` (a constant), `Reflect` or `Edge`. No
/// parameters.
template <class... Given>
struct Pad : layers::NoParameters {
  using options = layers::Options<Defaults<layers::NoPadding, Fill<0>>, Given...>;
  static constexpr std::string_view name = "Pad";
  static constexpr Needs backward_needs = Needs::nothing;

  static constexpr ShapeOr infer(Shape in) {
    if (const Problem wrong = options::problem()) return wrong;
    if (const Problem wrong = layers::border_problem(in, options::padding)) return wrong;
    if (options::border.value.denominator == 0) return Problem::zero("the denominator of Fill");
    const BorderGeometry g = geometry(in);
    if (g.mode == BorderGeometry::Mode::reflect)
      for (const BorderGeometry::Axis& axis : {g.height, g.width})
        for (const std::ptrdiff_t side : {axis.before, axis.after})
          if (side >= static_cast<std::ptrdiff_t>(axis.in) && side != 0)
            return Problem{Rule::reflection_too_wide, in, {}, {static_cast<std::size_t>(side), axis.in}, {}};
    return layers::bordered(in, g);
  }
  static constexpr BorderGeometry geometry(Shape in) {
    BorderGeometry g = layers::border(in, options::padding, 1);
    switch (options::border.mode) {
      case layers::Border::Mode::fill:
        g.fill = options::border.value;
        break;
      case layers::Border::Mode::reflect:
        g.mode = BorderGeometry::Mode::reflect;
        break;
      case layers::Border::Mode::edge:
        g.mode = BorderGeometry::Mode::edge;
        break;
    }
    return g;
  }
};

/// Takes away what `Pad` with the same `Padding` puts there: (h, w, c) -> (h - top - bottom, w - left -
/// right, c).
template <class... Given>
struct Crop : layers::NoParameters {
  using options = layers::Options<Defaults<layers::NoPadding>, Given...>;
  static constexpr std::string_view name = "Crop";
  static constexpr Needs backward_needs = Needs::nothing;

  static constexpr ShapeOr infer(Shape in) {
    if (const Problem wrong = options::problem()) return wrong;
    if (const Problem wrong = layers::border_problem(in, options::padding)) return wrong;
    const std::size_t axes = in.rank() - 1;
    for (std::size_t axis = 0; axis < axes; ++axis)
      if (options::padding.before(axis, axes) + options::padding.after(axis, axes) >= in[axis])
        return Problem{Rule::crop_leaves_nothing,
                       in,
                       {},
                       {options::padding.before(axis, axes), options::padding.after(axis, axes), in[axis]},
                       {}};
    return layers::bordered(in, geometry(in));
  }
  static constexpr BorderGeometry geometry(Shape in) { return layers::border(in, options::padding, -1); }
};

}  // namespace etch
