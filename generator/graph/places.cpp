// SPDX-License-Identifier: MIT
#include <generator/graph/places.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace etch::generator {

std::vector<Range> slice_of(const Operands& node) {
  const Dims& in = node.dims(0);
  std::vector<std::int64_t> starts, ends, axes, steps;
  if (node.opset() < 10) {
    starts = node.integers("starts").value_or(starts);
    ends = node.integers("ends").value_or(ends);
    axes = node.integers("axes").value_or(axes);
  } else {
    starts = node.integers(1);
    ends = node.integers(2);
    if (node.has(3)) axes = node.integers(3);
    if (node.has(4)) steps = node.integers(4);
  }
  if (axes.empty()) {
    axes.resize(starts.size());
    std::iota(axes.begin(), axes.end(), 0);
  }
  if (steps.empty()) steps.assign(starts.size(), 1);
  node.require(starts.size() == ends.size() && starts.size() == axes.size() && starts.size() == steps.size(),
               "its starts, ends, axes and steps are not as many");
  std::vector<Range> ranges;
  for (const std::int64_t extent : in) ranges.push_back({0, 1, extent});
  const auto which = node.axes(axes, in.size());
  for (std::size_t n = 0; n < which.size(); ++n) {
    const std::int64_t extent = in[which[n]];
    const std::int64_t step = steps[n];
    node.require(step != 0 && step > -largest_size && step < largest_size, "its step is 0 or too large");
    const auto clamped = [&](std::int64_t at, std::int64_t least, std::int64_t most) {
      // Numbers near the ends of the range mean "to the end" and must not wrap.
      if (at < 0) at = at < -extent ? -1 : at + extent;
      return std::clamp(at, least, most);
    };
    const std::int64_t start = step > 0 ? clamped(starts[n], 0, extent) : clamped(starts[n], -1, extent - 1);
    const std::int64_t end = step > 0 ? clamped(ends[n], 0, extent) : clamped(ends[n], -1, extent - 1);
    const std::int64_t reach = step > 0 ? end - start : start - end;
    const std::int64_t stride = std::abs(step);
    ranges[which[n]] = {start, step, reach <= 0 ? 0 : (reach + stride - 1) / stride};
  }
  return ranges;
}

Border border_of(const Operands& node) {
  const std::size_t rank = node.rank(0);
  std::vector<std::int64_t> pads, axes(rank);
  std::iota(axes.begin(), axes.end(), 0);
  Border border;
  border.mode = node.text("mode", "constant");
  if (node.opset() < 11) {
    pads = node.integers("pads").value_or(pads);
    border.value = node.real("value", 0);
  } else {
    pads = node.integers(1);
    if (node.has(2)) border.value = node.number(2);
    if (node.has(3)) axes = node.integers(3);
  }
  const auto which = node.axes(axes, rank);
  node.require(pads.size() == 2 * which.size(), "has " + std::to_string(pads.size()) + " paddings for " +
                                                    std::to_string(which.size()) + " axes");
  border.before.assign(rank, 0);
  border.after.assign(rank, 0);
  for (std::size_t n = 0; n < which.size(); ++n) {
    for (const std::int64_t pad : {pads[n], pads[n + which.size()]})
      node.require(std::abs(pad) <= (1 << 20), "pads by " + std::to_string(pad));
    border.before[which[n]] = pads[n];
    border.after[which[n]] = pads[n + which.size()];
  }
  return border;
}

Parts parts_of(const Operands& node) {
  const Dims& in = node.dims(0);
  Parts parts;
  parts.axis = node.axis(node.integer("axis", 0), in.size());
  const std::int64_t extent = in[parts.axis];
  const auto count = static_cast<std::int64_t>(node.node().outputs.size());
  if (node.has(1)) {
    parts.extents = node.integers(1);
  } else if (const auto given = node.integers("split")) {
    parts.extents = *given;
  } else {
    node.require(count > 0 && node.integer("num_outputs", count) == count,
                 "its outputs are not as many as it says");
    // The last part may be smaller.
    const std::int64_t each = (extent + count - 1) / count;
    for (std::int64_t n = 0; n < count; ++n)
      parts.extents.push_back(std::clamp(extent - n * each, std::int64_t{0}, each));
  }
  std::int64_t sum = 0;
  for (const std::int64_t part : parts.extents) {
    node.require(part >= 0 && part <= extent, "a part has the extent " + std::to_string(part));
    sum += part;
  }
  node.require(static_cast<std::int64_t>(parts.extents.size()) == count && sum == extent,
               "its parts do not make up the extent " + std::to_string(extent));
  return parts;
}

