// SPDX-License-Identifier: MIT
#include <generator/export/exporter.hpp>

#include <cmath>

namespace etch::generator {
namespace {

using Step = Description::Step;

/// A function that ONNX has under that name.
template <const char* const& Operation>
std::string same(Exporter& to, const Step&, const Exported& value, const Extents&) {
  return to.to.node(Operation, {value.name});
}
constexpr const char* relu = "Relu";
constexpr const char* selu = "Selu";
constexpr const char* sigmoid = "Sigmoid";
constexpr const char* tanh_name = "Tanh";
constexpr const char* softplus = "Softplus";
constexpr const char* hard_swish = "HardSwish";
constexpr const char* softsign = "Softsign";

template <const char* const& Operation>
std::string with_factor(Exporter& to, const Step& step, const Exported& value, const Extents&) {
  return to.to.node(Operation, {value.name}, {{"alpha", static_cast<float>(step.fraction("slope"))}});
}
constexpr const char* leaky_relu = "LeakyRelu";
constexpr const char* elu = "Elu";
constexpr const char* thresholded_relu = "ThresholdedRelu";

std::string identity(Exporter&, const Step&, const Exported& value, const Extents&) { return value.name; }

std::string relu6(Exporter& to, const Step&, const Exported& value, const Extents&) {
  return to.to.node("Clip", {value.name, to.to.number(0), to.to.number(6)});
}

std::string hard_sigmoid(Exporter& to, const Step&, const Exported& value, const Extents&) {
  return to.to.node("HardSigmoid", {value.name}, {{"alpha", 1.0f / 6.0f}, {"beta", 0.5f}});
}

/// x / 2 (1 + t).
std::string half_of(Exporter& to, const std::string& x, const std::string& t) {
  const std::string one_more = to.to.node("Add", {t, to.to.number(1)});
  return to.to.node("Mul", {to.to.node("Mul", {x, one_more}), to.to.number(0.5)});
}

std::string gelu(Exporter& to, const Step&, const Exported& value, const Extents&) {
  const std::string scaled = to.to.node("Div", {value.name, to.to.number(std::sqrt(2.0))});
  return half_of(to, value.name, to.to.node("Erf", {scaled}));
}

std::string gelu_tanh(Exporter& to, const Step&, const Exported& value, const Extents&) {
  const std::string cube = to.to.node("Pow", {value.name, to.to.number(3)});
  const std::string sum = to.to.node("Add", {value.name, to.to.node("Mul", {cube, to.to.number(0.044715)})});
  constexpr double pi = 3.14159265358979323846;
  const std::string scaled = to.to.node("Mul", {sum, to.to.number(std::sqrt(2 / pi))});
  return half_of(to, value.name, to.to.node("Tanh", {scaled}));
}

std::string silu(Exporter& to, const Step&, const Exported& value, const Extents&) {
  return to.to.node("Mul", {value.name, to.to.node("Sigmoid", {value.name})});
}

std::string mish(Exporter& to, const Step&, const Exported& value, const Extents&) {
  return to.to.node("Mul", {value.name, to.to.node("Tanh", {to.to.node("Softplus", {value.name})})});
}

std::string prelu(Exporter& to, const Step& step, const Exported& value, const Extents&) {
  const std::size_t count = to.place_of(step, "weight").size();
  return to.to.node("PRelu",
                    {value.name, to.tensor(step, "weight", Exporter::channel_dims(count, value.rank()))});
}

std::string softmax(Exporter& to, const Step& step, const Exported& value, const Extents&) {
  return to.to.node(step.operation == "softmax" ? "Softmax" : "LogSoftmax", {value.name},
                    {{"axis", std::int64_t{1}}});
}

}  // namespace

void add_function_steps(StepWriters& all) {
  all["identity"] = identity;
  all["relu"] = same<relu>;
  all["relu6"] = relu6;
  all["leaky_relu"] = with_factor<leaky_relu>;
  all["elu"] = with_factor<elu>;
  all["selu"] = same<selu>;
  all["sigmoid"] = same<sigmoid>;
  all["tanh"] = same<tanh_name>;
  all["gelu"] = gelu;
  all["gelu_tanh"] = gelu_tanh;
  all["silu"] = silu;
  all["mish"] = mish;
  all["hard_swish"] = same<hard_swish>;
  all["hard_sigmoid"] = hard_sigmoid;
  all["softplus"] = same<softplus>;
  all["softsign"] = same<softsign>;
  all["thresholded_relu"] = with_factor<thresholded_relu>;
  all["prelu"] = prelu;
  all["softmax"] = softmax;
  all["log_softmax"] = softmax;
}

}  // namespace etch::generator
