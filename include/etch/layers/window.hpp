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

/// What is wrong with a window over `in`; no problem if nothing is.
constexpr Problem window_problem(Shape in, WindowAxis height, WindowAxis width, bool exact_fit) {
  if (height.kernel == 0 || width.kernel == 0) return {Rule::option_is_zero, in, {}, {}, "Kernel"};
  if (height.stride == 0 || width.stride == 0) return {Rule::option_is_zero, in, {}, {}, "Stride"};
  if (height.dilation == 0 || width.dilation == 0) return {Rule::option_is_zero, in, {}, {}, "Dilation"};
  if (!height.fits() || !width.fits())
    return {Rule::window_does_not_fit,
            in,
            {},
            {height.extent(), width.extent(), height.before, height.after, width.before, width.after},
            {}};
  if (exact_fit && (height.rest() != 0 || width.rest() != 0))
    return {Rule::window_leaves_a_rest,
            in,
            {},
            {height.extent(), width.extent(), height.stride, width.stride, height.rest(), width.rest()},
            {}};
  return {};
}

}  // namespace etch::layers
