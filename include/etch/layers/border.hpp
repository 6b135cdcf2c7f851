// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>
#include <etch/layers/window.hpp>
#include <etch/ops/reshape/geometry.hpp>

namespace etch {
namespace layers {

/// Where `Padding` must be given.
struct NoPadding : Setting<Key::padding, PaddingRule{}> {
  static constexpr std::string_view name = "Padding";
};

/// What is wrong with a border of a sequence, an image or a volume.
constexpr Problem border_problem(Shape in, const PaddingRule& padding) {
  if (in.rank() < 2 || in.rank() > 4) return Problem::positions(in, "a sequence, an image or a volume");
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

/// The border of all axes of `in` but the channels, of which there are one to three; `sign` -1 takes away.
constexpr BorderGeometry border(Shape in, const PaddingRule& padding, int sign) {
  BorderGeometry g;
  const std::size_t axes = in.rank() - 1;
  BorderGeometry::Axis* const all[3]{&g.depth, &g.height, &g.width};
  for (std::size_t axis = 0; axis < axes; ++axis)
    *all[3 - axes + axis] = {in[axis], sign * static_cast<std::ptrdiff_t>(padding.before(axis, axes)),
                             sign * static_cast<std::ptrdiff_t>(padding.after(axis, axes))};
  g.channels.in = in.channels();
  return g;
}
constexpr Shape bordered(Shape in, const BorderGeometry& g) {
  Shape out = in;
  const std::size_t extents[3]{g.depth.out(), g.height.out(), g.width.out()};
  const std::size_t axes = in.rank() - 1;
  for (std::size_t axis = 0; axis < axes; ++axis) out.extents[axis] = extents[3 - axes + axis];
  return out;
}

}  // namespace layers

/// Rows and columns around an image, (h, w, c) -> (top + h + bottom, left + w + right, c), or what is
/// theirs in a sequence or a volume.
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
    if (const Problem wrong = layers::fraction_problem(options::border.value, "Fill")) return wrong;
    const BorderGeometry g = geometry(in);
    if (g.mode == BorderMode::reflect)
      for (const BorderGeometry::Axis& axis : {g.depth, g.height, g.width})
        for (const std::ptrdiff_t side : {axis.before, axis.after})
          if (side >= static_cast<std::ptrdiff_t>(axis.in) && side != 0)
            return Problem{Rule::reflection_too_wide, in, {}, {static_cast<std::size_t>(side), axis.in}, {}};
    return layers::bordered(in, g);
  }
  static constexpr BorderGeometry geometry(Shape in) {
    BorderGeometry g = layers::border(in, options::padding, 1);
    g.mode = options::border.mode;
    g.fill = options::border.value;
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
