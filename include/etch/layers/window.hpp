// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/options.hpp>
#include <etch/ops/window.hpp>
#include <etch/problem.hpp>

#include <cstddef>

// What all layers with a sliding window share: where padding comes from, and what can be wrong.
namespace etch::layers {

struct WindowAxes {
  WindowAxis height{};
  WindowAxis width{};
};

/// Fills in the padding on one axis that makes the output ceil(in / stride) large.
constexpr WindowAxis padded_same(WindowAxis axis, PaddingRule::Mode mode) {
  if (axis.stride == 0 || axis.kernel == 0) return axis;
  const std::size_t out = (axis.in + axis.stride - 1) / axis.stride;
  const std::size_t reach = (out - 1) * axis.stride + axis.extent();
  const std::size_t total = reach > axis.in ? reach - axis.in : 0;
  const std::size_t smaller = total / 2;
  axis.before = mode == PaddingRule::Mode::same_upper ? smaller : total - smaller;
  axis.after = total - axis.before;
  return axis;
}

/// The window's two axes on an input of rank 3.
constexpr WindowAxes window_axes(Shape in, Extent kernel, Extent stride, Extent dilation,
                                 PaddingRule padding) {
  const WindowAxis height{in[0], kernel.height, stride.height, dilation.height, padding.top, padding.bottom};
  const WindowAxis width{in[1], kernel.width, stride.width, dilation.width, padding.left, padding.right};
  if (padding.mode == PaddingRule::Mode::given) return {height, width};
  return {padded_same(height, padding.mode), padded_same(width, padding.mode)};
}

/// Larger than any window that a network has, and small enough that no sum or product of two of them wraps.
inline constexpr std::size_t largest_option = std::size_t{1} << (sizeof(std::size_t) == 8 ? 20 : 14);

/// What is wrong on one axis of a window before it is asked whether it fits.
constexpr Problem axis_problem(const WindowAxis& axis, bool is_kernel) {
  if (axis.kernel == 0)
    return is_kernel ? Problem{Rule::kernel_is_missing, {}, {}, {}, {}} : Problem::zero("the window's size");
  if (axis.stride == 0) return Problem::zero("Stride");
  if (axis.dilation == 0) return Problem::zero("Dilation");
  const auto large = [](Text what, std::size_t value) {
    return Problem{Rule::option_too_large, {}, {}, {value, largest_option}, what};
  };
  if (axis.kernel > largest_option) return large("Kernel", axis.kernel);
  if (axis.stride > largest_option) return large("Stride", axis.stride);
  if (axis.dilation > largest_option) return large("Dilation", axis.dilation);
  if (axis.before > largest_option) return large("Padding", axis.before);
  if (axis.after > largest_option) return large("Padding", axis.after);
  return {};
}

/// What is wrong with a window over `in`, which messages call `what`; no problem if nothing is.
constexpr Problem window_problem(Shape in, WindowAxis height, WindowAxis width, bool exact_fit, Text what) {
  const bool is_kernel = what == Text("kernel");
  for (const WindowAxis& axis : {height, width})
    if (const Problem wrong = axis_problem(axis, is_kernel)) return wrong;
  if (height.dilation != 1 || width.dilation != 1) what = "dilated kernel";
  if (!height.fits() || !width.fits())
    return {Rule::window_does_not_fit,
            in,
            {},
            {height.extent(), width.extent(), height.before, height.after, width.before, width.after},
            what};
  if (exact_fit && (height.rest() != 0 || width.rest() != 0))
    return {Rule::window_leaves_a_rest,
            in,
            {},
            {height.extent(), width.extent(), height.stride, width.stride, height.rest(), width.rest()},
            what};
  return {};
}

}  // namespace etch::layers
