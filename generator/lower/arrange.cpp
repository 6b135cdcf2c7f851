// SPDX-License-Identifier: MIT
// Values moved to where an operator wants them.
#include <generator/lower/lowering.hpp>

#include <algorithm>

namespace etch::generator {
namespace {

using Pieces = std::vector<Layout::Piece>;

std::size_t place(const Pieces& pieces, Layout::Piece piece) {
  return static_cast<std::size_t>(std::find(pieces.begin(), pieces.end(), piece) - pieces.begin());
}

/// Runs of pieces that stay together when `from` becomes `to`, in the order of `to`.
std::vector<Pieces> runs_of(const Pieces& from, const Pieces& to) {
  std::vector<Pieces> runs;
  for (const Layout::Piece piece : to) {
    if (!runs.empty() && place(from, runs.back().back()) + 1 == place(from, piece))
      runs.back().push_back(piece);
    else
      runs.push_back({piece});
  }
  return runs;
}

/// A permutation that has a name of its own: the layer, and the shape of its output.
struct Named {
  Type type;
  Extents shape;
};
/// `in`: the shape; `dims`: the extents that are permuted, which `order` does.
std::optional<Named> named(const Extents& in, const Extents& dims, const std::vector<std::size_t>& order) {
  using Order = std::vector<std::size_t>;
  if (in.size() == 3 && order == Order{0, 2, 1, 3} && in[0] == dims[0] && in[1] == dims[1] &&
      dims[3] % dims[2] == 0) {
    const std::size_t block = dims[2];
    return Named{option("DepthToSpace", {block}), {in[0] * block, in[1] * block, dims[3] / block}};
  }
  if (in.size() == 3 && order == Order{0, 3, 1, 4, 2} && in[0] == dims[0] && in[1] == dims[1] &&
      dims[3] == dims[4]) {
    const std::size_t block = dims[3];
    return Named{option("PixelShuffle", {block}), {in[0] * block, in[1] * block, dims[2]}};
  }
  if (in.size() == 3 && order == Order{0, 2, 1, 3} && in[0] == dims[0] * dims[1] &&
      in[1] == dims[2] * dims[1] && in[2] * dims[1] == dims[3]) {
    const std::size_t block = dims[1];
    return Named{option("SpaceToDepth", {block}), {dims[0], dims[2], in[2] * block * block}};
  }
  const std::size_t last = dims.size() - 1;
  if (order == (dims.size() == 3 ? Order{0, 2, 1} : Order{1, 0}) && in.size() > 1 &&
      in.back() == dims[last - 1] * dims[last])
    return Named{option("ChannelShuffle", {dims[last - 1]}), in};
  return std::nullopt;
}

}  // namespace

Activation Lowering::permuted(const Operands& node, const Activation& in, const Pieces& memory,
                              bool join_pieces) {
  const Pieces& from = in.layout.memory();
  std::vector<Pieces> wanted = runs_of(from, memory);
  std::vector<Pieces> present = wanted;
  std::sort(present.begin(), present.end(),
            [&](const Pieces& a, const Pieces& b) { return place(from, a[0]) < place(from, b[0]); });
  Extents dims;
  std::vector<std::size_t> order;
  for (const Pieces& run : present) dims.push_back(static_cast<std::size_t>(in.layout.extent_of(run)));
  Extents shape;
  for (const Pieces& run : wanted) {
    order.push_back(
        static_cast<std::size_t>(std::find(present.begin(), present.end(), run) - present.begin()));
    shape.push_back(dims[order.back()]);
  }
  moved += static_cast<std::size_t>(in.layout.size());
  const Layout layout = in.layout.rearranged(memory, join_pieces);
  if (const auto special = named(this->shape(in), dims, order))
    return layer(node, in, special->type, special->shape, layout);
  return layer(node, viewed(node, in, dims), option("Permute", order), shape, layout);
}

Activation Lowering::arranged(const Operands& node, const Activation& in, const Pieces& memory) {
  if (in.layout.memory() == memory) return in;
  for (const Move& move : moves_)
    if (move.from.value == in.value && move.from.layout == in.layout && move.memory == memory) return move.to;
  Activation out = in;
  // Permute takes five axes. With more, one run at a time is brought behind the one that it is to follow;
  // those two are one then. Pieces keep their numbers until the last step joins them.
  while (runs_of(out.layout.memory(), memory).size() > 5) {
    const auto runs = runs_of(out.layout.memory(), memory);
    Pieces next = out.layout.memory();
    for (const Layout::Piece piece : runs[1]) std::erase(next, piece);
    const auto at = std::find(next.begin(), next.end(), runs[0].back()) + 1;
    next.insert(at, runs[1].begin(), runs[1].end());
    out = permuted(node, out, next, false);
  }
  if (out.layout.memory() != memory) out = permuted(node, out, memory, true);
  moves_.push_back({in, memory, out});
  return out;
}

Activation Lowering::viewed(const Operands& node, const Activation& in, const Extents& shape) {
  if (this->shape(in) == shape) return in;
  Layer view;
  view.kind = Layer::Kind::view;
  view.inputs = {in.value};
  view.shape = shape;
  view.origin = node.node().label();
  graph.layers.push_back(std::move(view));
  return {graph.layers.size() - 1, in.layout};
}

Activation Lowering::lying(const Operands& node, const Activation& in,
                           const std::vector<std::vector<std::size_t>>& groups) {
  Pieces memory;
  Extents shape;
  for (const auto& group : groups) {
    const Pieces pieces = in.layout.pieces_of(group);
    memory.insert(memory.end(), pieces.begin(), pieces.end());
    shape.push_back(static_cast<std::size_t>(in.layout.extent_of(pieces)));
  }
  return viewed(node, arranged(node, in, memory), shape);
}

Activation Lowering::innermost(const Operands& node, const Activation& in,
                               const std::vector<std::size_t>& axes) {
  const Pieces inner = in.layout.pieces_of(axes);
  const auto is_inner = [&](Layout::Piece piece) {
    return std::find(inner.begin(), inner.end(), piece) != inner.end();
  };
  Pieces memory = in.layout.memory();
  std::stable_partition(memory.begin(), memory.end(), [&](Layout::Piece piece) { return !is_inner(piece); });
  const auto count = static_cast<std::size_t>(in.layout.extent_of(inner));
  return with_channels(node, arranged(node, in, memory), count);
}

Activation Lowering::with_channels(const Operands& node, const Activation& in, std::size_t channels) {
  const Extents& own = shape(in);
  if (own.back() == channels) return in;
  const std::size_t all = size_of(own);
  return viewed(node, in, all == channels ? Extents{channels} : Extents{all / channels, channels});
}

Activation Lowering::in_one_piece(const Operands& node, const Activation& in, std::size_t axis) {
  const Pieces own = in.layout.pieces_of(axis);
  if (own.size() <= 1) return in;
  Pieces memory = in.layout.memory();
  std::erase_if(memory, [&](Layout::Piece piece) {
    return piece != own[0] && std::find(own.begin(), own.end(), piece) != own.end();
  });
  memory.insert(std::find(memory.begin(), memory.end(), own[0]) + 1, own.begin() + 1, own.end());
  return arranged(node, in, memory);
}

Activation Lowering::around(const Operands& node, const Activation& in, std::size_t axis) {
  const Activation out = in_one_piece(node, in, axis);
  std::size_t before = 1, behind = 1;
  bool seen = out.layout.pieces_of(axis).empty();
  for (const Layout::Piece piece : out.layout.memory()) {
    const auto extent = static_cast<std::size_t>(out.layout.piece_extent(piece));
    const auto& mine = out.layout.pieces_of(axis);
    if (!mine.empty() && piece == mine[0])
      seen = true;
    else
      (seen ? behind : before) *= extent;
  }
  return viewed(node, out, {before, static_cast<std::size_t>(out.layout.extent(axis)), behind});
}

Activation Lowering::reshaped(const Operands& node, const Activation& in, const Dims& dims) {
  if (const auto layout = in.layout.reshaped(dims)) return {in.value, *layout};
  std::vector<std::size_t> axes;
  for (std::size_t axis = 0; axis < in.layout.rank(); ++axis) axes.push_back(axis);
  const Activation flat = arranged(node, in, in.layout.pieces_of(axes));
  return {flat.value, Layout::row_major({flat.layout.size()}).reshaped(dims).value()};
}

}  // namespace etch::generator
