// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>
#include <etch/layers/window.hpp>
#include <etch/ops/convolution/geometry.hpp>

namespace etch {

/// 2-D convolution: (h, w, c) -> (h', w', Filters), h' = (h + top + bottom - dilation (kernel - 1) - 1) /
/// stride + 1, rounded down. Options: `Kernel` (must be given), `Stride<1>`, `Padding<0>` (or `Same`),
/// `Dilation<1>`, `Groups<1>`, `Bias<true>`, `ExactFit`. Parameters: kernel h x kernel w x c / groups x
/// Filters weights, then Filters biases.
template <std::size_t Filters, class... Given>
struct Conv2d {
  using options = layers::Options<
      Defaults<Kernel<0>, Stride<1>, Padding<0>, Dilation<1>, Groups<1>, Bias<true>, RoundDown>, Given...>;
  static constexpr Text name = text("Conv2d<", Filters, ">");
  static constexpr Needs backward_needs = Needs::nothing;

  static constexpr ShapeOr infer(Shape in) {
    if (const Problem wrong = options::problem()) return wrong;
    if (in.rank() != 3) return Problem::rank(in, 3);
    if (Filters == 0) return Problem::zero("the number of filters");
    if (options::groups == 0) return Problem::zero("Groups");
    if (in.channels() % options::groups != 0) return Problem::groups_of_channels(in, options::groups);
    if (Filters % options::groups != 0) return Problem::groups_of_filters(Filters, options::groups);
    const ConvolutionGeometry g = geometry(in);
    if (const Problem wrong = layers::window_problem(in, g.height, g.width, options::exact_fit, "kernel"))
      return wrong;
    return g.output();
  }
  static constexpr ConvolutionGeometry geometry(Shape in) {
    const auto axes =
        layers::window_axes(in, options::kernel, options::stride, options::dilation, options::padding);
    return {axes.height, axes.width, in.channels(), Filters, options::groups, options::bias};
  }
  static constexpr std::size_t parameter_count(Shape in) { return geometry(in).parameter_count(); }
  static constexpr std::size_t multiply_adds(Shape in) { return geometry(in).multiply_adds(); }
  static constexpr ParameterBlocks parameter_blocks(Shape in) {
    const ConvolutionGeometry g = geometry(in);
    const std::size_t taps = g.height.kernel * g.width.kernel;
    return {ParameterBlock{ParameterBlock::Role::weights, g.weight_count(), taps * g.group_channels(),
                           taps * g.group_filters()},
            ParameterBlock{ParameterBlock::Role::biases, g.bias ? Filters : 0, 0, 0}};
  }
};

}  // namespace etch
