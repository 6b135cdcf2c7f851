// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/options.hpp>
#include <etch/ops/window.hpp>
#include <etch/problem.hpp>

#include <cstddef>

// What all layers with a sliding window share: where its axes lie in a shape, where padding comes from, and
// what can be wrong.
namespace etch::layers {

/// The options of a window, as they were written.
struct WindowOptions {
  Numbers kernel{};
  Numbers stride{};
  Numbers dilation{{1}, 1};
  PaddingRule padding{};
  Fit fit = Fit::round_down;
  Text what{"kernel"};  ///< How messages call it.
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

constexpr WindowAxis window_axis(std::size_t in, const WindowOptions& options, std::size_t axis,
                                 std::size_t axes) {
  WindowAxis window{in,
                    options.kernel.on_axis(axis, axes),
                    options.stride.on_axis(axis, axes),
                    options.dilation.on_axis(axis, axes),
                    options.padding.before(axis, axes),
                    options.padding.after(axis, axes),
                    options.fit == Fit::round_up};
  if (options.padding.mode != PaddingRule::Mode::given) return padded_same(window, options.padding.mode);
  return window;
}

/// The window over all axes of `in` but the channels, of which there are one to three.
constexpr Window window_over(Shape in, const WindowOptions& options) {
  Window window;
  const std::size_t axes = in.rank() - 1;
  WindowAxis* const all[3]{&window.depth, &window.height, &window.width};
  for (std::size_t axis = 0; axis < axes && axes <= 3; ++axis)
    *all[3 - axes + axis] = window_axis(in[axis], options, axis, axes);
  return window;
}

/// One number for each of the `axes` last axes of a window.
template <class F>
constexpr Shape for_axes(const Window& window, std::size_t axes, const F& number) {
  if (axes == 1) return {number(window.width)};
  if (axes == 2) return {number(window.height), number(window.width)};
  return {number(window.depth), number(window.height), number(window.width)};
}

/// The shape of what a window over a value of rank `rank` gives, with that many channels.
constexpr Shape window_output(const Window& window, std::size_t rank, std::size_t channels) {
  const Shape extents = for_axes(window, rank - 1, [](const WindowAxis& axis) { return axis.out(); });
  Shape shape = extents;
  shape.dimensions = rank;
  shape.extents[rank - 1] = channels;
  return shape;
}

/// What is wrong on one axis of a window before it is asked whether it fits.
constexpr Problem axis_problem(const WindowAxis& axis, bool is_kernel) {
  if (axis.kernel == 0)
    return is_kernel ? Problem{Rule::kernel_is_missing, {}, {}, {}, {}} : Problem::zero("the window's size");
  if (axis.stride == 0) return Problem::zero("Stride");
  if (axis.dilation == 0) return Problem::zero("Dilation");
  if (axis.kernel > largest_option)
    return too_large_option(is_kernel ? "Kernel" : "the window's size", axis.kernel);
  if (axis.stride > largest_option) return too_large_option("Stride", axis.stride);
  if (axis.dilation > largest_option) return too_large_option("Dilation", axis.dilation);
  if (axis.before > largest_option) return too_large_option("Padding", axis.before);
  if (axis.after > largest_option) return too_large_option("Padding", axis.after);
  return {};
}

/// `option` was given numbers for another count of axes than the window has.
constexpr Problem numbers_problem(Shape in, Text option, std::size_t given) {
  return {Rule::option_for_other_axes, in, {}, {given, in.rank() - 1}, option};
}

/// What is wrong with a window of the `axes` last axes over `in`; no problem if nothing is.
constexpr Problem window_problem(Shape in, const WindowOptions& options, std::size_t axes) {
  if (!options.kernel.are_for(axes) && options.kernel.count != 0)
    return numbers_problem(in, "Kernel", options.kernel.count);
  if (!options.stride.are_for(axes)) return numbers_problem(in, "Stride", options.stride.count);
  if (!options.dilation.are_for(axes)) return numbers_problem(in, "Dilation", options.dilation.count);
  if (!options.padding.is_for(axes)) return numbers_problem(in, "Padding", options.padding.sides.count);

  const Window window = window_over(in, options);
  for (const WindowAxis& axis : {window.depth, window.height, window.width})
    if (const Problem wrong = axis_problem(axis, options.what == Text("kernel"))) return wrong;

  const bool dilated =
      window.depth.dilation != 1 || window.height.dilation != 1 || window.width.dilation != 1;
  Problem problem;
  problem.subject = dilated ? Text("dilated ").append(options.what) : options.what;
  problem.shape = in;
  problem.other = for_axes(window, axes, [](const WindowAxis& axis) { return axis.extent(); });
  if (!window.fits()) {
    problem.rule = Rule::window_does_not_fit;
    std::size_t side = 0;
    for (const WindowAxis& axis : {window.height, window.width, window.depth}) {
      problem.numbers[side++] = axis.before;
      problem.numbers[side++] = axis.after;
    }
    return problem;
  }
  const Shape rests = for_axes(window, axes, [](const WindowAxis& axis) { return axis.rest(); });
  if (options.fit == Fit::exact && rests[0] + rests[1] + rests[2] != 0) {
    problem.rule = Rule::window_leaves_a_rest;
    for (std::size_t axis = 0; axis < axes; ++axis) {
      problem.numbers[axis] = options.stride.on_axis(axis, axes);
      problem.numbers[3 + axis] = rests[axis];
    }
    return problem;
  }
  return {};
}

}  // namespace etch::layers
