// SPDX-License-Identifier: MIT
// Products of matrices, one of which is constant: dense layers.
#include <generator/graph/fold.hpp>
#include <generator/lower/align.hpp>
#include <generator/lower/operators.hpp>

#include <algorithm>

namespace etch::generator {
namespace {

/// A constant matrix as (inputs, outputs), times a factor.
std::vector<float> matrix_of(const Operands& node, const Tensor& from, bool transposed, float factor) {
  node.require(from.is_real(), "its matrix is of integers");
  std::vector<float> matrix = from.reals;
  if (transposed) {
    const auto rows = from.dims[from.dims.size() - 2], columns = from.dims.back();
    matrix = strided(from, {columns, rows}, 0, {1, columns}).reals;
  }
  for (float& value : matrix) value *= factor;
  return matrix;
}

/// y = alpha a' b' + beta c.
void gemm(const Operands& node, Lowering& to) {
  const float alpha = node.real("alpha", 1), beta = node.real("beta", 1);
  const bool flip_a = node.integer("transA", 0) != 0, flip_b = node.integer("transB", 0) != 0;
  node.require(node.is_constant(0) || node.is_constant(1),
               "multiplies two values that both depend on the input; etch multiplies by constants");
  const bool first = node.is_constant(1);
  const Tensor& constant = node.constant(first ? 1 : 0);
  const Activation& in = to.input(node, first ? 0 : 1);
  // Of the value the axis that is summed over; of the matrix (inputs, outputs).
  const std::size_t axis = first ? (flip_a ? 0 : 1) : (flip_b ? 1 : 0);
  const std::vector<float> matrix = matrix_of(node, constant, first ? flip_b : !flip_a, alpha);
  const auto outputs = matrix.size() / static_cast<std::size_t>(in.layout.extent(axis));

  std::vector<float> biases;
  const bool adds = node.has(2) && beta != 0;
  if (adds && first) {
    const Tensor& c = node.constant(2);
    const bool one_row = c.dims.size() < 2 || c.dims[0] == 1;
    if (one_row && c.is_real()) biases = expanded(c, {1, static_cast<std::int64_t>(outputs)}).reals;
    for (float& bias : biases) bias *= beta;
  }
  Activation out = to.contracted(node, in, axis, matrix, outputs, biases);
  // The rows of the result must be axis 0.
  const bool swap = first ? axis == 0 : axis == 1;
  if (swap) out.layout = out.layout.transposed({1, 0});
  if (adds && biases.empty()) {
    std::vector<float> shifts = to.spread(node, node.constant(2), out);
    for (float& shift : shifts) shift *= beta;
    out = to.scaled(node, out, {}, shifts);
  }
  to.set(node, out);
}

/// A matrix for each of the values along the axes in front: a convolution of one tap in as many groups.
void multiply_stack(const Operands& node, Lowering& to, const Tensor& constant, const Activation& given,
                    bool value_first) {
  const Dims out = to.output_dims(node);
  const std::size_t rank = out.size();
  node.require(given.layout.rank() >= 2 && constant.dims.size() <= rank,
               "multiplies " + text_of(given.layout.dims()) + " by a stack of matrices");
  // The value with as many axes as the result, and as many matrices.
  Dims stack(out.begin(), out.end() - 2);
  Activation in = to.reshaped(node, given, padded_rank(given.layout.dims(), rank));
  Dims repeated = stack;
  repeated.insert(repeated.end(), {in.layout.extent(rank - 2), in.layout.extent(rank - 1)});
  in = to.repeated(node, in, repeated);
  const std::size_t inner = value_first ? rank - 1 : rank - 2, kept = value_first ? rank - 2 : rank - 1;

  std::vector<std::size_t> channels;
  for (std::size_t axis = 0; axis + 2 < rank; ++axis) channels.push_back(axis);
  channels.push_back(inner);
  in = to.lying(node, in, {{kept}, channels});
  const auto groups = static_cast<std::size_t>(size_of(stack));
  const auto inputs = static_cast<std::size_t>(in.layout.extent(inner));
  const auto outputs = static_cast<std::size_t>(out[value_first ? rank - 1 : rank - 2]);

  // Weights (inputs, groups, outputs).
  Dims whole = stack;
  whole.insert(whole.end(), constant.dims.end() - 2, constant.dims.end());
  const Tensor matrices = expanded(constant, whole);
  node.require(matrices.is_real(), "its matrices are of integers");
  const auto n = static_cast<std::int64_t>(groups), k = static_cast<std::int64_t>(inputs),
             m = static_cast<std::int64_t>(outputs);
  const auto strides =
      value_first ? std::vector<std::int64_t>{m, k * m, 1} : std::vector<std::int64_t>{1, k * m, k};
  Learned learned;
  learned.parameters = strided(matrices, {k, n, m}, 0, strides).reals;
  const std::size_t positions = to.shape(in)[0];
  learned.filters = {Filters::Order::last, groups * outputs, learned.parameters.size()};
  learned.multiply_adds = positions * learned.parameters.size();
  Type type = option("Conv1d", {groups * outputs});
  type.arguments.insert(type.arguments.end(), {option("Kernel", {1}), option("Groups", {groups}),
                                               generic("Bias", {{"false", {}, false}})});
  Layout layout = Layout::row_major(out);
  std::vector<std::size_t> order{kept};
  order.insert(order.end(), channels.begin(), channels.end());
  layout = layout.rearranged(layout.pieces_of(order));
  to.set(node, to.layer(node, in, type, {positions, groups * outputs}, layout, std::move(learned)));
}

void multiply(const Operands& node, Lowering& to) {
  node.require(node.is_constant(0) || node.is_constant(1),
               "multiplies two values that both depend on the input; etch multiplies by constants");
  const bool value_first = node.is_constant(1);
  Tensor constant = node.constant(value_first ? 1 : 0);
  Activation in = to.input(node, value_first ? 0 : 1);
  // Axes of extent 1 in front of a matrix only add axes to the result, which `reshaped` does.
  while (constant.dims.size() > 2 && constant.dims[0] == 1) constant.dims.erase(constant.dims.begin());
  if (constant.dims.size() > 2) return multiply_stack(node, to, constant, in, value_first);

  const std::size_t rank = in.layout.rank();
  const bool vector = constant.dims.size() == 1;
  const std::size_t axis = value_first || rank == 1 ? rank - 1 : rank - 2;
  const std::vector<float> matrix = matrix_of(node, constant, !value_first && !vector, 1);
  const auto outputs = matrix.size() / static_cast<std::size_t>(in.layout.extent(axis));
  to.set(node, to.reshaped(node, to.contracted(node, in, axis, matrix, outputs, {}), to.output_dims(node)));
}

}  // namespace

void add_products(Operators& table) {
  table["Gemm"] = gemm;
  table["MatMul"] = multiply;
}

}  // namespace etch::generator
