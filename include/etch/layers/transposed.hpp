// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/conv.hpp>

namespace etch {
namespace layers {

/// One axis of a transposed convolution, as the axis of the convolution that leads back: its input is our
/// output.
struct TransposedAxis {
  WindowAxis adjoint{};
  bool positive = true;  ///< Whether there is any output.
};
constexpr TransposedAxis transposed_axis(std::size_t in, const WindowOptions& options, Numbers output_padding,
                                         std::size_t axis, std::size_t axes) {
  const PaddingRule& padding = options.padding;
  WindowAxis adjoint{1,
                     options.kernel.on_axis(axis, axes),
                     options.stride.on_axis(axis, axes),
                     options.dilation.on_axis(axis, axes),
                     padding.before(axis, axes),
                     padding.after(axis, axes)};
  std::size_t appended = output_padding.on_axis(axis, axes);
  const std::size_t extent = adjoint.extent();
  if (padding.mode != PaddingRule::Mode::given) {
    // The output is in stride: the padding that the convolution back would compute from that.
    const std::size_t total = extent > adjoint.stride ? extent - adjoint.stride : 0;
    const bool upper = padding.mode == PaddingRule::Mode::same_upper;
    adjoint.before = upper ? total / 2 : total - total / 2;
    adjoint.after = total - adjoint.before;
    if (extent < adjoint.stride) appended += adjoint.stride - extent;
  }
  const std::size_t reach = (in - 1) * adjoint.stride + extent + appended;
  if (reach <= adjoint.before + adjoint.after) return {adjoint, false};
  adjoint.in = reach - adjoint.before - adjoint.after;
  return {adjoint, true};
}

/// A transposed convolution over `AxisCount` axes.
template <std::size_t AxisCount, std::size_t Filters, class... Given>
struct TransposedConvolution : CountedByGeometry<TransposedConvolution<AxisCount, Filters, Given...>> {
  using options = Options<
      Defaults<Kernel<0>, Stride<1>, Padding<0>, OutputPadding<0>, Dilation<1>, Groups<1>, Bias<true>>,
      Given...>;
  static constexpr WindowOptions window{options::kernel, options::stride, options::dilation,
                                        options::padding};
  static constexpr Needs backward_needs = Needs::nothing;

  static constexpr ShapeOr infer(Shape in) {
    if (const Problem wrong = options::problem()) return wrong;
    if (in.rank() != AxisCount + 1) return Problem::rank(in, AxisCount + 1);
    if (Filters == 0) return Problem::zero("the number of filters");
    if (options::groups == 0) return Problem::zero("Groups");
    if (in.channels() % options::groups != 0) return Problem::groups_of_channels(in, options::groups);
    if (Filters % options::groups != 0) return Problem::groups_of_filters(Filters, options::groups);
    // What is wrong with the options themselves, asked of a window that fits.
    Shape large = in;
    for (std::size_t axis = 0; axis < AxisCount; ++axis)
      large.extents[axis] = 8 * largest_option * largest_option;
    if (const Problem wrong = window_problem(large, window, AxisCount)) return wrong;
    if (!options::output_padding.are_for(AxisCount))
      return numbers_problem(in, "OutputPadding", options::output_padding.count);

    Shape out = in.with_channels(Filters);
    for (std::size_t axis = 0; axis < AxisCount; ++axis) {
      const std::size_t appended = options::output_padding.on_axis(axis, AxisCount);
      const std::size_t stride = window.stride.on_axis(axis, AxisCount);
      if (appended != 0 && appended >= stride)
        return Problem{Rule::output_padding_too_large, in, {}, {appended, stride}, {}};
      const TransposedAxis each = transposed_axis(in[axis], window, options::output_padding, axis, AxisCount);
      if (!each.positive)
        return Problem{Rule::padding_leaves_nothing, in, {}, {each.adjoint.before, each.adjoint.after}, {}};
      out.extents[axis] = each.adjoint.in;
    }
    return out;
  }
  static constexpr TransposedGeometry geometry(Shape in) {
    WindowAxis all[3]{};
    for (std::size_t axis = 0; axis < AxisCount; ++axis)
      all[3 - AxisCount + axis] =
          transposed_axis(in[axis], window, options::output_padding, axis, AxisCount).adjoint;
    return {.adjoint = {.height = all[1],
                        .width = all[2],
                        .channels = Filters,
                        .filters = in.channels(),
                        .groups = options::groups,
                        .bias = false,
                        .depth = all[0]},
            .bias = options::bias};
  }
  static constexpr ParameterBlocks parameter_blocks(Shape in) {
    const TransposedGeometry g = geometry(in);
    const std::size_t taps = g.adjoint.window().taps();
    // Of the taps, each output meets about one in as many as the strides.
    const std::size_t strides = g.adjoint.depth.stride * g.adjoint.height.stride * g.adjoint.width.stride;
    const std::size_t met = taps > strides ? taps / strides : 1;
    return {ParameterBlock::weights(g.weight_count(), met * g.adjoint.group_filters(),
                                    taps * g.adjoint.group_channels()),
            ParameterBlock::constants(g.bias ? Filters : 0)};
  }
};

}  // namespace layers

/// Transposed convolution (up-convolution), the gradient of `Conv2d` run forward: (h, w, c) -> (h', w',
/// Filters), h' = (h - 1) stride - top - bottom + dilation (kernel - 1) + 1 + output padding. Options:
/// `Kernel` (must be given), `Stride<1>`, `Padding<0>` (or `Same`: h' = h stride), `OutputPadding<0>` (less
/// than the stride), `Dilation<1>`, `Groups<1>`, `Bias<true>`. Parameters, as in Keras: kernel h x kernel w x
/// Filters / groups x c weights, then Filters biases.
template <std::size_t Filters, class... Given>
struct ConvTranspose2d : layers::TransposedConvolution<2, Filters, Given...> {
  static constexpr Text name = text("ConvTranspose2d<", Filters, ">");
};

/// The same over a sequence: (l, c) -> (l', Filters).
template <std::size_t Filters, class... Given>
struct ConvTranspose1d : layers::TransposedConvolution<1, Filters, Given...> {
  static constexpr Text name = text("ConvTranspose1d<", Filters, ">");
};

/// The same over a volume: (d, h, w, c) -> (d', h', w', Filters).
template <std::size_t Filters, class... Given>
struct ConvTranspose3d : layers::TransposedConvolution<3, Filters, Given...> {
  static constexpr Text name = text("ConvTranspose3d<", Filters, ">");
};

}  // namespace etch
