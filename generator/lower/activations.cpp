// SPDX-License-Identifier: MIT
// Functions of single numbers.
#include <generator/lower/operators.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace etch::generator {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

Activation apply(const Operands& node, Lowering& to, const Activation& in, const Type& type) {
  return to.layer(node, in, type, to.shape(in), in.layout);
}
Activation times(const Operands& node, Lowering& to, const Activation& in, float factor, float shift = 0) {
  return to.scaled(node, in, {factor}, {shift});
}

/// An activation that etch has under a name of its own.
Operator activation(const char* name) {
  return [name](const Operands& node, Lowering& to) {
    to.set(node, apply(node, to, to.input(node, 0), plain(name)));
  };
}

/// x, or x times one slope of any sign below 0.
Activation shared_slope(const Operands& node, Lowering& to, const Activation& in, float slope) {
  if (slope == 0.01f) return apply(node, to, in, generic("LeakyRelu", {}));
  if (fraction_of(slope))
    return apply(node, to, in, generic("LeakyRelu", {fraction_option(node, "Slope", slope, "its slope")}));
  Learned learned;
  learned.parameters = {slope};
  return to.layer(node, in, generic("Prelu", {plain("Shared")}), to.shape(in), in.layout, std::move(learned));
}

void leaky_relu(const Operands& node, Lowering& to) {
  to.set(node, shared_slope(node, to, to.input(node, 0), node.real("alpha", 0.01f)));
}

void prelu(const Operands& node, Lowering& to) {
  const Activation& given = to.input(node, 0);
  const Tensor& slopes = node.constant(1);
  if (slopes.size() == 1) {
    Learned learned;
    learned.parameters = node.reals(1);
    to.set(node, to.layer(node, given, generic("Prelu", {plain("Shared")}), to.shape(given), given.layout,
                          std::move(learned)));
    return;
  }
  // One slope for each number of the axes that the slopes vary along.
  std::vector<std::size_t> axes;
  const std::size_t missing = given.layout.rank() - slopes.dims.size();
  for (std::size_t axis = 0; axis < slopes.dims.size(); ++axis)
    if (slopes.dims[axis] != 1) axes.push_back(axis + missing);
  const Activation in = to.innermost(node, given, axes);
  Learned learned;
  learned.parameters = to.spread(node, slopes, in);
  learned.parameters.resize(to.shape(in).back());
  to.set(node, to.layer(node, in, generic("Prelu", {}), to.shape(in), in.layout, std::move(learned)));
}

Type elu_type(const Operands& node, float alpha) {
  Type type = generic("Elu", {});
  if (alpha != 1) type.arguments.push_back(fraction_option(node, "Alpha", alpha, "its alpha"));
  return type;
}
void elu(const Operands& node, Lowering& to) {
  to.set(node, apply(node, to, to.input(node, 0), elu_type(node, node.real("alpha", 1))));
}
/// max(x, 0) + min(0, alpha (e^(x / alpha) - 1)) = alpha elu(x / alpha).
void celu(const Operands& node, Lowering& to) {
  const float alpha = node.real("alpha", 1);
  node.require(alpha > 0, "its alpha is not positive");
  const Activation in = times(node, to, to.input(node, 0), 1 / alpha);
  to.set(node, times(node, to, apply(node, to, in, elu_type(node, 1)), alpha));
}
void selu(const Operands& node, Lowering& to) {
  const float alpha = node.real("alpha", 1.67326319217681884765625f);
  const float gamma = node.real("gamma", 1.05070102214813232421875f);
  const Activation& in = to.input(node, 0);
  if (std::abs(alpha - 1.6732632f) < 1e-4f && std::abs(gamma - 1.050701f) < 1e-4f)
    to.set(node, apply(node, to, in, plain("Selu")));
  else
    to.set(node, times(node, to, apply(node, to, in, elu_type(node, alpha)), gamma));
}

/// max(0, min(1, alpha x + beta)); etch's has alpha 1/6 and beta 1/2.
void hard_sigmoid(const Operands& node, Lowering& to) {
  const float alpha = node.real("alpha", 0.2f), beta = node.real("beta", 0.5f);
  const bool same = std::abs(alpha * 6 - 1) < 1e-6f && beta == 0.5f;
  const Activation in =
      same ? to.input(node, 0) : times(node, to, to.input(node, 0), 6 * alpha, 6 * beta - 3);
  to.set(node, apply(node, to, in, plain("HardSigmoid")));
}

/// x above alpha, 0 elsewhere.
void thresholded_relu(const Operands& node, Lowering& to) {
  const float alpha = node.real("alpha", 1);
  to.set(node, apply(node, to, to.input(node, 0),
                     generic("ThresholdedRelu", {fraction_option(node, "Alpha", alpha, "its alpha")})));
}

void gelu(const Operands& node, Lowering& to) {
  const std::string kind = node.text("approximate", "none");
  node.require(kind == "none" || kind == "tanh", "approximates by '" + shown(kind) + "'");
  to.set(node, apply(node, to, to.input(node, 0), plain(kind == "tanh" ? "GeluTanh" : "Gelu")));
}

