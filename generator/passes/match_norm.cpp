// SPDX-License-Identifier: MIT
#include <generator/graph/places.hpp>
#include <generator/passes/matcher.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace etch::generator {
namespace {

/// The axes of a mean that keeps them.
std::optional<std::vector<std::size_t>> mean_axes(const Matcher& matcher, const Node* mean) {
  if (mean == nullptr) return std::nullopt;
  const Reduction reduction = reduction_of(Operands(matcher.graph(), *mean));
  if (!reduction.keep || reduction.axes.empty()) return std::nullopt;
  std::vector<std::size_t> axes = reduction.axes;
  std::sort(axes.begin(), axes.end());
  return axes;
}

/// x of x - mean(x), and the axes of the mean.
struct Centred {
  std::string x;
  std::vector<std::size_t> axes;
};
std::optional<Centred> centred(const Matcher& matcher, const std::string& value) {
  const Node* difference = matcher.maker(value, "Sub");
  if (difference == nullptr || difference->inputs.size() != 2) return std::nullopt;
  const Node* mean = matcher.maker(difference->inputs[1], "ReduceMean");
  const auto axes = mean_axes(matcher, mean);
  if (!axes || mean->inputs[0] != difference->inputs[0]) return std::nullopt;
  return Centred{difference->inputs[0], *axes};
}

/// The value whose square this is.
const std::string* root_of(const Matcher& matcher, const std::string& value) {
  if (const Node* power = matcher.maker(value, "Pow"))
    return power->inputs.size() == 2 && matcher.is_number(power->inputs[1], 2) ? &power->inputs[0] : nullptr;
  if (const Node* product = matcher.maker(value, "Mul"))
    return product->inputs.size() == 2 && product->inputs[0] == product->inputs[1] ? &product->inputs[0]
                                                                                   : nullptr;
  return nullptr;
}

}  // namespace

/// (x - mean(x)) / sqrt(mean((x - mean(x))^2) + epsilon).
Match match_layer_norm(const Matcher& matcher, const Node& last) {
  if (last.operation != "Div" || last.inputs.size() != 2) return std::nullopt;
  const auto above = centred(matcher, last.inputs[0]);
  const Node* root = matcher.maker(last.inputs[1], "Sqrt");
  const Node* add = !above || root == nullptr ? nullptr : matcher.maker(root->inputs[0], "Add");
  if (add == nullptr || add->inputs.size() != 2) return std::nullopt;
  for (const std::size_t n : {0, 1}) {
    const auto epsilon = matcher.number(add->inputs[1 - n]);
    const Node* variance = matcher.maker(add->inputs[n], "ReduceMean");
    if (!epsilon || variance == nullptr) continue;
    const std::string* deviation = root_of(matcher, variance->inputs[0]);
    if (deviation == nullptr || mean_axes(matcher, variance) != above->axes) continue;
    const auto below = centred(matcher, *deviation);
    if (!below || below->x != above->x || below->axes != above->axes) continue;
    Node norm{"LayerNormalization", last.name, {above->x}, last.outputs, {}};
    norm.attributes["axes"] = std::vector<std::int64_t>(above->axes.begin(), above->axes.end());
    norm.attributes["epsilon"] = static_cast<float>(*epsilon);
    return norm;
  }
  return std::nullopt;
}

/// InstanceNormalization of (n, groups, rest), between two reshapes.
Match match_group_norm(const Matcher& matcher, const Node& last) {
  const Graph& graph = matcher.graph();
  if (last.operation != "Reshape" || last.inputs.empty()) return std::nullopt;
  const Node* norm = matcher.maker(last.inputs[0], "InstanceNormalization");
  if (norm == nullptr || norm->inputs.size() != 3) return std::nullopt;
  const Node* before = matcher.maker(norm->inputs[0], "Reshape");
  if (before == nullptr || graph.constant(before->inputs[0]) != nullptr) return std::nullopt;
  const Dims& dims = graph.dims.find(before->inputs[0])->second;
  const Dims& groups = graph.dims.find(norm->inputs[0])->second;
  const auto made = graph.dims.find(last.outputs[0]);
  if (made == graph.dims.end() || made->second != dims || dims.size() < 2 || groups.size() < 3 ||
      groups[0] != dims[0] || groups[1] == 0 || dims[1] % groups[1] != 0)
    return std::nullopt;
  // One number for each group serves all its channels.
  const Tensor *scale = graph.constant(norm->inputs[1]), *shift = graph.constant(norm->inputs[2]);
  if (scale == nullptr || shift == nullptr) return std::nullopt;
  Node group{"GroupNormalization",
             last.name,
             {before->inputs[0], norm->inputs[1], norm->inputs[2]},
             last.outputs,
             norm->attributes};
  group.attributes["num_groups"] = groups[1];
  group.attributes["each_group"] = std::int64_t{1};
  return group;
}

