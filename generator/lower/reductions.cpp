// SPDX-License-Identifier: MIT
// Means, sums and extremes over axes.
#include <generator/graph/places.hpp>
#include <generator/lower/operators.hpp>

#include <algorithm>
#include <numeric>

namespace etch::generator {
namespace {

/// Reduces these axes to 1. `maximum`: their largest numbers, else their means.
Activation reduced(const Operands& node, Lowering& to, const Activation& given,
                   const std::vector<std::size_t>& axes, bool maximum) {
  const auto gone = given.layout.pieces_of(axes);
  if (gone.empty()) return given;
  const auto goes = [&](Layout::Piece piece) {
    return std::find(gone.begin(), gone.end(), piece) != gone.end();
  };
  // All that goes in one run: outermost if they are scattered.
  std::vector<Layout::Piece> memory = given.layout.memory();
  const auto first = std::find_if(memory.begin(), memory.end(), goes);
  if (std::find_if(std::find_if_not(first, memory.end(), goes), memory.end(), goes) != memory.end())
    std::stable_partition(memory.begin(), memory.end(), goes);
  std::size_t before = 1, behind = 1;
  bool seen = false;
  for (const Layout::Piece piece : memory) {
    seen = seen || goes(piece);
    if (!goes(piece)) (seen ? behind : before) *= static_cast<std::size_t>(given.layout.piece_extent(piece));
  }
  const auto count = static_cast<std::size_t>(given.layout.extent_of(gone));
  const Activation in = to.arranged(node, given, memory);
  Layout layout = in.layout;
  for (const std::size_t axis : axes) layout = layout.with_innermost(axis, 1);

  if (before == 1) {
    const Activation from = to.with_channels(node, in, behind);
    const Activation lying =
        to.shape(from).size() > 1 ? from : to.viewed(node, from, {size_of(to.shape(from)) / behind, behind});
    const bool image = to.shape(lying).size() == 3;
    const Type type = plain(maximum ? "GlobalMaxPool" : image ? "GlobalAvgPool2d" : "GlobalAvgPool");
    return to.layer(node, lying, type, {behind}, layout);
  }
  node.require(count <= (1 << 20), "reduces too many numbers");
  Type type = option(maximum ? "MaxPool2d" : "AvgPool2d", {1});
  type.arguments.push_back(option("Width", {count}));
  return to.layer(node, to.viewed(node, in, {before, count, behind}), type, {before, 1, behind}, layout);
}

void reduce(const Operands& node, Lowering& to) {
  const Reduction reduction = reduction_of(node);
  const std::string& operation = node.node().operation;
  Activation in = to.input(node, 0);
  const bool least = operation == "ReduceMin";
  if (least) in = to.scaled(node, in, {-1}, {});
  Activation out = reduced(node, to, in, reduction.axes, least || operation == "ReduceMax");
  if (least) out = to.scaled(node, out, {-1}, {});
  if (operation == "ReduceSum")
    out = to.scaled(
        node, out, {static_cast<float>(in.layout.size() / std::max<std::int64_t>(1, out.layout.size()))}, {});
  to.set(node, to.reshaped(node, out, to.output_dims(node)));
}

void pool_globally(const Operands& node, Lowering& to) {
  const Activation& in = to.input(node, 0);
  std::vector<std::size_t> axes(in.layout.rank() - 2);
  std::iota(axes.begin(), axes.end(), std::size_t{2});
  to.set(node, reduced(node, to, in, axes, node.node().operation == "GlobalMaxPool"));
}

}  // namespace

void add_reductions(Operators& table) {
  for (const char* name : {"ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin"}) table[name] = reduce;
  table["GlobalAveragePool"] = pool_globally;
  table["GlobalMaxPool"] = pool_globally;
}

}  // namespace etch::generator