/// The larger of each number and its bound, of which there is one for each number or one for all:
/// x + relu(bound - x). What is above keeps all its digits, however far away the bound is.
Activation at_least(const Operands& node, Lowering& to, const Activation& in,
                    const std::vector<float>& bounds) {
  const Activation missing = apply(node, to, to.scaled(node, in, {-1}, bounds), plain("Relu"));
  return to.join(node, Layer::Kind::add, {in, to.viewed(node, missing, to.shape(in))}, to.shape(in),
                 in.layout);
}
/// The smaller: x - relu(x - bound).
Activation at_most(const Operands& node, Lowering& to, const Activation& in, std::vector<float> bounds) {
  for (float& bound : bounds) bound = -bound;
  const Activation excess = apply(node, to, to.scaled(node, in, {}, bounds), plain("Relu"));
  const Activation taken = to.scaled(node, excess, {-1}, {});
  return to.join(node, Layer::Kind::add, {in, to.viewed(node, taken, to.shape(in))}, to.shape(in), in.layout);
}

/// Each number brought between two bounds, either of which may be infinite.
Activation between(const Operands& node, Lowering& to, const Activation& in, float least, float most) {
  node.require(!(least > most), "its lower bound is above its upper one");
  if (least == 0 && most == 6) return apply(node, to, in, plain("Relu6"));
  const bool below = least > -std::numeric_limits<float>::max(),
             above = most < std::numeric_limits<float>::max();
  if (!below && !above) return in;
  if ((below && is_far(least)) || (above && is_far(most))) {
    Activation out = in;
    if (below) out = least == 0 ? apply(node, to, in, plain("Relu")) : at_least(node, to, in, {least});
    return above ? at_most(node, to, out, {most}) : out;
  }
  if (!above) {  // least + relu(x - least)
    const Activation raised = apply(node, to, times(node, to, in, 1, -least), plain("Relu"));
    return times(node, to, raised, 1, least);
  }
  if (!below) {  // most - relu(most - x)
    const Activation left = apply(node, to, times(node, to, in, -1, most), plain("Relu"));
    return times(node, to, left, -1, most);
  }
  if (least == most) return times(node, to, in, 0, least);
  const float scale = 6 / (most - least);
  const Activation inside = apply(node, to, times(node, to, in, scale, -least * scale), plain("Relu6"));
  return times(node, to, inside, 1 / scale, least);
}

void clip(const Operands& node, Lowering& to) {
  float least = -infinity, most = infinity;
  if (node.opset() < 11) {
    least = node.real("min", std::numeric_limits<float>::lowest());
    most = node.real("max", std::numeric_limits<float>::max());
  } else {
    if (node.has(1)) least = static_cast<float>(node.number(1));
    if (node.has(2)) most = static_cast<float>(node.number(2));
  }
  node.require(!std::isnan(least) && !std::isnan(most), "its bounds are not numbers");
  to.set(node, between(node, to, to.input(node, 0), least, most));
}

/// The larger, or smaller, of a value and constants: max(x, c) = c + relu(x - c).
void extreme(const Operands& node, Lowering& to) {
  const bool maximum = node.node().operation == "Max";
  const std::size_t variable = node.only_variable();
  Activation out = to.input(node, variable);
  for (std::size_t n = 0; n < node.count(); ++n) {
    if (n == variable) continue;
    const std::vector<float> bounds = to.spread(node, node.constant(n), out);
    if (std::any_of(bounds.begin(), bounds.end(), is_far)) {
      out = maximum ? at_least(node, to, out, bounds) : at_most(node, to, out, bounds);
      continue;
    }
    std::vector<float> negative;
    for (const float bound : bounds) negative.push_back(-bound);
    out = maximum ? to.scaled(node, out, {}, negative) : to.scaled(node, out, {-1}, bounds);
    out = apply(node, to, out, plain("Relu"));
    out = to.scaled(node, out, {maximum ? 1.0f : -1.0f}, bounds);
  }
  to.set(node, out);
}

/// relu(x) + relu(-x).
void absolute(const Operands& node, Lowering& to) {
  const Activation& in = to.input(node, 0);
  const Activation above = apply(node, to, in, plain("Relu"));
  const Activation below = apply(node, to, times(node, to, in, -1), plain("Relu"));
  to.set(node, to.join(node, Layer::Kind::add, {above, below}, to.shape(in), in.layout));
}

}  // namespace

void add_activations(Operators& table) {
  for (const char* name : {"Relu", "Sigmoid", "Tanh", "Softplus", "Mish", "HardSwish", "Silu", "Softsign"})
    table[name] = activation(name);
  table["LeakyRelu"] = leaky_relu;
  table["PRelu"] = prelu;
  table["Elu"] = elu;
  table["Celu"] = celu;
  table["Selu"] = selu;
  table["HardSigmoid"] = hard_sigmoid;
  table["ThresholdedRelu"] = thresholded_relu;
  table["Gelu"] = gelu;
  table["Clip"] = clip;
  table["Max"] = extreme;
  table["Min"] = extreme;
  table["Abs"] = absolute;
  table["Neg"] = [](const Operands& node, Lowering& to) {
    to.set(node, times(node, to, to.input(node, 0), -1));
  };
}

}  // namespace etch::generator
