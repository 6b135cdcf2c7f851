// SPDX-License-Identifier: MIT
// Concatenation.
#include <generator/graph/fold.hpp>
#include <generator/lower/align.hpp>
#include <generator/lower/operators.hpp>

#include <algorithm>

namespace etch::generator {
namespace {

/// A value with `axis` innermost, in one piece of ONNX's order, and everything else as `like` lies.
Activation with_last(const Operands& node, Lowering& to, const Activation& in, std::size_t axis,
                     const Activation& like) {
  Activation out = aligned(node, to, like, in).second;
  std::vector<Layout::Piece> memory = out.layout.memory();
  const auto own = out.layout.pieces_of(axis);
  for (const Layout::Piece piece : own) std::erase(memory, piece);
  memory.insert(memory.end(), own.begin(), own.end());
  return to.arranged(node, out, memory);
}

/// Constants before and behind a value: zeros, to which they are added.
Activation with_constants(const Operands& node, Lowering& to, Activation in, std::size_t axis,
                          std::size_t first, std::size_t last) {
  const auto extent = [&](std::size_t n) { return static_cast<std::size_t>(node.dims(n)[axis]); };
  std::size_t before = 0, behind = 0;
  for (std::size_t n = 0; n < first; ++n) before += extent(n);
  for (std::size_t n = last + 1; n < node.count(); ++n) behind += extent(n);
  if (before + behind == 0) return in;

  const auto own = static_cast<std::size_t>(in.layout.extent(axis));
  in = to.with_channels(node, in, own);
  Extents shape = to.shape(in);
  shape.back() = before + own + behind;
  const Layout layout = in.layout.with_extent(axis, static_cast<std::int64_t>(shape.back()));
  in = to.layer(node, in, option("PadChannels", {before, behind}), shape, layout);

  Tensor shifts = Tensor::of_reals(layout.dims(), {});
  shifts.reals.resize(static_cast<std::size_t>(layout.size()), 0.0f);
  const auto strides = strides_of(shifts.dims);
  std::size_t at = 0;
  for (std::size_t n = 0; n < node.count(); ++n) {
    if (n == first) {
      at += own;
      continue;
    }
    if (n > first && n <= last) continue;
    const Tensor& part = node.constant(n);
    node.require(part.is_real(), "joins integers to floating-point numbers");
    const auto run = static_cast<std::size_t>(strides[axis]) * extent(n);
    const auto row = static_cast<std::size_t>(strides[axis]) * shape.back();
    for (std::size_t outer = 0; outer * run < part.size(); ++outer)
      std::copy_n(part.reals.begin() + static_cast<std::ptrdiff_t>(outer * run), run,
                  shifts.reals.begin() + static_cast<std::ptrdiff_t>(
                                             outer * row + at * static_cast<std::size_t>(strides[axis])));
    at += extent(n);
  }
  return to.scaled(node, in, {}, to.spread(node, shifts, in));
}

void concatenate(const Operands& node, Lowering& to) {
  const Dims dims = to.output_dims(node);
  const std::size_t axis = node.axis(node.integer("axis", 0), dims.size());
  std::size_t first = node.count(), last = 0;
  for (std::size_t n = 0; n < node.count(); ++n)
    if (!node.is_constant(n)) {
      first = std::min(first, n);
      last = n;
    }
  for (std::size_t n = first; n <= last; ++n)
    node.require(!node.is_constant(n), "joins a constant between two values of the network");

  std::vector<Activation> parts;
  std::int64_t extent = 0;
  for (std::size_t n = first; n <= last; ++n) {
    const Activation& like = n == first ? to.input(node, n) : parts[0];
    parts.push_back(with_last(node, to, to.input(node, n), axis, like));
    extent += parts.back().layout.extent(axis);
  }
  Activation out = parts[0];
  if (parts.size() > 1) {
    const auto channels = [&](const Activation& part) {
      return static_cast<std::size_t>(part.layout.extent(axis));
    };
    parts[0] = to.with_channels(node, parts[0], channels(parts[0]));
    Extents shape = to.shape(parts[0]);
    for (Activation& part : parts) {
      shape.back() = channels(part);
      part = to.viewed(node, part, shape);
    }
    shape.back() = static_cast<std::size_t>(extent);
    out = to.join(node, Layer::Kind::concat, parts, shape, parts[0].layout.with_extent(axis, extent));
  }
  to.set(node, with_constants(node, to, out, axis, first, last));
}

}  // namespace

void add_joins(Operators& table) { table["Concat"] = concatenate; }

}  // namespace etch::generator
