// SPDX-License-Identifier: MIT
#include <generator/export/exporter.hpp>
#include <generator/export/window.hpp>

namespace etch::generator {
namespace {

using Step = Description::Step;

/// Weights that are given, not learned, as (filters, 1, taps...).
std::vector<float> given_weights(const Step& step, std::size_t filters) {
  std::vector<float> ordered(step.constants.size());
  const std::size_t taps = ordered.size() / filters;
  for (std::size_t n = 0; n < ordered.size(); ++n)
    ordered[n % filters * taps + n / filters] = step.constants[n];
  return ordered;
}

std::string convolution(Exporter& to, const Step& step, const Exported& value, const Extents& output) {
  std::vector<std::string> inputs{value.name};
  if (step.constants.empty()) {
    inputs.push_back(to.tensor(step, "weight"));
    if (to.has(step, "bias")) inputs.push_back(to.tensor(step, "bias"));
  } else {
    const std::size_t filters = output.back();
    Dims dims{static_cast<std::int64_t>(filters), 1};
    for (const std::int64_t taps : step.list("kernel")) dims.push_back(taps);
    inputs.push_back(to.to.constant(step.layer + ".weight", dims, given_weights(step, filters)));
  }
  Writer::Attributes attributes = window_attributes(step);
  attributes["group"] = step.number("groups");
  return to.to.node("Conv", inputs, attributes);
}

std::string transposed(Exporter& to, const Step& step, const Exported& value, const Extents& output) {
  std::vector<std::string> inputs{value.name, to.tensor(step, "weight")};
  if (to.has(step, "bias")) inputs.push_back(to.tensor(step, "bias"));
  Writer::Attributes attributes = window_attributes(step);
  attributes["group"] = step.number("groups");
  std::vector<std::int64_t> appended;
  for (std::size_t axis = 0; axis < step.list("kernel").size(); ++axis) {
    const auto in = static_cast<std::int64_t>(value.shape[axis]),
               out = static_cast<std::int64_t>(output[axis]);
    const std::int64_t extent = step.list("dilation")[axis] * (step.list("kernel")[axis] - 1) + 1;
    appended.push_back(out - ((in - 1) * step.list("stride")[axis] + extent - step.list("before")[axis] -
                              step.list("after")[axis]));
  }
  attributes["output_padding"] = appended;
  return to.to.node("ConvTranspose", inputs, attributes);
}

/// Filters of each position's own: a convolution that only gathers each position's taps, then a product of
/// matrices.
std::string local(Exporter& to, const Step& step, const Exported& value, const Extents& output) {
  const auto& kernel = step.list("kernel");
  const auto channels = static_cast<std::int64_t>(value.channels());
  const std::int64_t taps = kernel[0] * kernel[1], field = taps * channels;
  const auto positions = static_cast<std::int64_t>(output[0] * output[1]),
             filters = static_cast<std::int64_t>(output[2]);
  std::vector<float> gathers(static_cast<std::size_t>(field * channels * taps), 0.0f);
  for (std::int64_t tap = 0; tap < taps; ++tap)
    for (std::int64_t c = 0; c < channels; ++c)
      gathers[static_cast<std::size_t>(((tap * channels + c) * channels + c) * taps + tap)] = 1;
  const std::string gathered = to.to.node(
      "Conv",
      {value.name, to.to.constant(step.layer + "/gathers", {field, channels, kernel[0], kernel[1]}, gathers)},
      window_attributes(step));
  const std::string rows = to.reshape(to.transpose(gathered, {0, 2, 3, 1}), {positions, 1, field});
  const std::string made =
      to.to.node("MatMul", {rows, to.tensor(step, "weight", {positions, field, filters})});
  std::string image =
      to.reshape(made, {static_cast<std::int64_t>(output[0]), static_cast<std::int64_t>(output[1]), filters});
  if (to.has(step, "bias")) image = to.to.node("Add", {image, to.tensor(step, "bias")});
  return to.channels_second(image, 3);
}

std::string scale(Exporter& to, const Step& step, const Exported& value, const Extents&) {
  const Dims dims = Exporter::channel_dims(value.channels(), value.rank());
  const std::string scaled = to.to.node("Mul", {value.name, to.tensor(step, "weight", dims)});
  return to.has(step, "bias") ? to.to.node("Add", {scaled, to.tensor(step, "bias", dims)}) : scaled;
}

}  // namespace

void add_linear_steps(StepWriters& all) {
  all["convolution"] = convolution;
  all["transposed"] = transposed;
  all["local"] = local;
  all["scale"] = scale;
}

}  // namespace etch::generator
