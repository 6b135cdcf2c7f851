// SPDX-License-Identifier: MIT
#include <generator/graph/resize.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace etch::generator {
namespace {

/// Output extents of scales; or of sizes, which may keep the proportions.
void set_axes(const Operands& node, Resizing& resizing, const std::vector<std::size_t>& which,
              const std::vector<float>& scales, std::vector<std::int64_t> sizes) {
  node.require((scales.empty() ? sizes.size() : scales.size()) == which.size(),
               "its scales or sizes are not as many as its axes");
  const std::string policy = node.text("keep_aspect_ratio_policy", "stretch");
  const auto scale_to = [&](std::size_t n) {
    return static_cast<double>(sizes[n]) / static_cast<double>(resizing.axes[which[n]].in);
  };
  std::optional<double> common;  // Of all axes, where the proportions are kept.
  if (scales.empty() && policy != "stretch" && !which.empty()) {
    node.require(policy == "not_larger" || policy == "not_smaller",
                 "keeps proportions by '" + shown(policy) + "'");
    double scale = scale_to(0);
    for (std::size_t n = 1; n < which.size(); ++n)
      scale = policy == "not_larger" ? std::min(scale, scale_to(n)) : std::max(scale, scale_to(n));
    for (std::size_t n = 0; n < which.size(); ++n)
      sizes[n] = std::llround(scale * static_cast<double>(resizing.axes[which[n]].in));
    common = scale;
  }
  for (std::size_t n = 0; n < which.size(); ++n) {
    Resizing::Axis& axis = resizing.axes[which[n]];
    if (scales.empty()) {
      axis.out = sizes[n];
      axis.scale = common.value_or(scale_to(n));
    } else {
      axis.scale = scales[n];
      const double out = std::floor(static_cast<double>(axis.in) * axis.scale);
      node.require(std::isfinite(out) && out >= 0 && out < 1e9,
                   "scales to the extent " + std::to_string(out));
      axis.out = static_cast<std::int64_t>(out);
    }
    node.require(axis.out > 0 && axis.out <= (1 << 20) && axis.scale > 0,
                 "resizes to the extent " + std::to_string(axis.out));
  }
}

/// Where position `o` of the new axis lies on the old one.
template <class Real>
Real origin(const Resizing& resizing, const Resizing::Axis& axis, std::int64_t o) {
  const auto x = static_cast<Real>(o);
  const auto in = static_cast<Real>(axis.in);
  const auto scale = static_cast<Real>(axis.scale), half = static_cast<Real>(0.5);
  // The exact size that the scale asks for, before it was rounded down.
  const Real out = in * scale;
  const std::string& mode = resizing.coordinates;
  if (mode == "asymmetric") return x / scale;
  if (mode == "align_corners") return axis.out == 1 ? 0 : x * (in - 1) / static_cast<Real>(axis.out - 1);
  if (mode == "pytorch_half_pixel" && axis.out == 1) return 0;
  if (mode == "half_pixel_symmetric") {
    const Real adjustment = static_cast<Real>(axis.out) / out;
    return in / 2 * (1 - adjustment) + (x + half) / scale - half;
  }
  return (x + half) / scale - half;
}

std::int64_t nearest(double x, const std::string& rounding) {
  if (rounding == "floor") return static_cast<std::int64_t>(std::floor(x));
  if (rounding == "ceil") return static_cast<std::int64_t>(std::ceil(x));
  const double up = std::floor(x + 0.5);
  const bool half = x + 0.5 == up;
  return static_cast<std::int64_t>(half && rounding == "round_prefer_floor" ? up - 1 : up);
}

double linear_weight(double x) { return std::max(0.0, 1 - std::abs(x)); }
/// R. Keys, "Cubic convolution interpolation for digital image processing", 1981.
double cubic_weight(double x, double a) {
  const double t = std::abs(x);
  if (t <= 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
  if (t < 2) return ((t - 5) * t + 8) * t * a - 4 * a;
  return 0;
}

}  // namespace

std::vector<double> Resizing::matrix(std::size_t which) const {
  const Axis& axis = axes[which];
  if (axis.in * axis.out > largest_value / 4)
    throw Refusal("resizing " + std::to_string(axis.in) + " to " + std::to_string(axis.out) + " is too much");
  std::vector<double> weights(static_cast<std::size_t>(axis.out * axis.in), 0);
  const auto clamped = [&](std::int64_t i) { return std::clamp<std::int64_t>(i, 0, axis.in - 1); };
  for (std::int64_t o = 0; o < axis.out; ++o) {
    double* row = weights.data() + o * axis.in;
    if (mode == "nearest") {
      // Where a position falls between two, the last digit decides: computed as ONNX Runtime and PyTorch do.
      row[clamped(nearest(origin<float>(*this, axis, o), rounding))] = 1;
      continue;
    }
    const auto x = origin<double>(*this, axis, o);
    // Antialiasing widens the kernel where the axis shrinks.
    const double stretch = antialias ? std::max(1.0, 1 / axis.scale) : 1.0;
    const double reach = (mode == "linear" ? 1 : 2) * stretch;
    const auto first = static_cast<std::int64_t>(std::ceil(x - reach));
    const auto last = static_cast<std::int64_t>(std::floor(x + reach));
    double sum = 0;
    std::vector<double> taps;
    for (std::int64_t i = first; i <= last; ++i) {
      const double at = (static_cast<double>(i) - x) / stretch;
      const bool outside = i < 0 || i >= axis.in;
      double weight = mode == "linear" ? linear_weight(at) : cubic_weight(at, cubic);
      if (exclude_outside && outside) weight = 0;
      taps.push_back(weight);
      sum += weight;
    }
    for (std::int64_t i = first; i <= last; ++i)
      row[clamped(i)] += taps[static_cast<std::size_t>(i - first)] / sum;
  }
  return weights;
}

Resizing resizing_of(const Operands& node) {
  const Dims& in = node.dims(0);
  Resizing resizing;
  for (const std::int64_t extent : in) resizing.axes.push_back({extent, extent, 1});
  resizing.mode = node.text("mode", "nearest");
  if (resizing.mode == "bilinear") resizing.mode = "linear";
  std::vector<std::size_t> which(in.size());
  std::iota(which.begin(), which.end(), std::size_t{0});
  if (const auto axes = node.integers("axes")) which = node.axes(*axes, in.size());

  std::vector<float> scales;
  std::vector<std::int64_t> sizes;
  const bool old = node.node().operation == "Upsample" || node.opset() < 11;
  if (old) {
    // Upsample, and Resize of opset 10, as ONNX Runtime and PyTorch's exporter understand them.
    resizing.coordinates = "asymmetric";
    resizing.rounding = "floor";
    scales = node.has(1) ? node.reals(1) : node.reals("scales").value_or(scales);
  } else {
    resizing.coordinates = node.text("coordinate_transformation_mode", "half_pixel");
    resizing.rounding = node.text("nearest_mode", "round_prefer_floor");
    resizing.cubic = node.real("cubic_coeff_a", -0.75f);
    resizing.exclude_outside = node.integer("exclude_outside", 0) != 0;
    resizing.antialias = node.integer("antialias", 0) != 0;
    if (node.has(2)) scales = node.reals(2);
    if (scales.empty() && node.has(3)) sizes = node.integers(3);
  }
  node.require(scales.empty() != sizes.empty(), "gives neither scales nor sizes, or both");
  node.require(resizing.mode == "nearest" || resizing.mode == "linear" || resizing.mode == "cubic",
               "has the mode '" + shown(resizing.mode) + "'");
  const auto known = {"half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners",
                      "asymmetric"};
  node.require(std::find(known.begin(), known.end(), resizing.coordinates) != known.end(),
               "places its grid by '" + shown(resizing.coordinates) + "', which etch does not");
  const auto roundings = {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"};
  node.require(std::find(roundings.begin(), roundings.end(), resizing.rounding) != roundings.end(),
               "rounds by '" + shown(resizing.rounding) + "'");
  set_axes(node, resizing, which, scales, std::move(sizes));
  return resizing;
}

}  // namespace etch::generator
