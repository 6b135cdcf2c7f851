// SPDX-License-Identifier: MIT
// Axes under other names, and parts of values.
#include <generator/graph/places.hpp>
#include <generator/lower/operators.hpp>
#include <generator/lower/ranges.hpp>

#include <algorithm>
#include <numeric>

namespace etch::generator {
namespace {

void reshape(const Operands& node, Lowering& to) {
  to.set(node, to.reshaped(node, to.input(node, 0), to.output_dims(node)));
}

void transpose(const Operands& node, Lowering& to) {
  Activation out = to.input(node, 0);
  out.layout = out.layout.transposed(permutation_of(node));
  to.set(node, out);
}

/// (n, b, b, c, h, w) or (n, c, b, b, h, w) to (n, c, h b, w b): moves nothing but names.
void depth_to_space(const Operands& node, Lowering& to) {
  const Dims in = to.dims(node, 0);
  const std::int64_t b = node.integer("blocksize", 1), c = in[1] / (b * b);
  const std::string mode = node.text("mode", "DCR");
  node.require(mode == "DCR" || mode == "CRD", "has the mode '" + shown(mode) + "'");
  const bool depth_first = mode == "DCR";
  const Dims split = depth_first ? Dims{in[0], b, b, c, in[2], in[3]} : Dims{in[0], c, b, b, in[2], in[3]};
  Activation out = to.reshaped(node, to.input(node, 0), split);
  out.layout =
      depth_first ? out.layout.transposed({0, 3, 4, 1, 5, 2}) : out.layout.transposed({0, 1, 4, 2, 5, 3});
  to.set(node, to.reshaped(node, out, to.output_dims(node)));
}

void space_to_depth(const Operands& node, Lowering& to) {
  const Dims in = to.dims(node, 0);
  const std::int64_t b = node.integer("blocksize", 1);
  Activation out = to.reshaped(node, to.input(node, 0), {in[0], in[1], in[2] / b, b, in[3] / b, b});
  out.layout = out.layout.transposed({0, 3, 5, 1, 2, 4});
  to.set(node, to.reshaped(node, out, to.output_dims(node)));
}

void slice(const Operands& node, Lowering& to) {
  std::vector<Range> ranges = slice_of(node);
  // The whole of a batch of several is the whole of the one that the network sees.
  for (std::size_t axis = 0; axis < ranges.size(); ++axis)
    if (to.dims(node, 0)[axis] == 1) ranges[axis] = {0, 1, 1};
  to.set(node, taken(node, to, to.input(node, 0), ranges));
}

void split(const Operands& node, Lowering& to) {
  const Parts parts = parts_of(node);
  std::int64_t start = 0;
  for (std::size_t n = 0; n < parts.extents.size(); ++n) {
    if (node.uses_output(n)) {
      std::vector<Range> ranges;
      for (const std::int64_t extent : to.dims(node, 0)) ranges.push_back({0, 1, extent});
      ranges[parts.axis] = {start, 1, parts.extents[n]};
      node.require(parts.extents[n] > 0, "has an empty part");
      to.set(node, taken(node, to, to.input(node, 0), ranges), n);
    }
    start += parts.extents[n];
  }
}

/// Indices that are evenly spaced are a slice.
void gather(const Operands& node, Lowering& to) {
  const Dims in = to.dims(node, 0);
  const std::size_t axis = node.axis(node.integer("axis", 0), in.size());
  const Tensor& indices = node.constant(1);
  node.require(!indices.is_real() && indices.size() > 0, "its indices are no integers");
  std::vector<std::int64_t> at = indices.integers;
  for (std::int64_t& index : at) {
    node.require(index >= -in[axis] && index < in[axis],
                 "gathers number " + std::to_string(index) + " of " + std::to_string(in[axis]));
    if (index < 0) index += in[axis];
  }
  const auto count = static_cast<std::int64_t>(at.size());
  const std::int64_t step = count > 1 ? at[1] - at[0] : 1;
  bool even = step != 0;
  for (std::size_t n = 1; n < at.size(); ++n) even = even && at[n] - at[n - 1] == step;
  Activation out;
  if (even) {
    std::vector<Range> ranges;
    for (const std::int64_t extent : in) ranges.push_back({0, 1, extent});
    ranges[axis] = {at[0], step, count};
    out = taken(node, to, to.input(node, 0), ranges);
  } else {
    node.require(count <= largest_value / 4 / in[axis], "gathers too much");
    std::vector<float> matrix(static_cast<std::size_t>(in[axis] * count), 0.0f);
    for (std::int64_t n = 0; n < count; ++n)
      matrix[static_cast<std::size_t>(at[static_cast<std::size_t>(n)] * count + n)] = 1;
    out = to.contracted(node, to.input(node, 0), axis, matrix, static_cast<std::size_t>(count), {});
  }
  to.set(node, to.reshaped(node, out, to.output_dims(node)));
}

void expand(const Operands& node, Lowering& to) {
  const Dims dims = to.output_dims(node);
  Dims padded(dims.size() - to.dims(node, 0).size(), 1);
  for (const std::int64_t extent : to.dims(node, 0)) padded.push_back(extent);
  to.set(node, to.repeated(node, to.reshaped(node, to.input(node, 0), padded), dims));
}

}  // namespace

std::optional<std::size_t> own_extent(const Extents& shape, const Layout& layout, std::size_t axis) {
  const auto& own = layout.pieces_of(axis);
  if (own.size() != 1) return std::nullopt;
  std::size_t before = 1;
  for (const Layout::Piece piece : layout.memory()) {
    if (piece == own[0]) break;
    before *= static_cast<std::size_t>(layout.piece_extent(piece));
  }
  std::size_t outer = 1;
  for (std::size_t n = 0; n < shape.size(); ++n) {
    if (outer == before && shape[n] == static_cast<std::size_t>(layout.extent(axis)) && shape[n] != 1)
      return n;
    outer *= shape[n];
  }
  return std::nullopt;
}

namespace {

/// Crops all axes at once that are axes of the shape, and not the channels; what remains to be done stays in
/// `ranges`.
Activation cropped(const Operands& node, Lowering& to, const Activation& in, std::vector<Range>& ranges) {
  Extents shape = to.shape(in);
  if (shape.size() < 2 || shape.size() > 4) return in;
  std::vector<std::size_t> padding(2 * (shape.size() - 1), 0);
  Layout layout = in.layout;
  for (std::size_t axis = 0; axis < ranges.size(); ++axis) {
    Range& range = ranges[axis];
    const auto at = own_extent(to.shape(in), in.layout, axis);
    if (!at || *at + 1 == shape.size() || range.step < 0) continue;
    const std::int64_t reach = (range.count - 1) * range.step + 1;
    padding[2 * *at] = static_cast<std::size_t>(range.start);
    padding[2 * *at + 1] = static_cast<std::size_t>(in.layout.extent(axis) - range.start - reach);
    shape[*at] = static_cast<std::size_t>(reach);
    layout = layout.with_extent(axis, reach);
    range.start = 0;
  }
  if (std::all_of(padding.begin(), padding.end(), [](std::size_t p) { return p == 0; })) return in;
  if (std::all_of(padding.begin(), padding.end(), [&](std::size_t p) { return p == padding[0]; }))
    padding.resize(1);
  return to.layer(node, in, generic("Crop", {option("Padding", padding)}), shape, layout);
}

/// Some of an axis that lies innermost.
Activation channels(const Operands& node, Lowering& to, const Activation& in, std::size_t axis,
                    const Range& range) {
  const Activation from = to.with_channels(node, in, static_cast<std::size_t>(in.layout.extent(axis)));
  Extents shape = to.shape(from);
  shape.back() = static_cast<std::size_t>(range.count);
  return to.layer(node, from, option("Channels", {static_cast<std::size_t>(range.start), shape.back()}),
                  shape, in.layout.with_extent(axis, range.count));
}

/// The axis in any order, by a matrix that picks numbers.
Activation picked(const Operands& node, Lowering& to, const Activation& in, std::size_t axis,
                  const Range& range) {
  const auto count = static_cast<std::size_t>(range.count);
  node.require(range.count <= largest_value / 4 / in.layout.extent(axis), "takes too much in a new order");
  std::vector<float> matrix(static_cast<std::size_t>(in.layout.extent(axis)) * count, 0.0f);
  for (std::size_t n = 0; n < count; ++n)
    matrix[static_cast<std::size_t>(range.start + static_cast<std::int64_t>(n) * range.step) * count + n] = 1;
  return to.contracted(node, in, axis, matrix, count, {});
}

}  // namespace

Activation taken(const Operands& node, Lowering& to, Activation in, std::vector<Range> ranges) {
  in = cropped(node, to, in, ranges);
  for (std::size_t axis = 0; axis < ranges.size(); ++axis) {
    const Range& range = ranges[axis];
    if (range.is_all(in.layout.extent(axis))) continue;
    if (range.step < 0) {
      in = picked(node, to, in, axis, range);
      continue;
    }
    in = to.in_one_piece(node, in, axis);
    const auto& own = in.layout.pieces_of(axis);
    if (range.step == 1 && own.size() == 1 && in.layout.memory().back() == own[0]) {
      in = channels(node, to, in, axis, range);
      continue;
    }
    const auto start = static_cast<std::size_t>(range.start), step = static_cast<std::size_t>(range.step);
    const auto count = static_cast<std::size_t>(range.count);
    const std::size_t reach = (count - 1) * step + 1;
    in = to.around(node, in, axis);
    Extents shape = to.shape(in);
    const std::size_t behind = shape[1] - start - reach;
    if (start + behind != 0) {
      shape[1] = reach;
      in = to.layer(node, in, generic("Crop", {option("Padding", {0, 0, start, behind})}), shape,
                    in.layout.with_extent(axis, static_cast<std::int64_t>(reach)));
    }
    if (step != 1 && reach != 1)
      in = to.layer(node, in, generic("MaxPool2d", {number(1), option("Stride", {1, step})}),
                    {shape[0], count, shape[2]}, in.layout.with_extent(axis, range.count));
  }
  return in;
}

void add_places(Operators& table) {
  for (const char* name : {"Reshape", "Flatten", "Squeeze", "Unsqueeze"}) table[name] = reshape;
  table["Transpose"] = transpose;
  table["DepthToSpace"] = depth_to_space;
  table["SpaceToDepth"] = space_to_depth;
  table["Slice"] = slice;
  table["Split"] = split;
  table["Gather"] = gather;
  table["Expand"] = expand;
}

}  // namespace etch::generator