namespace {

/// Of a sum or product with a number: both.
struct WithNumber {
  const std::string* value = nullptr;
  double number = 0;
};
WithNumber with_number(const Matcher& matcher, const Node* node) {
  if (node == nullptr || node->inputs.size() != 2) return {};
  for (const std::size_t n : {0, 1})
    if (const auto number = matcher.number(node->inputs[1 - n])) return {&node->inputs[n], *number};
  return {};
}

/// What a value was before it got other extents.
const std::string& unshaped(const Matcher& matcher, const std::string& value) {
  const std::string* inner = &value;
  const auto maker = [&]() -> const Node* {
    for (const char* operation : {"Reshape", "Squeeze", "Unsqueeze"})
      if (const Node* node = matcher.maker(*inner, operation)) return node;
    return nullptr;
  };
  while (const Node* node = maker()) inner = &node->inputs[0];
  return *inner;
}

/// The size of the window of channels whose mean `value` is, over what has the extents (n, 1, channels,
/// rest); and that, before zeros were put around its channels. 0: it is no such mean.
std::pair<std::int64_t, const std::string*> window_of(const Matcher& matcher, const std::string& value) {
  const Node* pool = matcher.maker(value, "AveragePool");
  if (pool == nullptr) return {};
  const Operands operands(matcher.graph(), *pool);
  const auto kernel = operands.integers("kernel_shape");
  if (!kernel || kernel->empty() || kernel->front() % 2 == 0) return {};
  if (std::any_of(kernel->begin() + 1, kernel->end(), [](std::int64_t n) { return n != 1; })) return {};
  for (const char* name : {"strides", "dilations", "pads"})
    if (const auto numbers = operands.integers(name);
        numbers && std::any_of(numbers->begin(), numbers->end(),
                               [&](std::int64_t n) { return n != (name[0] == 'p' ? 0 : 1); }))
      return {};
  const std::string padding = operands.text("auto_pad", "NOTSET");
  if (padding != "NOTSET" && padding != "VALID") return {};

  const std::string* inner = &pool->inputs[0];
  std::int64_t before = 0, after = 0;
  while (const Node* pad = matcher.maker(*inner, "Pad")) {
    const Border border = border_of(Operands(matcher.graph(), *pad));
    for (std::size_t axis = 0; axis < border.before.size(); ++axis)
      if (axis != 2 && (border.before[axis] != 0 || border.after[axis] != 0)) return {};
    if (border.mode != "constant" || border.value != 0 || border.before.size() < 3) return {};
    before += border.before[2];
    after += border.after[2];
    inner = &pad->inputs[0];
  }
  const std::int64_t half = kernel->front() / 2;
  if (before != half || after != half) return {};
  return {kernel->front(), inner};
}

}  // namespace

/// x / (bias + alpha mean(x^2))^beta, the mean over a window of channels, as PyTorch exports its
/// LocalResponseNorm.
Match match_local_response(const Matcher& matcher, const Node& last) {
  if (last.operation != "Div" || last.inputs.size() != 2) return std::nullopt;
  const Node* power = matcher.maker(last.inputs[1], "Pow");
  const WithNumber raised = with_number(matcher, power);
  if (raised.value == nullptr || raised.value != &power->inputs[0]) return std::nullopt;
  const WithNumber sum = with_number(matcher, matcher.maker(*raised.value, "Add"));
  const WithNumber product =
      sum.value == nullptr ? WithNumber{} : with_number(matcher, matcher.maker(*sum.value, "Mul"));
  if (product.value == nullptr) return std::nullopt;
  const auto [size, squares] = window_of(matcher, unshaped(matcher, *product.value));
  if (size == 0) return std::nullopt;
  const std::string* x = root_of(matcher, unshaped(matcher, *squares));
  if (x == nullptr || *x != last.inputs[0]) return std::nullopt;

  const auto dims_of = [&](const std::string& value) {
    const auto found = matcher.graph().dims.find(value);
    return found == matcher.graph().dims.end() ? Dims{} : found->second;
  };
  const Dims dims = dims_of(*x), windowed = dims_of(*squares);
  if (dims.size() < 3 || windowed.size() < 4 || windowed[0] != dims[0] || windowed[1] != 1 ||
      windowed[2] != dims[1] || dims_of(*product.value) != dims || dims_of(last.outputs[0]) != dims)
    return std::nullopt;
  Node norm{"LRN", last.name, {*x}, last.outputs, {}};
  norm.attributes["size"] = size;
  norm.attributes["alpha"] = static_cast<float>(product.number);
  norm.attributes["beta"] = static_cast<float>(raised.number);
  norm.attributes["bias"] = static_cast<float>(sum.number);
  return norm;
}

/// Zeros around an image, then a convolution; or what is less than all numbers, then a maximum.
Match match_padded(const Matcher& matcher, const Node& last) {
  const bool maximum = last.operation == "MaxPool";
  if ((last.operation != "Conv" && !maximum) || last.inputs.empty()) return std::nullopt;
  const Node* pad = matcher.maker(last.inputs[0], "Pad");
  if (pad == nullptr || matcher.readers(last.inputs[0]) != 1) return std::nullopt;
  const Operands window(matcher.graph(), last);
  const std::string mode = window.text("auto_pad", "NOTSET");
  if (mode != "NOTSET" && mode != "VALID" && !mode.empty()) return std::nullopt;
  const Border border = border_of(Operands(matcher.graph(), *pad));
  const std::size_t rank = border.before.size();
  const bool neutral = maximum ? border.value <= std::numeric_limits<float>::lowest() : border.value == 0;
  if (border.mode != "constant" || !neutral || rank < 3) return std::nullopt;
  // Windows that begin in padding that is their own are left out then.
  if (maximum && window.integer("ceil_mode", 0) != 0) return std::nullopt;
  std::vector<std::int64_t> pads(2 * (rank - 2), 0);
  if (const auto own = window.integers("pads"); own && mode != "VALID") {
    if (own->size() != pads.size()) return std::nullopt;
    pads = *own;
  }
  for (std::size_t axis = 0; axis < rank; ++axis) {
    const std::int64_t before = border.before[axis], after = border.after[axis];
    if (before < 0 || after < 0 || (axis < 2 && before + after != 0)) return std::nullopt;
    if (axis < 2) continue;
    pads[axis - 2] += before;
    pads[axis - 2 + rank - 2] += after;
  }
  Node merged = last;
  merged.inputs[0] = pad->inputs[0];
  merged.attributes["pads"] = pads;
  merged.attributes.erase("auto_pad");
  return merged;
}

}  // namespace etch::generator
