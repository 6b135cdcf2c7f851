// SPDX-License-Identifier: MIT
#include <generator/export/exporter.hpp>
#include <generator/export/window.hpp>

#include <algorithm>

namespace etch::generator {
namespace {

using Step = Description::Step;

[[noreturn]] void refuse(const Step& step, const std::string& why) {
  throw Refusal(step.layer + ", " + shown(step.name) + ": " + why);
}

std::string global(Exporter& to, const char* operation, const Exported& value) {
  return to.to.node("Flatten", {to.to.node(operation, {value.name})});
}

/// What is padded behind, so much more that windows which hang over the edge, as `RoundUp` has them, are
/// whole.
std::vector<std::int64_t> padding_after(const Step& step, const Exported& value, const Extents& output) {
  std::vector<std::int64_t> after = step.list("after");
  for (std::size_t axis = 0; axis < after.size(); ++axis) {
    const std::int64_t extent = step.list("dilation")[axis] * (step.list("kernel")[axis] - 1) + 1;
    const std::int64_t reach =
        (static_cast<std::int64_t>(output[axis]) - 1) * step.list("stride")[axis] + extent;
    after[axis] = std::max(after[axis],
                           reach - static_cast<std::int64_t>(value.shape[axis]) - step.list("before")[axis]);
  }
  return after;
}

std::string max_pool(Exporter& to, const Step& step, const Exported& value, const Extents& output) {
  if (step.numbers.contains("global")) return global(to, "GlobalMaxPool", value);
  Writer::Attributes attributes = window_attributes(step);
  attributes["pads"] = both_sides(step.list("before"), padding_after(step, value, output));
  return to.to.node("MaxPool", {value.name}, attributes);
}

/// A mean over taps with gaps, which ONNX's AveragePool has only from opset 19 on: a convolution of each
/// channel.
std::string dilated_mean(Exporter& to, const Step& step, const Exported& value) {
  Dims dims{static_cast<std::int64_t>(value.channels()), 1};
  std::int64_t taps = 1;
  for (const std::int64_t each : step.list("kernel")) {
    dims.push_back(each);
    taps *= each;
  }
  const std::vector<float> weights(value.channels() * static_cast<std::size_t>(taps),
                                   1.0f / static_cast<float>(taps));
  Writer::Attributes attributes = window_attributes(step);
  attributes["group"] = static_cast<std::int64_t>(value.channels());
  return to.to.node("Conv", {value.name, to.to.constant(step.layer + "/mean", dims, weights)}, attributes);
}

std::string average_pool(Exporter& to, const Step& step, const Exported& value, const Extents& output) {
  if (step.numbers.contains("global")) return global(to, "GlobalAveragePool", value);
  const auto is = [](std::int64_t what) { return [what](std::int64_t each) { return each == what; }; };
  const std::vector<std::int64_t> after = padding_after(step, value, output);
  const auto &before = step.list("before"), &dilation = step.list("dilation");
  const bool counts = step.number("count_padding") != 0;
  const bool grown = after != step.list("after");
  if (!std::all_of(dilation.begin(), dilation.end(), is(1))) {
    const bool padded =
        !std::all_of(before.begin(), before.end(), is(0)) || !std::all_of(after.begin(), after.end(), is(0));
    if (grown || (padded && !counts))
      refuse(step, "ONNX's AveragePool of opset 17 has no dilation, and this one's mean leaves padding out");
    return dilated_mean(to, step, value);
  }
  if (counts && grown)
    refuse(step, "ONNX counts no part of the padding, where RoundUp with CountPadding does");
  Writer::Attributes attributes = window_attributes(step);
  attributes.erase("dilations");
  attributes["pads"] = both_sides(before, after);
  attributes["count_include_pad"] = std::int64_t{counts ? 1 : 0};
  return to.to.node("AveragePool", {value.name}, attributes);
}

/// Windows of one size that lie side by side.
bool divides(const Exported& value, const Extents& output) {
  return value.shape[0] % output[0] == 0 && value.shape[1] % output[1] == 0;
}
Writer::Attributes dividing_window(const Exported& value, const Extents& output) {
  const std::vector<std::int64_t> kernel{static_cast<std::int64_t>(value.shape[0] / output[0]),
                                         static_cast<std::int64_t>(value.shape[1] / output[1])};
  return {{"kernel_shape", kernel}, {"strides", kernel}};
}
// Window i of `out` over `in` positions.
std::size_t begin_of(std::size_t i, std::size_t in, std::size_t out) { return i * in / out; }
std::size_t end_of(std::size_t i, std::size_t in, std::size_t out) { return ((i + 1) * in + out - 1) / out; }

/// Row i of this matrix means over window i: (out, in).
std::vector<float> means(std::size_t in, std::size_t out) {
  std::vector<float> matrix(in * out, 0.0f);
  for (std::size_t i = 0; i < out; ++i) {
    const std::size_t begin = begin_of(i, in, out), end = end_of(i, in, out);
    for (std::size_t n = begin; n < end; ++n) matrix[i * in + n] = 1.0f / static_cast<float>(end - begin);
  }
  return matrix;
}

std::string adaptive_average(Exporter& to, const Step& step, const Exported& value, const Extents& output) {
  if (divides(value, output)) return to.to.node("AveragePool", {value.name}, dividing_window(value, output));
  // Of windows of several sizes the mean is a product with a matrix from each side.
  const auto dim = [](std::size_t extent) { return static_cast<std::int64_t>(extent); };
  const std::size_t height = value.shape[0], width = value.shape[1];
  std::vector<float> columns(width * output[1]);
  const std::vector<float> by_rows = means(width, output[1]);
  for (std::size_t n = 0; n < columns.size(); ++n) columns[n % width * output[1] + n / width] = by_rows[n];
  const std::string narrow = to.to.node(
      "MatMul", {value.name, to.to.constant(step.layer + "/columns", {dim(width), dim(output[1])}, columns)});
  return to.to.node("MatMul", {to.to.constant(step.layer + "/rows", {dim(output[0]), dim(height)},
                                              means(height, output[0])),
                               narrow});
}

/// The largest of each window along one axis.
std::string largest(Exporter& to, const std::string& value, std::int64_t axis, std::size_t in,
                    std::size_t out) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < out; ++i) {
    const std::string part = to.to.node(
        "Slice", {value, to.to.integers({static_cast<std::int64_t>(begin_of(i, in, out))}),
                  to.to.integers({static_cast<std::int64_t>(end_of(i, in, out))}), to.to.integers({axis})});
    parts.push_back(to.to.node("ReduceMax", {part}, {{"axes", std::vector<std::int64_t>{axis}}}));
  }
  return parts.size() == 1 ? parts[0] : to.to.node("Concat", parts, {{"axis", axis}});
}

std::string adaptive_max(Exporter& to, const Step&, const Exported& value, const Extents& output) {
  if (divides(value, output)) return to.to.node("MaxPool", {value.name}, dividing_window(value, output));
  return largest(to, largest(to, value.name, 2, value.shape[0], output[0]), 3, value.shape[1], output[1]);
}

}  // namespace

void add_pool_steps(StepWriters& all) {
  all["max_pool"] = max_pool;
  all["average_pool"] = average_pool;
  all["adaptive_average_pool"] = adaptive_average;
  all["adaptive_max_pool"] = adaptive_max;
}

}  // namespace etch::generator
