// SPDX-License-Identifier: MIT
#include <generator/export/exporter.hpp>
#include <generator/export/window.hpp>

#include <algorithm>
#include <cmath>

namespace etch::generator {
namespace {

using Step = Description::Step;
using Numbers = std::vector<std::int64_t>;

Numbers numbers_of(const Extents& extents) { return {extents.begin(), extents.end()}; }

/// The axes of etch's shape in another order.
std::string permuted_axes(Exporter& to, const Exported& value, const Numbers& order) {
  const std::size_t rank = order.size();
  Numbers onnx(rank + 1, 0);
  for (std::size_t axis = 0; axis < rank; ++axis)
    onnx[static_cast<std::size_t>(Exporter::axis_of(axis, rank))] =
        Exporter::axis_of(static_cast<std::size_t>(order[axis]), rank);
  return to.transpose(value.name, onnx);
}

std::string shuffled(Exporter& to, const Exported& value, std::int64_t groups, std::int64_t each) {
  const Dims dims = Exporter::dims_of(value.shape);
  Numbers split{groups, each}, order{0, 2, 1};
  for (std::size_t axis = 1; axis < dims.size(); ++axis) {
    split.push_back(dims[axis]);
    order.push_back(static_cast<std::int64_t>(axis) + 2);
  }
  return to.reshape(to.transpose(to.reshape(value.name, split), order), dims);
}

/// Movements: those that ONNX has operators for as such, others as transpositions of channels-last numbers.
std::string permute(Exporter& to, const Step& step, const Exported& value, const Extents& output) {
  const Numbers &extents = step.list("extents"), &order = step.list("order");
  const auto channels = static_cast<std::int64_t>(value.channels());
  if (extents == numbers_of(value.shape)) return permuted_axes(to, value, order);
  if (order == Numbers{0, 2, 1} && output == value.shape && extents[1] * extents[2] == channels)
    return shuffled(to, value, extents[1], extents[2]);
  const bool image = value.rank() == 3 && output.size() == 3;
  if (image && (order == Numbers{0, 2, 1, 3, 4} || order == Numbers{0, 3, 1, 4, 2}) &&
      output[0] >= value.shape[0]) {
    const auto block = static_cast<std::int64_t>(output[0] / value.shape[0]);
    const std::string mode = order[1] == 2 ? "DCR" : "CRD";
    return to.to.node("DepthToSpace", {value.name}, {{"blocksize", block}, {"mode", mode}});
  }
  if (image && order == Numbers{0, 2, 1, 3, 4})
    return to.to.node("SpaceToDepth", {value.name},
                      {{"blocksize", static_cast<std::int64_t>(value.shape[0] / output[0])}});
  Numbers onnx{0};
  for (const std::int64_t axis : order) onnx.push_back(axis + 1);
  const std::string moved = to.transpose(to.reshape(to.channels_last(value), extents), onnx);
  return to.channels_second(to.reshape(moved, numbers_of(output)), output.size());
}

/// Borders added where numbers are positive, taken away where they are negative.
std::string border(Exporter& to, const Step& step, const Exported& value, const Extents&) {
  const Numbers &before = step.list("before"), &after = step.list("after");
  const std::size_t rank = value.rank();
  Numbers begins, ends, axes, added_before(rank + 1, 0), added_after(rank + 1, 0);
  for (std::size_t axis = 0; axis < rank; ++axis) {
    const std::int64_t onnx = Exporter::axis_of(axis, rank);
    if (before[axis] < 0 || after[axis] < 0) {
      const auto extent = static_cast<std::int64_t>(value.shape[axis]);
      begins.push_back(std::max<std::int64_t>(0, -before[axis]));
      ends.push_back(extent + std::min<std::int64_t>(0, after[axis]));
      axes.push_back(onnx);
    }
    added_before[static_cast<std::size_t>(onnx)] = std::max<std::int64_t>(0, before[axis]);
    added_after[static_cast<std::size_t>(onnx)] = std::max<std::int64_t>(0, after[axis]);
  }
  std::string made = value.name;
  if (!axes.empty())
    made = to.to.node("Slice", {made, to.to.integers(begins), to.to.integers(ends), to.to.integers(axes)});
  const Numbers pads = both_sides(added_before, added_after);
  if (std::all_of(pads.begin(), pads.end(), [](std::int64_t each) { return each == 0; })) return made;
  if (step.operation == "border_fill")
    return to.to.node("Pad", {made, to.to.integers(pads), to.to.number(step.fraction("fill"))},
                      {{"mode", std::string("constant")}});
  return to.to.node("Pad", {made, to.to.integers(pads)},
                    {{"mode", std::string(step.operation == "border_edge" ? "edge" : "reflect")}});
}

std::string resample(Exporter& to, const Step& step, const Exported& value, const Extents& output) {
  const bool linear = step.operation == "bilinear", corners = step.number("corners") != 0;
  const std::string places = !linear ? "asymmetric" : corners ? "align_corners" : "half_pixel";
  Writer::Attributes attributes{{"mode", std::string(linear ? "linear" : "nearest")},
                                {"coordinate_transformation_mode", places}};
  if (!linear) attributes["nearest_mode"] = std::string("floor");
  if (output[0] % value.shape[0] == 0 && output[1] % value.shape[1] == 0) {
    const std::vector<float> scales{1, 1, static_cast<float>(output[0] / value.shape[0]),
                                    static_cast<float>(output[1] / value.shape[1])};
    return to.to.node("Resize", {value.name, "", to.to.constant(step.layer + "/scales", {4}, scales)},
                      attributes);
  }
  // Sizes are exact where factors are not, but they are those of the batch too.
  to.needs_batch_of_one = true;
  Numbers sizes{1};
  for (const std::int64_t extent : Exporter::dims_of(output)) sizes.push_back(extent);
  return to.to.node("Resize", {value.name, "", "", to.to.integers(sizes)}, attributes);
}

}  // namespace

void add_place_steps(StepWriters& all) {
  all["permute"] = permute;
  for (const char* name : {"border_fill", "border_reflect", "border_edge"}) all[name] = border;
  all["nearest"] = all["bilinear"] = resample;
}

}  // namespace etch::generator
