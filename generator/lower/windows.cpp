// SPDX-License-Identifier: MIT
// Convolutions and pooling.
#include <etch/layers/pool.hpp>

#include <generator/graph/fold.hpp>
#include <generator/graph/window.hpp>
#include <generator/lower/operators.hpp>

#include <algorithm>

namespace etch::generator {
namespace {

Type no_bias() { return generic("Bias", {{"false", {}, false}}); }

/// One number if all are equal, else all.
std::vector<std::size_t> shortest(std::vector<std::size_t> values) {
  const bool equal = std::all_of(values.begin(), values.end(), [&](std::size_t v) { return v == values[0]; });
  if (equal) values.resize(1);
  return values;
}
template <class Axes, class F>
std::vector<std::size_t> of_all(const Axes& axes, const F& number) {
  std::vector<std::size_t> all;
  for (const auto& axis : axes) all.push_back(static_cast<std::size_t>(number(axis)));
  return all;
}

/// Both sides of each axis, as few numbers as will do.
std::vector<std::size_t> sides(const std::vector<std::size_t>& before,
                               const std::vector<std::size_t>& after) {
  if (before == after) return shortest(before);
  std::vector<std::size_t> all;
  for (std::size_t n = 0; n < before.size(); ++n) all.insert(all.end(), {before[n], after[n]});
  return all;
}

bool is(const std::vector<std::size_t>& values, std::size_t value) {
  return values == std::vector<std::size_t>{value};
}

/// Stride, padding and dilation, where they are not what a layer has anyway.
void add_options(Type& type, const NodeWindow& window) {
  const auto& axes = window.axes;
  const auto before = of_all(axes, [](const WindowAxis& a) { return a.before; });
  const auto after = of_all(axes, [](const WindowAxis& a) { return a.after; });
  const auto padding = sides(before, after);
  if (window.padding == Padding::given) {
    if (!is(padding, 0)) type.arguments.push_back(option("Padding", padding));
  } else if (!is(padding, 0)) {
    type.arguments.push_back(plain(window.padding == Padding::same_upper ? "Same" : "SameLower"));
  }
  const auto dilation = shortest(of_all(axes, [](const WindowAxis& a) { return a.dilation; }));
  if (!is(dilation, 1)) type.arguments.push_back(option("Dilation", dilation));
}

std::size_t axes_of(const Operands& node, const Dims& dims) {
  node.require(dims[0] == 1, "works on a batch of " + std::to_string(dims[0]) +
                                 " that is a part of the network; etch's networks take one image");
  node.require(dims.size() <= 5,
               "works on " + std::to_string(dims.size() - 2) + " axes; etch has up to three");
  return dims.size() - 2;
}

/// Channels innermost, a positions' axis each extent.
Activation image(const Operands& node, Lowering& to, std::size_t axes) {
  std::vector<std::vector<std::size_t>> groups;
  for (std::size_t axis = 0; axis < axes; ++axis) groups.push_back({axis + 2});
  groups.push_back({1});
  return to.lying(node, to.input(node, 0), groups);
}
Extents image_shape(const Dims& dims) {
  Extents shape;
  for (std::size_t axis = 2; axis < dims.size(); ++axis)
    shape.push_back(static_cast<std::size_t>(dims[axis]));
  shape.push_back(static_cast<std::size_t>(dims[1]));
  return shape;
}

/// Weights of axes (first, second, taps...) as (taps..., second, first), then biases.
std::vector<float> weights_of(const Operands& node) {
  const Tensor& weights = node.constant(1);
  node.require(weights.is_real(), "its weights are integers; etch computes with floating-point numbers");
  const auto own = strides_of(weights.dims);
  Dims dims(weights.dims.begin() + 2, weights.dims.end());
  std::vector<std::int64_t> strides(own.begin() + 2, own.end());
  for (const std::size_t axis : {std::size_t{1}, std::size_t{0}}) {
    dims.push_back(weights.dims[axis]);
    strides.push_back(own[axis]);
  }
  std::vector<float> all = strided(weights, dims, 0, strides).reals;
  if (node.has(2)) {
    const std::vector<float> biases = node.reals(2);
    all.insert(all.end(), biases.begin(), biases.end());
  }
  return all;
}

void convolve(const Operands& node, Lowering& to) {
  const Dims in = to.dims(node, 0), out = to.output_dims(node);
  const std::size_t axes = axes_of(node, in);
  const Dims& weights = node.constant(1).dims;
  const NodeWindow window = window_of(node, {weights.begin() + 2, weights.end()});
  const auto filters = static_cast<std::size_t>(weights[0]);
  const auto channels = static_cast<std::size_t>(in[1]);
  const auto groups = static_cast<std::size_t>(node.integer("group", 1));

  // One position and one tap: a dense layer.
  bool is_dense = groups == 1;
  for (const WindowAxis& axis : window.axes) is_dense = is_dense && axis.padded() == 1 && axis.kernel == 1;

  const bool depthwise = axes == 2 && groups == channels && groups > 1;
  Type type =
      depthwise ? generic("DepthwiseConv2d", {}) : option("Conv" + std::to_string(axes) + "d", {filters});
  const auto kernel = of_all(window.axes, [](const WindowAxis& a) { return a.kernel; });
  type.arguments.push_back(option("Kernel", shortest(kernel)));
  const auto stride = shortest(of_all(window.axes, [](const WindowAxis& a) { return a.stride; }));
  if (!is(stride, 1)) type.arguments.push_back(option("Stride", stride));
  add_options(type, window);
  if (depthwise && filters != channels) type.arguments.push_back(option("Multiplier", {filters / channels}));
  if (!depthwise && groups != 1) type.arguments.push_back(option("Groups", {groups}));
  if (!node.has(2)) type.arguments.push_back(no_bias());

  Learned learned;
  learned.parameters = weights_of(node);
  learned.filters = {Filters::Order::last, filters, node.constant(1).size()};
  if (is_dense) {
    type = option("Dense", {filters});
    if (!node.has(2)) type.arguments.push_back(no_bias());
    learned.multiply_adds = node.constant(1).size();
    const Activation vector = to.viewed(node, image(node, to, axes), {channels});
    to.set(node, to.layer(node, vector, type, {filters}, Layout::channels_last(out), std::move(learned)));
    return;
  }
  std::size_t positions = 1;
  for (std::size_t axis = 2; axis < out.size(); ++axis) positions *= static_cast<std::size_t>(out[axis]);
  learned.multiply_adds = positions * node.constant(1).size();
  to.set(node, to.layer(node, image(node, to, axes), type, image_shape(out), Layout::channels_last(out),
                        std::move(learned)));
}

void convolve_transposed(const Operands& node, Lowering& to) {
  const Dims in = to.dims(node, 0), out = to.output_dims(node);
  const std::size_t axes = axes_of(node, in);
  const Dims& weights = node.constant(1).dims;
  const TransposedWindow window = transposed_window_of(node, {weights.begin() + 2, weights.end()});
  using Axis = TransposedWindow::Axis;
  const auto groups = static_cast<std::size_t>(node.integer("group", 1));
  const auto filters = static_cast<std::size_t>(out[1]);

  Type type = option("ConvTranspose" + std::to_string(axes) + "d", {filters});
  const auto kernel = of_all(window.axes, [](const Axis& a) { return a.kernel; });
  type.arguments.push_back(option("Kernel", shortest(kernel)));
  const auto stride = shortest(of_all(window.axes, [](const Axis& a) { return a.stride; }));
  if (!is(stride, 1)) type.arguments.push_back(option("Stride", stride));
  const auto padding = sides(of_all(window.axes, [](const Axis& a) { return a.before; }),
                             of_all(window.axes, [](const Axis& a) { return a.after; }));
  if (!is(padding, 0)) type.arguments.push_back(option("Padding", padding));
  const auto appended = shortest(of_all(window.axes, [](const Axis& a) { return a.appended; }));
  if (!is(appended, 0)) type.arguments.push_back(option("OutputPadding", appended));
  for (const Axis& axis : window.axes)
    node.require(axis.appended == 0 || axis.appended < axis.stride,
                 "appends " + std::to_string(axis.appended) + " positions at a stride of " +
                     std::to_string(axis.stride) + "; it must be less");
  const auto dilation = shortest(of_all(window.axes, [](const Axis& a) { return a.dilation; }));
  if (!is(dilation, 1)) type.arguments.push_back(option("Dilation", dilation));
  if (groups != 1) type.arguments.push_back(option("Groups", {groups}));
  if (!node.has(2)) type.arguments.push_back(no_bias());

  Learned learned;
  learned.parameters = weights_of(node);
  learned.filters = {Filters::Order::transposed, filters, node.constant(1).size(),
                     static_cast<std::size_t>(in[1]), groups};
  std::size_t positions = 1;
  for (std::size_t axis = 2; axis < in.size(); ++axis) positions *= static_cast<std::size_t>(in[axis]);
  learned.multiply_adds = positions * node.constant(1).size();
  to.set(node, to.layer(node, image(node, to, axes), type, image_shape(out), Layout::channels_last(out),
                        std::move(learned)));
}

/// Whether etch takes that window: none may lie on padding alone.
bool is_poolable(const Extents& in, const NodeWindow& window) {
  Shape shape;
  shape.dimensions = in.size();
  std::copy(in.begin(), in.end(), shape.extents);
  layers::WindowOptions options;
  options.kernel.count = options.stride.count = options.dilation.count = window.axes.size();
  options.padding.sides.count = 2 * window.axes.size();
  options.fit = window.round_up ? layers::Fit::round_up : layers::Fit::round_down;
  for (std::size_t n = 0; n < window.axes.size(); ++n) {
    const WindowAxis& axis = window.axes[n];
    // etch looks at every tap of every window.
    if (axis.dilation != 1 && axis.kernel > static_cast<std::size_t>(largest_value / 16) / axis.out())
      return false;
    options.kernel.values[n] = axis.kernel;
    options.stride.values[n] = axis.stride;
    options.dilation.values[n] = axis.dilation;
    options.padding.sides.values[2 * n] = axis.before;
    options.padding.sides.values[2 * n + 1] = axis.after;
  }
  return layers::pooled(shape, options, window.axes.size()).has_value();
}

void pool(const Operands& node, Lowering& to) {
  const Dims in = to.dims(node, 0), out = to.output_dims(node);
  const std::size_t axes = axes_of(node, in);
  const NodeWindow window = window_of(node, {});
  node.require(is_poolable(image_shape(in), window), "has a window that may lie on padding alone");
  const bool maximum = node.node().operation == "MaxPool";

  const auto kernel = of_all(window.axes, [](const WindowAxis& a) { return a.kernel; });
  const auto stride = of_all(window.axes, [](const WindowAxis& a) { return a.stride; });
  Type type = option((maximum ? "MaxPool" : "AvgPool") + std::to_string(axes) + "d", {kernel[0]});
  if (axes == 3 && kernel[1] != kernel[0]) type.arguments.push_back(option("Height", {kernel[1]}));
  if (axes >= 2 && kernel.back() != kernel[0]) type.arguments.push_back(option("Width", {kernel.back()}));
  if (stride != kernel) type.arguments.push_back(option("Stride", shortest(stride)));
  add_options(type, window);
  if (window.round_up) type.arguments.push_back(plain("RoundUp"));
  bool padded = false;
  for (const WindowAxis& axis : window.axes)
    padded = padded || axis.before + axis.after != 0 || axis.round_up;
  if (!maximum && padded && node.integer("count_include_pad", 0) != 0)
    type.arguments.push_back(plain("CountPadding"));
  to.set(node, to.layer(node, image(node, to, axes), type, image_shape(out), Layout::channels_last(out)));
}

}  // namespace

void add_windows(Operators& table) {
  table["Conv"] = convolve;
  table["ConvTranspose"] = convolve_transposed;
  table["MaxPool"] = pool;
  table["AveragePool"] = pool;
}

}  // namespace etch::generator
