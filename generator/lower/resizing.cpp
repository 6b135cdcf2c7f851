// SPDX-License-Identifier: MIT
// Images on other grids.
#include <etch/ops/resample/geometry.hpp>

#include <generator/graph/resize.hpp>
#include <generator/lower/operators.hpp>

#include <cmath>

namespace etch::generator {
namespace {

/// Which of etch's ways gives the same numbers as a matrix of (out, in).
struct Way {
  bool bilinear = false;
  bool corners = false;
};
bool gives(const Way& way, const Resizing::Axis& axis, const std::vector<double>& matrix) {
  const ResampleGeometry::Axis grid{static_cast<std::size_t>(axis.in), static_cast<std::size_t>(axis.out)};
  for (std::size_t o = 0; o < grid.out; ++o) {
    std::vector<double> row(grid.in, 0);
    const auto mix = grid.mix(o, way.bilinear, way.corners);
    const double second = mix.second.as<double>();
    row[mix.lower] += 1 - second;
    row[mix.upper] += second;
    for (std::size_t i = 0; i < grid.in; ++i)
      if (std::abs(row[i] - matrix[o * grid.in + i]) > 1e-6) return false;
  }
  return true;
}

constexpr Way ways[]{{false, false}, {true, false}, {true, true}};

std::vector<Type> options(const Way& way) {
  if (!way.bilinear) return {};
  std::vector<Type> all{plain("Bilinear")};
  if (way.corners) all.push_back(plain("AlignCorners"));
  return all;
}

/// One axis, by etch's layer if it has one, else by the matrix.
Activation along(const Operands& node, Lowering& to, const Activation& in, std::size_t axis,
                 const Resizing& resizing) {
  const Resizing::Axis& each = resizing.axes[axis];
  const std::vector<double> matrix = resizing.matrix(axis);
  for (const Way& way : ways) {
    if (!gives(way, each, matrix)) continue;
    const Activation from = to.around(node, in, axis);
    Extents shape = to.shape(from);
    if (each.in == 1) break;  // It lies nowhere in particular.
    shape[1] = static_cast<std::size_t>(each.out);
    Type type = option("Resize2d", {shape[0], shape[1]});
    const auto more = options(way);
    type.arguments.insert(type.arguments.end(), more.begin(), more.end());
    return to.layer(node, from, type, shape, from.layout.with_extent(axis, each.out));
  }
  std::vector<float> weights(matrix.size());
  const auto in_count = static_cast<std::size_t>(each.in), out_count = static_cast<std::size_t>(each.out);
  for (std::size_t o = 0; o < out_count; ++o)
    for (std::size_t i = 0; i < in_count; ++i)
      weights[i * out_count + o] = static_cast<float>(matrix[o * in_count + i]);
  return to.contracted(node, in, axis, weights, out_count, {});
}

/// Height and width of an image at once.
std::optional<Activation> image(const Operands& node, Lowering& to, const Resizing& resizing) {
  const Activation& given = to.input(node, 0);
  if (resizing.axes.size() != 4) return std::nullopt;
  const Dims dims = to.dims(node, 0);
  for (const std::size_t axis : {0, 1})
    if (resizing.axes[axis].in != resizing.axes[axis].out) return std::nullopt;
  if (dims[0] != 1) return std::nullopt;
  const auto height = resizing.matrix(2), width = resizing.matrix(3);
  const auto &h = resizing.axes[2], &w = resizing.axes[3];
  for (const Way& way : ways) {
    if (!gives(way, h, height) || !gives(way, w, width)) continue;
    const Dims out{1, dims[1], h.out, w.out};
    const auto size = [](std::int64_t value) { return static_cast<std::size_t>(value); };
    Type type = option("Resize2d", {size(h.out), size(w.out)});
    if (h.out % h.in == 0 && w.out % w.in == 0) {
      type = option("Upsample2d", {size(h.out / h.in)});
      if (h.out / h.in != w.out / w.in) type.arguments.push_back(option("Width", {size(w.out / w.in)}));
    }
    const auto more = options(way);
    type.arguments.insert(type.arguments.end(), more.begin(), more.end());
    return to.layer(node, to.lying(node, given, {{2}, {3}, {1}}), type,
                    {size(h.out), size(w.out), size(dims[1])}, Layout::channels_last(out));
  }
  return std::nullopt;
}

void resize(const Operands& node, Lowering& to) {
  const Resizing resizing = resizing_of(node);
  if (auto made = image(node, to, resizing)) return to.set(node, *made);
  Activation out = to.input(node, 0);
  for (std::size_t axis = 0; axis < resizing.axes.size(); ++axis)
    if (resizing.axes[axis].in != resizing.axes[axis].out) out = along(node, to, out, axis, resizing);
  to.set(node, out);
}

}  // namespace

void add_resizing(Operators& table) {
  table["Resize"] = resize;
  table["Upsample"] = resize;
}

}  // namespace etch::generator
