// SPDX-License-Identifier: MIT
// Normalisations and softmax.
#include <generator/graph/fold.hpp>
#include <generator/lower/operators.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace etch::generator {
namespace {

std::vector<std::size_t> axes_from(std::size_t first, std::size_t rank) {
  std::vector<std::size_t> axes(rank - first);
  std::iota(axes.begin(), axes.end(), first);
  return axes;
}

std::size_t channels_of(const Operands& node, const Activation& in) {
  node.require(in.layout.rank() >= 2, "works on channels, and its input has none");
  return static_cast<std::size_t>(in.layout.extent(1));
}

/// An input with one number for each channel.
std::vector<float> per_channel(const Operands& node, std::size_t input, std::size_t channels) {
  std::vector<float> values = node.reals(input);
  node.require(values.size() == channels, "has " + std::to_string(values.size()) + " numbers for " +
                                              std::to_string(channels) + " channels");
  return values;
}
/// Appends values in the order in which the axis lies.
void append(std::vector<float>& to, const std::vector<float>& values, const std::vector<std::size_t>& order) {
  for (const std::size_t n : order) to.push_back(values[n]);
}

Type with_epsilon(const Operands& node, Type type, float otherwise, float usual) {
  const float epsilon = node.real("epsilon", otherwise);
  if (epsilon != usual) type.arguments.push_back(fraction_option(node, "Epsilon", epsilon, "its epsilon"));
  return type;
}

void batch_norm(const Operands& node, Lowering& to) {
  node.require(node.integer("training_mode", 0) == 0, "is in training mode; export for inference");
  node.require(node.integer("spatial", 1) != 0, "normalises each position by itself, which etch does not");
  const std::size_t channels = channels_of(node, to.input(node, 0));
  const Activation in = to.innermost(node, to.input(node, 0), {1});
  const std::vector<std::size_t> order = in.layout.origins(1);
  Learned learned;
  append(learned.parameters, per_channel(node, 1, channels), order);
  append(learned.parameters, per_channel(node, 2, channels), order);
  learned.filters = {Filters::Order::last, channels, channels};
  append(learned.statistics, per_channel(node, 3, channels), order);
  append(learned.statistics, per_channel(node, 4, channels), order);
  const Type type = with_epsilon(node, generic("BatchNorm", {}), 1e-5f, 1e-5f);
  const float epsilon = node.real("epsilon", 1e-5f);
  for (std::size_t c = channels; c < 2 * channels; ++c)
    node.require(learned.statistics[c] + epsilon > 0, "has a variance that is negative");
  to.set(node, to.layer(node, in, type, to.shape(in), in.layout, std::move(learned)));
}

void instance_norm(const Operands& node, Lowering& to) {
  const std::size_t channels = channels_of(node, to.input(node, 0));
  node.require(to.dims(node, 0)[0] == 1, "works on a batch that is a part of the network");
  const Activation in = to.innermost(node, to.input(node, 0), {1});
  const std::vector<std::size_t> order = in.layout.origins(1);
  Learned learned;
  append(learned.parameters, per_channel(node, 1, channels), order);
  append(learned.parameters, per_channel(node, 2, channels), order);
  learned.filters = {Filters::Order::last, channels, channels};
  to.set(node, to.layer(node, in, with_epsilon(node, generic("InstanceNorm", {}), 1e-5f, 1e-5f), to.shape(in),
                        in.layout, std::move(learned)));
}

void group_norm(const Operands& node, Lowering& to) {
  const std::size_t channels = channels_of(node, to.input(node, 0));
  node.require(to.dims(node, 0)[0] == 1, "works on a batch that is a part of the network");
  const std::int64_t groups = node.integer("num_groups", 0);
  node.require(groups > 0 && channels % static_cast<std::size_t>(groups) == 0,
               std::to_string(channels) + " channels do not make " + std::to_string(groups) + " groups");
  std::vector<std::size_t> rest = axes_from(2, to.dims(node, 0).size());
  const Activation in = to.with_channels(node, to.lying(node, to.input(node, 0), {rest, {1}}), channels);
  Learned learned;
  for (const std::size_t input : {1, 2}) {
    // Up to opset 20 there is one number for each group.
    const std::size_t count = node.reals(input).size();
    const bool each_group = count == static_cast<std::size_t>(groups) &&
                            (node.opset() < 21 || node.integer("each_group", 0) != 0);
    const auto values = per_channel(node, input, each_group ? count : channels);
    for (std::size_t c = 0; c < channels; ++c)
      learned.parameters.push_back(values[c / (channels / values.size())]);
  }
  learned.filters = {Filters::Order::last, channels, channels};
  const Type type = with_epsilon(node, option("GroupNorm", {static_cast<std::size_t>(groups)}), 1e-5f, 1e-5f);
  to.set(node, to.layer(node, in, type, to.shape(in), in.layout, std::move(learned)));
}

void layer_norm(const Operands& node, Lowering& to) {
  const Activation& given = to.input(node, 0);
  const std::size_t rank = given.layout.rank();
  // Means over other axes than the last are recognised as such too (passes/match_norm.cpp).
  const auto named = node.integers("axes");
  const auto axes =
      named ? node.axes(*named, rank) : axes_from(node.axis(node.integer("axis", -1), rank), rank);
  const Activation in = to.innermost(node, given, axes);
  const std::size_t count = to.shape(in).back();
  Learned learned;
  // The numbers of one position, in the order in which they lie.
  for (const std::size_t input : {1, 2}) {
    std::vector<float> values(count, input == 1 ? 1.0f : 0.0f);
    if (node.has(input)) {
      Dims dims = in.layout.dims();
      for (std::size_t axis = 0; axis < axes[0]; ++axis) dims[axis] = 1;
      node.require(broadcast(dims, node.dims(input), node) == dims, "its scale does not fit the axes");
      const std::vector<float> all = to.spread(node, node.constant(input), in);
      values.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
    }
    learned.parameters.insert(learned.parameters.end(), values.begin(), values.end());
  }
  learned.filters = {Filters::Order::last, count, count};
  const Type type = with_epsilon(node, generic("LayerNorm", {}), 1e-5f, 1e-5f);
  to.set(node, to.layer(node, in, type, to.shape(in), in.layout, std::move(learned)));
}

void local_response_norm(const Operands& node, Lowering& to) {
  channels_of(node, to.input(node, 0));
  const std::int64_t size = node.integer("size", 0);
  node.require(size > 0 && size <= (1 << 20), "sums over " + std::to_string(size) + " channels");
  // Of an even number ONNX takes one more channel after than before, etch (as PyTorch) the other way round.
  node.require(size % 2 == 1, "sums over an even number of channels, which etch places otherwise");
  std::vector<std::size_t> rest{0};
  for (std::size_t axis = 2; axis < to.dims(node, 0).size(); ++axis) rest.push_back(axis);
  const auto channels = static_cast<std::size_t>(to.dims(node, 0)[1]);
  const Activation in = to.with_channels(node, to.lying(node, to.input(node, 0), {rest, {1}}), channels);
  Type type = option("LocalResponseNorm", {static_cast<std::size_t>(size)});
  const auto add = [&](const char* name, float value, float usual, const char* what) {
    if (value != usual) type.arguments.push_back(fraction_option(node, name, value, what));
  };
  add("Alpha", node.real("alpha", 1e-4f), 1e-4f, "its alpha");
  add("Beta", node.real("beta", 0.75f), 0.75f, "its beta");
  add("Offset", node.real("bias", 1), 1, "its bias");
  node.require(node.real("bias", 1) > 0, "its bias is not positive");
  to.set(node, to.layer(node, in, type, to.shape(in), in.layout));
}

void softmax(const Operands& node, Lowering& to) {
  const Activation& given = to.input(node, 0);
  const std::size_t rank = given.layout.rank();
  node.require(rank > 0, "works on a number");
  // Up to opset 12 over all axes from the given one on.
  const bool old = node.opset() < 13;
  const std::size_t axis = node.axis(node.integer("axis", old ? 1 : -1), rank);
  const auto axes = old ? axes_from(axis, rank) : std::vector<std::size_t>{axis};
  const Activation in = to.innermost(node, given, axes);
  to.set(node, to.layer(node, in, plain(node.node().operation), to.shape(in), in.layout));
}

}  // namespace

void add_norms(Operators& table) {
  table["BatchNormalization"] = batch_norm;
  table["InstanceNormalization"] = instance_norm;
  table["GroupNormalization"] = group_norm;
  table["LayerNormalization"] = layer_norm;
  table["LRN"] = local_response_norm;
  table["Softmax"] = softmax;
  table["LogSoftmax"] = softmax;
}

}  // namespace etch::generator
