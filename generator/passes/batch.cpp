// SPDX-License-Identifier: MIT
#include <generator/graph/infer.hpp>
#include <generator/graph/places.hpp>
#include <generator/graph/resize.hpp>
#include <generator/passes/batch.hpp>

#include <algorithm>

namespace etch::generator {
namespace {

/// Whether a constant that is broadcast to `dims` is the same for each image.
bool same_for_all(const Dims& constant, const Dims& dims) {
  return constant.size() < dims.size() || constant.empty() || constant[0] == 1;
}

bool is_one_of(const std::string& operation, std::initializer_list<const char*> names) {
  return std::any_of(names.begin(), names.end(), [&](const char* name) { return operation == name; });
}

/// Whether the node leaves the first axis alone; its inputs and outputs are known to have it.
bool leaves_batch(const Operands& node, const Dims& out) {
  const std::string& operation = node.node().operation;
  const auto axis_is_first = [&](const char* name, std::int64_t otherwise) {
    return node.axis(node.integer(name, otherwise), node.rank(0)) == 0;
  };
  if (is_one_of(operation, {"Transpose"})) return permutation_of(node)[0] == 0;
  if (is_one_of(operation, {"Softmax", "LogSoftmax"}))
    return !axis_is_first("axis", node.opset() < 13 ? 1 : -1);
  if (is_one_of(operation, {"LayerNormalization"})) return !axis_is_first("axis", -1);
  if (is_one_of(operation, {"Split", "Gather"})) return !axis_is_first("axis", 0);
  if (operation == "Concat")
    return node.axis(node.integer("axis", 0), out.size()) != 0 && [&] {
      for (std::size_t n = 0; n < node.count(); ++n)
        if (node.is_constant(n)) return false;
      return true;
    }();
  if (is_one_of(operation, {"ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin"})) {
    const auto axes = reduction_of(node).axes;
    return std::find(axes.begin(), axes.end(), std::size_t{0}) == axes.end();
  }
  if (operation == "Slice") return slice_of(node)[0].is_all(node.dims(0)[0]);
  if (operation == "Pad") return border_of(node).before[0] == 0 && border_of(node).after[0] == 0;
  if (is_one_of(operation, {"Resize", "Upsample"})) return resizing_of(node).axes[0].scale == 1;
  if (operation == "Gemm")
    return !node.is_constant(0) && node.integer("transA", 0) == 0 &&
           (!node.has(2) || (node.is_constant(2) && same_for_all(node.dims(2), out)));
  if (operation == "MatMul") {
    if (!node.is_constant(0)) return same_for_all(node.dims(1), out) && node.rank(0) >= 2;
    return node.rank(1) >= 3 && same_for_all(node.dims(0), out);
  }
  if (is_one_of(operation,
                {"Add", "Sub", "Mul", "Div", "Max", "Min", "Sum", "Mean", "Pow", "PRelu", "Expand"})) {
    for (std::size_t n = 0; n < node.count(); ++n) {
      if (operation == "Expand" && n == 1) continue;
      if (node.is_constant(n) ? !same_for_all(node.dims(n), out) : node.rank(n) != out.size()) return false;
    }
    return true;
  }
  // The others work on channels and positions; what only renames axes keeps the order of numbers.
  return true;
}

}  // namespace

void require_batch(const Graph& graph) {
  const std::int64_t batch = graph.input.dims.at(0);
  for (const Node& node : graph.nodes) {
    const Operands operands(graph, node);
    for (const std::string& output : node.outputs) {
      if (output.empty() || !graph.dims.contains(output)) continue;
      const Dims& out = graph.dims.at(output);
      const bool has_batch = !out.empty() && out[0] == batch;
      if (!has_batch || !leaves_batch(operands, out))
        operands.refuse("works on the batch axis, of " + std::to_string(batch) +
                        " images; etch's networks take one");
    }
  }
}

}  // namespace etch::generator
