// SPDX-License-Identifier: MIT
#include <etch/layers/window.hpp>

#include <generator/graph/window.hpp>

#include <algorithm>

namespace etch::generator {
namespace {

/// One number for each axis; `otherwise` where the attribute is not given.
std::vector<std::int64_t> numbers(const Operands& node, const char* name, std::size_t count,
                                  std::int64_t otherwise, std::int64_t least) {
  auto given = node.integers(name);
  if (!given || given->empty()) given = std::vector<std::int64_t>(count, otherwise);
  node.require(given->size() == count, "the attribute " + std::string(name) + " has " +
                                           std::to_string(given->size()) + " numbers, not " +
                                           std::to_string(count));
  for (const std::int64_t value : *given)
    node.require(value >= least && value <= static_cast<std::int64_t>(layers::largest_option),
                 "the attribute " + std::string(name) + " has the value " + std::to_string(value));
  return *given;
}

Padding padding_of(const Operands& node) {
  const std::string mode = node.text("auto_pad", "NOTSET");
  if (mode == "SAME_UPPER") return Padding::same_upper;
  if (mode == "SAME_LOWER") return Padding::same_lower;
  node.require(mode == "NOTSET" || mode == "VALID" || mode.empty(),
               "the attribute auto_pad is '" + shown(mode) + "'");
  return Padding::given;
}

struct Attributes {
  std::vector<std::int64_t> kernel, strides, dilations, pads;
};
Attributes attributes_of(const Operands& node, const Dims& kernel) {
  const Dims& in = node.dims(0);
  node.require(in.size() >= 3, "its input has " + std::to_string(in.size()) +
                                   " axes; a batch, channels and positions are needed");
  const std::size_t axes = in.size() - 2;
  Attributes all;
  all.kernel = kernel;
  if (const auto given = node.integers("kernel_shape")) {
    node.require(kernel.empty() || *given == kernel, "the attribute kernel_shape is not that of its weights");
    all.kernel = *given;
  }
  node.require(all.kernel.size() == axes, "its window has " + std::to_string(all.kernel.size()) +
                                              " axes and its input " + std::to_string(axes));
  for (const std::int64_t extent : all.kernel)
    node.require(extent > 0 && extent <= static_cast<std::int64_t>(layers::largest_option),
                 "its window has the extent " + std::to_string(extent));
  all.strides = numbers(node, "strides", axes, 1, 1);
  all.dilations = numbers(node, "dilations", axes, 1, 1);
  const bool valid = node.text("auto_pad", "NOTSET") == "VALID";
  all.pads = valid ? std::vector<std::int64_t>(2 * axes, 0) : numbers(node, "pads", 2 * axes, 0, 0);
  return all;
}

}  // namespace

NodeWindow window_of(const Operands& node, const Dims& kernel) {
  const Attributes given = attributes_of(node, kernel);
  const Dims& in = node.dims(0);
  const std::size_t axes = in.size() - 2;
  NodeWindow window;
  window.padding = padding_of(node);
  window.round_up = node.integer("ceil_mode", 0) != 0 && window.padding == Padding::given;
  for (std::size_t n = 0; n < axes; ++n) {
    const auto size = [](std::int64_t value) { return static_cast<std::size_t>(value); };
    node.require(in[n + 2] > 0, "its input is empty");
    WindowAxis axis{
        size(in[n + 2]), size(given.kernel[n]), size(given.strides[n]), size(given.dilations[n]), 0, 0,
        window.round_up};
    if (window.padding == Padding::given) {
      axis.before = size(given.pads[n]);
      axis.after = size(given.pads[n + axes]);
    } else {
      axis = layers::padded_same(axis, window.padding == Padding::same_upper
                                           ? layers::PaddingRule::Mode::same_upper
                                           : layers::PaddingRule::Mode::same_lower);
    }
    node.require(axis.fits(), "a window of " + std::to_string(axis.extent()) + " does not fit " +
                                  std::to_string(axis.in) + " padded by " + std::to_string(axis.before) +
                                  " and " + std::to_string(axis.after));
    window.axes.push_back(axis);
  }
  return window;
}

TransposedWindow transposed_window_of(const Operands& node, const Dims& kernel) {
  const Attributes given = attributes_of(node, kernel);
  const Dims& in = node.dims(0);
  const std::size_t axes = in.size() - 2;
  const Padding padding = padding_of(node);
  const auto appended = numbers(node, "output_padding", axes, 0, 0);
  const auto wanted = node.integers("output_shape");
  std::vector<std::int64_t> out;
  if (wanted && !wanted->empty()) {
    // Some exporters count the batch and the channels too.
    node.require(wanted->size() == axes || wanted->size() == axes + 2,
                 "the attribute output_shape has " + std::to_string(wanted->size()) + " numbers");
    out.assign(wanted->end() - static_cast<std::ptrdiff_t>(axes), wanted->end());
  }

  TransposedWindow window;
  for (std::size_t n = 0; n < axes; ++n) {
    TransposedWindow::Axis axis{in[n + 2], given.kernel[n], given.strides[n], given.dilations[n]};
    axis.appended = appended[n];
    axis.before = given.pads[n];
    axis.after = given.pads[n + axes];
    const std::int64_t reach =
        (axis.in - 1) * axis.stride + axis.dilation * (axis.kernel - 1) + 1 + axis.appended;
    if (!out.empty() || padding != Padding::given) {
      // total_padding[i] = stride[i] (in[i] - 1) + output_padding[i] + extent[i] - output_shape[i], the odd
      // one at the end for SAME_UPPER and at the beginning else, as ONNX's specification has it.
      const std::int64_t size = out.empty() ? axis.in * axis.stride : out[n];
      node.require(size > 0 && size <= largest_size, "its output has the extent " + std::to_string(size));
      const std::int64_t total = reach - size;
      if (total >= 0) {
        axis.before = padding == Padding::same_upper ? total / 2 : total - total / 2;
        axis.after = total - axis.before;
      } else {
        axis.before = axis.after = 0;
        axis.appended -= total;
      }
      axis.out = size;
    } else {
      axis.out = reach - axis.before - axis.after;
    }
    node.require(axis.out > 0, "its padding leaves nothing of the output");
    window.axes.push_back(axis);
  }
  return window;
}

}  // namespace etch::generator