std::vector<std::size_t> permutation_of(const Operands& node) {
  const std::size_t rank = node.rank(0);
  std::vector<std::size_t> order(rank);
  std::iota(order.rbegin(), order.rend(), 0);
  if (const auto given = node.integers("perm")) {
    order = node.axes(*given, rank);
    node.require(order.size() == rank, "its permutation is not of " + std::to_string(rank) + " axes");
  }
  return order;
}

namespace {

Dims reshape(const Operands& node) {
  const Dims& in = node.dims(0);
  Dims out = node.integers(1);
  const bool zero_is_zero = node.integer("allowzero", 0) != 0;
  std::ptrdiff_t open = -1;
  for (std::size_t axis = 0; axis < out.size(); ++axis) {
    if (out[axis] == 0 && !zero_is_zero) {
      node.require(axis < in.size(), "keeps axis " + std::to_string(axis) + ", which its input has not");
      out[axis] = in[axis];
    }
    if (out[axis] == -1) {
      node.require(open == -1, "leaves two extents open");
      open = static_cast<std::ptrdiff_t>(axis);
      out[axis] = 1;
    }
  }
  const std::int64_t size = size_of(in);
  const std::int64_t rest = size_of(out, node.node().label() + ": its shape");
  if (open >= 0) {
    node.require(rest != 0 && size % rest == 0, text_of(in) + " does not divide by " + std::to_string(rest));
    out[static_cast<std::size_t>(open)] = size / rest;
  } else {
    node.require(rest == size, text_of(in) + " does not become " + text_of(out));
  }
  return out;
}

Dims flattened(const Operands& node) {
  const Dims& in = node.dims(0);
  const std::int64_t given = node.integer("axis", 1);
  const auto rank = static_cast<std::int64_t>(in.size());
  node.require(given >= -rank && given <= rank, "has axis " + std::to_string(given));
  const std::int64_t axis = given < 0 ? given + rank : given;
  const Dims before(in.begin(), in.begin() + axis);
  const Dims after(in.begin() + axis, in.end());
  return {size_of(before), size_of(after)};
}

Dims squeezed(const Operands& node) {
  const Dims& in = node.dims(0);
  std::vector<bool> gone(in.size(), false);
  if (const auto given = node.axes_of("axes", 1)) {
    for (const std::size_t axis : node.axes(*given, in.size())) {
      node.require(in[axis] == 1, "takes away an axis of extent " + std::to_string(in[axis]));
      gone[axis] = true;
    }
  } else {
    for (std::size_t axis = 0; axis < in.size(); ++axis) gone[axis] = in[axis] == 1;
  }
  Dims out;
  for (std::size_t axis = 0; axis < in.size(); ++axis)
    if (!gone[axis]) out.push_back(in[axis]);
  return out;
}

Dims unsqueezed(const Operands& node) {
  const Dims& in = node.dims(0);
  const auto given = node.axes_of("axes", 1);
  if (!given) node.refuse("does not say which axes it adds");
  node.require(given->size() <= 16, "adds too many axes");
  const std::size_t rank = in.size() + given->size();
  std::vector<bool> added(rank, false);
  for (const std::size_t axis : node.axes(*given, rank)) added[axis] = true;
  Dims out;
  for (std::size_t axis = 0, from = 0; axis < rank; ++axis) out.push_back(added[axis] ? 1 : in[from++]);
  return out;
}

}  // namespace

Dims reshaped(const Operands& node) {
  const std::string& operation = node.node().operation;
  if (operation == "Flatten") return flattened(node);
  if (operation == "Squeeze") return squeezed(node);
  if (operation == "Unsqueeze") return unsqueezed(node);
  return reshape(node);
}

Reduction reduction_of(const Operands& node) {
  Reduction reduction;
  reduction.keep = node.integer("keepdims", 1) != 0;
  const auto given = node.axes_of("axes", 1);
  if (given && !given->empty()) {
    reduction.axes = node.axes(*given, node.rank(0));
  } else if (node.integer("noop_with_empty_axes", 0) == 0) {
    reduction.axes.resize(node.rank(0));
    std::iota(reduction.axes.begin(), reduction.axes.end(), std::size_t{0});
  }
  return reduction;
}

}  // namespace etch::generator
