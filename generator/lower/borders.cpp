// SPDX-License-Identifier: MIT
// Padding.
#include <generator/lower/operators.hpp>
#include <generator/lower/ranges.hpp>

#include <algorithm>
#include <cmath>

namespace etch::generator {
namespace {

/// What is added to zeros that lie around a value to make them others: nothing inside.
std::vector<float> frame(const Operands& node, Lowering& to, const Activation& padded, const Border& border,
                         float value) {
  const Dims dims = padded.layout.dims();
  node.require(padded.layout.size() <= (1 << 22), "pads with " + std::to_string(value) +
                                                      ", for which etch needs a weight for each number of " +
                                                      text_of(dims) + "; these are too many");
  Tensor all = Tensor::of_reals(dims, std::vector<float>(static_cast<std::size_t>(padded.layout.size())));
  Dims at(dims.size(), 0);
  for (float& number : all.reals) {
    for (std::size_t axis = 0; axis < dims.size(); ++axis)
      if (at[axis] < border.before[axis] || at[axis] >= dims[axis] - border.after[axis]) number = value;
    for (std::size_t axis = dims.size(); axis-- > 0;) {
      if (++at[axis] < dims[axis]) break;
      at[axis] = 0;
    }
  }
  return to.spread(node, all, padded);
}

/// Pads several axes at once where each is one of the shape and none the channels; else gives nothing.
std::optional<Activation> padded_together(const Operands& node, Lowering& to, const Activation& in,
                                          const std::vector<std::size_t>& axes, const Border& border,
                                          const std::vector<Type>& filling) {
  Extents shape = to.shape(in);
  if (shape.size() < 2 || shape.size() > 4) return std::nullopt;
  std::vector<std::size_t> padding(2 * (shape.size() - 1), 0);
  Layout layout = in.layout;
  for (const std::size_t axis : axes) {
    const auto at = own_extent(to.shape(in), in.layout, axis);
    if (!at || *at + 1 == shape.size()) return std::nullopt;
    padding[2 * *at] = static_cast<std::size_t>(border.before[axis]);
    padding[2 * *at + 1] = static_cast<std::size_t>(border.after[axis]);
    shape[*at] += padding[2 * *at] + padding[2 * *at + 1];
    layout = layout.with_extent(axis, static_cast<std::int64_t>(shape[*at]));
  }
  const bool equal =
      std::all_of(padding.begin(), padding.end(), [&](std::size_t p) { return p == padding[0]; });
  if (equal) padding.resize(1);
  Type type = generic("Pad", {option("Padding", padding)});
  type.arguments.insert(type.arguments.end(), filling.begin(), filling.end());
  return to.layer(node, in, type, shape, layout);
}

void pad(const Operands& node, Lowering& to) {
  to.set(node, bordered(node, to, to.input(node, 0), border_of(node)));
}

}  // namespace

Activation bordered(const Operands& node, Lowering& to, Activation in, const Border& given) {
  Border border = given;
  std::vector<Range> ranges;
  std::vector<std::size_t> axes;
  for (std::size_t axis = 0; axis < in.layout.rank(); ++axis) {
    std::int64_t &before = border.before[axis], &after = border.after[axis];
    const std::int64_t start = before < 0 ? -before : 0;
    ranges.push_back({start, 1, in.layout.extent(axis) - start - (after < 0 ? -after : 0)});
    node.require(ranges.back().count > 0, "takes away more than there is");
    before = std::max<std::int64_t>(before, 0);
    after = std::max<std::int64_t>(after, 0);
    if (before + after != 0) axes.push_back(axis);
  }
  in = taken(node, to, in, ranges);
  if (axes.empty()) return in;

  node.require(border.mode == "constant" || border.mode == "edge" || border.mode == "reflect",
               "pads by '" + shown(border.mode) + "', which etch does not");
  const auto value = static_cast<float>(border.value);
  const bool constant = border.mode == "constant";
  std::vector<Type> filling;
  bool shifted = false, framed = false;
  if (!constant) {
    filling.push_back(plain(border.mode == "edge" ? "Edge" : "Reflect"));
  } else if (value != 0) {
    node.require(std::isfinite(value), "pads with what is no finite number");
    // What is no fraction is 0 for a moment: before its place is moved there, or after.
    const bool is_fraction = fraction_of(value).has_value();
    framed = !is_fraction && is_far(value);
    shifted = !is_fraction && !framed;
    if (is_fraction) filling.push_back(fraction_option(node, "Fill", value, "its value"));
  }
  for (const std::size_t axis : axes)
    node.require(border.mode != "reflect" ||
                     std::max(border.before[axis], border.after[axis]) < in.layout.extent(axis),
                 "reflects more than there is");
  if (shifted) in = to.scaled(node, in, {}, {-value});
  if (auto together = padded_together(node, to, in, axes, border, filling)) {
    in = *together;
  } else {
    for (const std::size_t axis : axes) {
      const auto before = static_cast<std::size_t>(border.before[axis]);
      const auto after = static_cast<std::size_t>(border.after[axis]);
      if (in.layout.extent(axis) == 1) in = to.innermost(node, in, {axis});
      in = to.around(node, in, axis);
      if (in.layout.extent(axis) == 1)
        in = to.viewed(node, in, {size_of(to.shape(in)), 1, 1});  // It becomes the innermost.
      Extents shape = to.shape(in);
      const Layout layout = in.layout.with_extent(axis, static_cast<std::int64_t>(before + shape[1] + after));
      const bool channels = shape[2] == 1 && constant && filling.empty();
      shape[1] += before + after;
      if (channels) {
        in = to.viewed(node, in, {shape[0], shape[1] - before - after});
        in = to.layer(node, in, option("PadChannels", {before, after}), {shape[0], shape[1]}, layout);
      } else {
        Type type = generic("Pad", {option("Padding", {0, 0, before, after})});
        type.arguments.insert(type.arguments.end(), filling.begin(), filling.end());
        in = to.layer(node, in, type, shape, layout);
      }
    }
  }
  if (framed) return to.scaled(node, in, {}, frame(node, to, in, border, value));
  return shifted ? to.scaled(node, in, {}, {value}) : in;
}

void add_borders(Operators& table) { table["Pad"] = pad; }

}  // namespace etch::generator
