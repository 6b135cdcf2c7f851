// SPDX-License-Identifier: MIT
#include <generator/graph/infer.hpp>
#include <generator/graph/places.hpp>
#include <generator/graph/resize.hpp>
#include <generator/graph/window.hpp>

#include <algorithm>
#include <functional>
#include <map>

namespace etch::generator {
namespace {

using Rule = std::function<Dims(const Operands&)>;

Dims same(const Operands& node) { return node.dims(0); }

Dims combined(const Operands& node) {
  Dims all = node.dims(0);
  for (std::size_t n = 1; n < node.count(); ++n) all = broadcast(all, node.dims(n), node);
  return all;
}

Dims of_two(const Operands& node) {
  node.require(node.count() == 2, "has " + std::to_string(node.count()) + " inputs, not two");
  return combined(node);
}

/// The slopes fit the input, never the other way round.
Dims sloped(const Operands& node) {
  node.require(broadcast(node.dims(0), node.dims(1), node) == node.dims(0),
               "its slopes of " + text_of(node.dims(1)) + " do not fit " + text_of(node.dims(0)));
  return node.dims(0);
}

Dims kernel_of(const Operands& node) {
  const Dims& weights = node.dims(1);
  node.require(weights.size() == node.rank(0) && weights.size() >= 3,
               "its weights of " + text_of(weights) + " do not fit its input of " + text_of(node.dims(0)));
  return {weights.begin() + 2, weights.end()};
}

std::int64_t groups_of(const Operands& node) {
  const std::int64_t groups = node.integer("group", 1);
  node.require(groups > 0, "has " + std::to_string(groups) + " groups");
  return groups;
}

Dims convolved(const Operands& node) {
  const Dims kernel = kernel_of(node);
  const Dims& in = node.dims(0);
  const Dims& weights = node.dims(1);
  const std::int64_t groups = groups_of(node);
  node.require(in[1] == weights[1] * groups && weights[0] > 0 && weights[0] % groups == 0,
               "its weights of " + text_of(weights) + " in " + std::to_string(groups) +
                   " groups do not fit its input of " + text_of(in));
  if (node.has(2))
    node.require(node.dims(2) == Dims{weights[0]},
                 "has " + text_of(node.dims(2)) + " biases for " + std::to_string(weights[0]) + " filters");
  Dims out{in[0], weights[0]};
  for (const WindowAxis& axis : window_of(node, kernel).axes)
    out.push_back(static_cast<std::int64_t>(axis.out()));
  return out;
}

Dims transposed_convolved(const Operands& node) {
  const Dims kernel = kernel_of(node);
  const Dims& in = node.dims(0);
  const Dims& weights = node.dims(1);
  const std::int64_t groups = groups_of(node);
  node.require(in[1] == weights[0] && weights[1] > 0 && in[1] % groups == 0,
               "its weights of " + text_of(weights) + " in " + std::to_string(groups) +
                   " groups do not fit its input of " + text_of(in));
  const std::int64_t filters = weights[1] * groups;
  if (node.has(2))
    node.require(node.dims(2) == Dims{filters},
                 "has " + text_of(node.dims(2)) + " biases for " + std::to_string(filters) + " filters");
  Dims out{in[0], filters};
  for (const auto& axis : transposed_window_of(node, kernel).axes) out.push_back(axis.out);
  return out;
}

Dims pooled(const Operands& node) {
  const Dims& in = node.dims(0);
  node.require(in.size() >= 3, "its input has no positions");
  Dims out{in[0], in[1]};
  for (const WindowAxis& axis : window_of(node, {}).axes)
    out.push_back(static_cast<std::int64_t>(axis.out()));
  return out;
}

Dims globally_pooled(const Operands& node) {
  Dims out = node.dims(0);
  node.require(out.size() >= 2, "its input has no channels");
  std::fill(out.begin() + 2, out.end(), 1);
  return out;
}

Dims multiplied(const Operands& node) {
  Dims a = node.dims(0), b = node.dims(1);
  node.require(!a.empty() && !b.empty(), "multiplies a number");
  const bool row = a.size() == 1, column = b.size() == 1;
  if (row) a.insert(a.begin(), 1);
  if (column) b.push_back(1);
  const std::int64_t rows = a[a.size() - 2], inner = a.back(), columns = b.back();
  node.require(inner == b[b.size() - 2],
               text_of(node.dims(0)) + " times " + text_of(node.dims(1)) + " does not fit");
  Dims out = broadcast({a.begin(), a.end() - 2}, {b.begin(), b.end() - 2}, node);
  if (!row) out.push_back(rows);
  if (!column) out.push_back(columns);
  return out;
}

Dims gemm(const Operands& node) {
  const Dims &a = node.dims(0), &b = node.dims(1);
  node.require(a.size() == 2 && b.size() == 2, "multiplies " + text_of(a) + " and " + text_of(b));
  const bool flip_a = node.integer("transA", 0) != 0, flip_b = node.integer("transB", 0) != 0;
  node.require(a[flip_a ? 0 : 1] == b[flip_b ? 1 : 0], text_of(a) + " times " + text_of(b) + " does not fit");
  const Dims out{a[flip_a ? 1 : 0], b[flip_b ? 0 : 1]};
  if (node.has(2))
    node.require(broadcast(out, node.dims(2), node) == out,
                 "its third input of " + text_of(node.dims(2)) + " does not fit " + text_of(out));
  return out;
}

Dims of_concat(const Operands& node) {
  Dims out = node.dims(0);
  node.require(node.has_attribute("axis"), "does not say along which axis");
  const std::size_t axis = node.axis(node.integer("axis", 0), out.size());
  for (std::size_t n = 1; n < node.count(); ++n) {
    Dims next = node.dims(n);
    node.require(next.size() == out.size(), "its inputs have not as many axes");
    const std::int64_t extent = next[axis];
    next[axis] = out[axis];
    node.require(next == out, "its inputs of " + text_of(node.dims(0)) + " and " + text_of(node.dims(n)) +
                                  " differ not only along axis " + std::to_string(axis));
    out[axis] += extent;
  }
  size_of(out, node.node().label());
  return out;
}

Dims transposed(const Operands& node) {
  Dims out;
  for (const std::size_t axis : permutation_of(node)) out.push_back(node.dims(0)[axis]);
  return out;
}

Dims padded(const Operands& node) {
  Dims out = node.dims(0);
  const Border border = border_of(node);
  for (std::size_t axis = 0; axis < out.size(); ++axis) {
    out[axis] += border.before[axis] + border.after[axis];
    node.require(out[axis] > 0, "leaves nothing of axis " + std::to_string(axis));
  }
  return out;
}

Dims of_slice(const Operands& node) {
  Dims out;
  for (const Range& range : slice_of(node)) out.push_back(range.count);
  node.require(size_of(out) > 0, "takes nothing");
  return out;
}

Dims resized(const Operands& node) {
  Dims out;
  for (const Resizing::Axis& axis : resizing_of(node).axes) out.push_back(axis.out);
  return out;
}

Dims block(const Operands& node) {
  const Dims& in = node.dims(0);
  const std::int64_t size = node.integer("blocksize", 0);
  node.require(in.size() == 4, "takes an image and gets " + text_of(in));
  node.require(size > 0 && size <= (1 << 15), "has blocks of " + std::to_string(size));
  if (node.node().operation == "DepthToSpace") {
    node.require(in[1] % (size * size) == 0, std::to_string(in[1]) + " channels do not make blocks");
    return {in[0], in[1] / (size * size), in[2] * size, in[3] * size};
  }
  node.require(in[2] % size == 0 && in[3] % size == 0, text_of(in) + " does not divide into blocks");
  return {in[0], in[1] * size * size, in[2] / size, in[3] / size};
}

Dims reduced(const Operands& node) {
  const Reduction reduction = reduction_of(node);
  const Dims& in = node.dims(0);
  Dims out;
  for (std::size_t axis = 0; axis < in.size(); ++axis) {
    const bool gone = std::find(reduction.axes.begin(), reduction.axes.end(), axis) != reduction.axes.end();
    if (!gone)
      out.push_back(in[axis]);
    else if (reduction.keep)
      out.push_back(1);
  }
  return out;
}

Dims expanded(const Operands& node) {
  const Dims out = broadcast(node.dims(0), node.integers(1), node);
  size_of(out, node.node().label());
  return out;
}

Dims of_gather(const Operands& node) {
  const Dims& in = node.dims(0);
  const std::size_t axis = node.axis(node.integer("axis", 0), in.size());
  Dims out(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(axis));
  const Dims& indices = node.dims(1);
  out.insert(out.end(), indices.begin(), indices.end());
  out.insert(out.end(), in.begin() + static_cast<std::ptrdiff_t>(axis) + 1, in.end());
  size_of(out, node.node().label());
  return out;
}

const std::map<std::string, Rule, std::less<>>& rules() {
  static const std::map<std::string, Rule, std::less<>> all = [] {
    std::map<std::string, Rule, std::less<>> table;
    for (const char* name : {"Abs",
                             "BatchNormalization",
                             "Cast",
                             "Celu",
                             "Clip",
                             "Dropout",
                             "Elu",
                             "Erf",
                             "Exp",
                             "Gelu",
                             "GroupNormalization",
                             "HardSigmoid",
                             "HardSwish",
                             "Identity",
                             "InstanceNormalization",
                             "LayerNormalization",
                             "LRN",
                             "LeakyRelu",
                             "Log",
                             "LogSoftmax",
                             "Mish",
                             "Neg",
                             "Reciprocal",
                             "Relu",
                             "Selu",
                             "Sigmoid",
                             "Softmax",
                             "Softplus",
                             "Softsign",
                             "Sqrt",
                             "Tanh",
                             "ThresholdedRelu"})
      table[name] = same;
    for (const char* name : {"Add", "Div", "Mul", "Pow", "Sub"}) table[name] = of_two;
    for (const char* name : {"Max", "Mean", "Min", "Sum"}) table[name] = combined;
    for (const char* name : {"Flatten", "Reshape", "Squeeze", "Unsqueeze"}) table[name] = reshaped;
    for (const char* name : {"ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin"}) table[name] = reduced;
    for (const char* name : {"AveragePool", "MaxPool"}) table[name] = pooled;
    for (const char* name : {"GlobalAveragePool", "GlobalMaxPool"}) table[name] = globally_pooled;
    for (const char* name : {"DepthToSpace", "SpaceToDepth"}) table[name] = block;
    for (const char* name : {"Resize", "Upsample"}) table[name] = resized;
    table["PRelu"] = sloped;
    table["Conv"] = convolved;
    table["ConvTranspose"] = transposed_convolved;
    table["MatMul"] = multiplied;
    table["Gemm"] = gemm;
    table["Concat"] = of_concat;
    table["Transpose"] = transposed;
    table["Pad"] = padded;
    table["Slice"] = of_slice;
    table["Expand"] = expanded;
    table["Gather"] = of_gather;
    return table;
  }();
  return all;
}

}  // namespace

std::vector<Dims> infer(const Operands& node) {
  const std::string& operation = node.node().operation;
  if (operation == "Split") {
    const Parts parts = parts_of(node);
    std::vector<Dims> all(parts.extents.size(), node.dims(0));
    for (std::size_t n = 0; n < all.size(); ++n) all[n][parts.axis] = parts.extents[n];
    return all;
  }
  const auto found = rules().find(operation);
  if (found == rules().end()) node.refuse("etch has no such operator");
  node.require(node.count() > 0, "has no input");
  const Dims out = found->second(node);
  const std::int64_t size = size_of(out, node.node().label());
  node.require(size > 0, "gives nothing");
  node.require(size <= largest_value, "gives " + text_of(out) + " numbers, which are too many");
  node.output();
  for (std::size_t n = 1; n < node.node().outputs.size(); ++n)
    node.require(!node.uses_output(n),
                 "its output number " + std::to_string(n + 1) + " is used; etch has only the first");
  return {out};
}

}  // namespace etch::generator
