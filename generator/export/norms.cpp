// SPDX-License-Identifier: MIT
#include <generator/export/exporter.hpp>

namespace etch::generator {
namespace {

using Step = Description::Step;

std::string repeated(Exporter& to, const Step& step, const char* what, std::int64_t count, float value) {
  return to.to.constant(step.layer + "/" + what, {count},
                        std::vector<float>(static_cast<std::size_t>(count), value));
}

float epsilon_of(const Step& step) { return static_cast<float>(step.fraction("epsilon")); }

std::string batch_norm(Exporter& to, const Step& step, const Exported& value, const Extents&) {
  const auto channels = static_cast<std::int64_t>(value.channels());
  const bool affine = to.has(step, "weight");
  return to.to.node("BatchNormalization",
                    {value.name, affine ? to.tensor(step, "weight") : repeated(to, step, "ones", channels, 1),
                     affine ? to.tensor(step, "bias") : repeated(to, step, "zeros", channels, 0),
                     to.tensor(step, "running_mean"), to.tensor(step, "running_var")},
                    {{"epsilon", epsilon_of(step)}});
}

/// Over the last axes of etch's shape, the channels among them.
std::string layer_norm(Exporter& to, const Step& step, const Exported& value) {
  const auto wanted = static_cast<std::size_t>(step.number("channels"));
  Dims dims;
  std::size_t size = 1;
  for (std::size_t axis = value.rank(); axis-- > 0 && (size < wanted || dims.empty());) {
    dims.insert(dims.begin(), static_cast<std::int64_t>(value.shape[axis]));
    size *= value.shape[axis];
  }
  std::vector<std::string> inputs{to.channels_last(value)};
  if (to.has(step, "weight")) {
    inputs.push_back(to.tensor(step, "weight", dims));
    inputs.push_back(to.tensor(step, "bias", dims));
  } else {
    inputs.push_back(to.to.constant(step.layer + "/ones", dims, std::vector<float>(size, 1)));
  }
  const std::string made =
      to.to.node("LayerNormalization", inputs,
                 {{"axis", -static_cast<std::int64_t>(dims.size())}, {"epsilon", epsilon_of(step)}});
  return to.channels_second(made, value.rank());
}

std::string standardize(Exporter& to, const Step& step, const Exported& value, const Extents&) {
  const std::int64_t groups = step.number("groups");
  if (groups == 1 && step.number("pixels") == 1) return layer_norm(to, step, value);
  const bool affine = to.has(step, "weight");
  const auto channels = static_cast<std::int64_t>(value.channels());
  if (groups == channels && value.rank() > 1)
    return to.to.node(
        "InstanceNormalization",
        {value.name, affine ? to.tensor(step, "weight") : repeated(to, step, "ones", channels, 1),
         affine ? to.tensor(step, "bias") : repeated(to, step, "zeros", channels, 0)},
        {{"epsilon", epsilon_of(step)}});
  // Each group as one channel.
  const std::string grouped = to.reshape(value.name, {groups, -1});
  const std::string normal =
      to.to.node("InstanceNormalization",
                 {grouped, repeated(to, step, "ones", groups, 1), repeated(to, step, "zeros", groups, 0)},
                 {{"epsilon", epsilon_of(step)}});
  const std::string made = to.reshape(normal, Exporter::dims_of(value.shape));
  if (!affine) return made;
  const Dims dims = Exporter::channel_dims(value.channels(), value.rank());
  return to.to.node(
      "Add", {to.to.node("Mul", {made, to.tensor(step, "weight", dims)}), to.tensor(step, "bias", dims)});
}

std::string local_response(Exporter& to, const Step& step, const Exported& value, const Extents&) {
  const std::int64_t before = step.number("before"), after = step.number("after");
  if (before != after)
    throw Refusal(step.layer + ", " + shown(step.name) +
                  ": of an even number of channels ONNX's LRN takes one more behind, etch one more before");
  const Writer::Attributes attributes{{"size", before + after + 1},
                                      {"alpha", static_cast<float>(step.fraction("alpha"))},
                                      {"beta", static_cast<float>(step.fraction("beta"))},
                                      {"bias", static_cast<float>(step.fraction("offset"))}};
  if (value.rank() == 3) return to.to.node("LRN", {value.name}, attributes);
  // LRN is defined for images.
  const auto channels = static_cast<std::int64_t>(value.channels());
  const std::string image = to.reshape(value.name, {channels, -1, 1});
  return to.reshape(to.to.node("LRN", {image}, attributes), Exporter::dims_of(value.shape));
}

}  // namespace

void add_norm_steps(StepWriters& all) {
  all["batch_norm"] = batch_norm;
  all["standardize"] = standardize;
  all["local_response"] = local_response;
}

}  // namespace etch::generator
