// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>
#include <etch/layers/window.hpp>
#include <etch/ops/convolution/geometry.hpp>

namespace etch {
namespace layers {

/// The options of a convolution's window.
template <class Options>
constexpr WindowOptions convolution_window() {
  return {Options::kernel, Options::stride, Options::dilation, Options::padding, Options::fit, "kernel"};
}

/// What is wrong with a convolution over `axes` axes, or the shape of its output.
template <class Options>
constexpr ShapeOr convolved(Shape in, std::size_t axes, std::size_t filters, std::size_t groups) {
  if (const Problem wrong = Options::problem()) return wrong;
  if (in.rank() != axes + 1) return Problem::rank(in, axes + 1);
  if (filters == 0) return Problem::zero("the number of filters");
  if (groups == 0) return Problem::zero("Groups");
  if (in.channels() % groups != 0) return Problem::groups_of_channels(in, groups);
  if (filters % groups != 0) return Problem::groups_of_filters(filters, groups);
  constexpr WindowOptions window = convolution_window<Options>();
  if (window.fit == Fit::round_up) return Problem{Rule::option_unknown, {}, {}, {}, "RoundUp"};
  if (const Problem wrong = window_problem(in, window, axes)) return wrong;
  return window_output(window_over(in, window), in.rank(), filters);
}

/// The weights, which every output sums a filter of, then a bias for each filter.
constexpr ParameterBlocks convolution_blocks(const ConvolutionGeometry& g) {
  const std::size_t taps = g.window().taps();
  return {ParameterBlock::weights(g.weight_count(), taps * g.group_channels(), taps * g.group_filters()),
          ParameterBlock::constants(g.bias ? g.filters : 0)};
}

/// A convolution over `AxisCount` axes.
template <std::size_t AxisCount, std::size_t Filters, class... Given>
struct Convolution : CountedByGeometry<Convolution<AxisCount, Filters, Given...>> {
  using options =
      Options<Defaults<Kernel<0>, Stride<1>, Padding<0>, Dilation<1>, Groups<1>, Bias<true>, RoundDown>,
              Given...>;
  static constexpr Needs backward_needs = Needs::nothing;

  static constexpr ShapeOr infer(Shape in) {
    return convolved<options>(in, AxisCount, Filters, options::groups);
  }
  static constexpr ConvolutionGeometry geometry(Shape in) {
    const Window window = window_over(in, convolution_window<options>());
    return {.height = window.height,
            .width = window.width,
            .channels = in.channels(),
            .filters = Filters,
            .groups = options::groups,
            .bias = options::bias,
            .depth = window.depth};
  }
  static constexpr ParameterBlocks parameter_blocks(Shape in) { return convolution_blocks(geometry(in)); }
};

}  // namespace layers

/// 2-D convolution: (h, w, c) -> (h', w', Filters), h' = (h + top + bottom - dilation (kernel - 1) - 1) /
/// stride + 1, rounded down. Options: `Kernel` (must be given), `Stride<1>`, `Padding<0>` (or `Same`),
/// `Dilation<1>`, `Groups<1>`, `Bias<true>`, `ExactFit`. Parameters: kernel h x kernel w x c / groups x
/// Filters weights, then Filters biases.
template <std::size_t Filters, class... Given>
struct Conv2d : layers::Convolution<2, Filters, Given...> {
  static constexpr Text name = text("Conv2d<", Filters, ">");
};

/// The same over a sequence: (l, c) -> (l', Filters).
template <std::size_t Filters, class... Given>
struct Conv1d : layers::Convolution<1, Filters, Given...> {
  static constexpr Text name = text("Conv1d<", Filters, ">");
};

/// The same over a volume: (d, h, w, c) -> (d', h', w', Filters).
template <std::size_t Filters, class... Given>
struct Conv3d : layers::Convolution<3, Filters, Given...> {
  static constexpr Text name = text("Conv3d<", Filters, ">");
};

/// Each channel with filters of its own: (h, w, c) -> (h', w', c Multiplier); filter k reads channel k /
/// multiplier. Options as `Conv2d` without `Groups`, and `Multiplier<1>`. Parameters: kernel h x kernel w x c
/// Multiplier weights, then c Multiplier biases.
template <class... Given>
struct DepthwiseConv2d : layers::CountedByGeometry<DepthwiseConv2d<Given...>> {
  using options = layers::Options<
      Defaults<Kernel<0>, Stride<1>, Padding<0>, Dilation<1>, Multiplier<1>, Bias<true>, RoundDown>,
      Given...>;
  static constexpr std::string_view name = "DepthwiseConv2d";
  static constexpr Needs backward_needs = Needs::nothing;

  static constexpr ShapeOr infer(Shape in) {
    if (options::multiplier == 0) return Problem::zero("Multiplier");
    if (options::multiplier > layers::largest_option)
      return layers::too_large_option("Multiplier", options::multiplier);
    return layers::convolved<options>(in, 2, in.channels() * options::multiplier, in.channels());
  }
  static constexpr ConvolutionGeometry geometry(Shape in) {
    const Window window = layers::window_over(in, layers::convolution_window<options>());
    return {.height = window.height,
            .width = window.width,
            .channels = in.channels(),
            .filters = in.channels() * options::multiplier,
            .groups = in.channels(),
            .bias = options::bias};
  }
  static constexpr ParameterBlocks parameter_blocks(Shape in) {
    return layers::convolution_blocks(geometry(in));
  }
};

/// A convolution whose filters are not shared between positions, local receptive fields: (h, w, c) -> (h',
/// w', Filters). Options as `Conv2d` without `Groups`. Parameters: h' x w' x kernel h x kernel w x c x
/// Filters weights, then h' x w' x Filters biases.
template <std::size_t Filters, class... Given>
struct LocallyConnected2d : layers::CountedByGeometry<LocallyConnected2d<Filters, Given...>> {
  using options =
      layers::Options<Defaults<Kernel<0>, Stride<1>, Padding<0>, Dilation<1>, Bias<true>, RoundDown>,
                      Given...>;
  static constexpr Text name = text("LocallyConnected2d<", Filters, ">");
  static constexpr Needs backward_needs = Needs::nothing;

  static constexpr ShapeOr infer(Shape in) { return layers::convolved<options>(in, 2, Filters, 1); }
  static constexpr LocalGeometry geometry(Shape in) {
    const Window window = layers::window_over(in, layers::convolution_window<options>());
    return {.height = window.height,
            .width = window.width,
            .channels = in.channels(),
            .filters = Filters,
            .bias = options::bias};
  }
  static constexpr ParameterBlocks parameter_blocks(Shape in) {
    const LocalGeometry g = geometry(in);
    const std::size_t taps = g.window().taps();
    return {ParameterBlock::weights(g.weight_count(), taps * g.channels, taps * g.filters),
            ParameterBlock::constants(g.bias ? g.output_size() : 0)};
  }
};

}  // namespace etch
