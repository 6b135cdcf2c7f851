// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>
#include <etch/layers/window.hpp>
#include <etch/ops/pooling/geometry.hpp>

namespace etch {
namespace layers {

/// What is wrong with pooling over `axes` axes, or the shape of its output. A window that lies on padding
/// alone has no maximum and no mean.
constexpr ShapeOr pooled(Shape in, const WindowOptions& options, std::size_t axes) {
  if (in.rank() != axes + 1) return Problem::rank(in, axes + 1);
  if (const Problem wrong = window_problem(in, options, axes)) return wrong;
  const Window window = window_over(in, options);
  for (const WindowAxis& axis : {window.depth, window.height, window.width}) {
    bool covered = axis.before >= axis.extent() || axis.after >= axis.extent();
    // The taps of a dilated window may all miss the input, though the window does not.
    for (std::size_t n = 0; axis.dilation != 1 && !covered && n < axis.out(); ++n)
      covered = axis.taps_inside(n, false) == 0;
    if (covered) {
      const std::size_t wider = axis.before > axis.after ? axis.before : axis.after;
      return Problem{Rule::padding_covers_window,
                     in,
                     for_axes(window, axes, [](const WindowAxis& each) { return each.kernel; }),
                     {wider},
                     {}};
    }
  }
  return window_output(window, in.rank(), in.channels());
}

/// The options of a pooling window of `AxisCount` axes. It is `K` large on the first axis and, unless they
/// are given, on the others; it moves by its size.
template <std::size_t AxisCount, std::size_t K, class... Given>
struct PoolOptions;
template <std::size_t K, class... Given>
struct PoolOptions<1, K, Given...> {
  using type =
      Options<Defaults<Stride<K>, Padding<0>, Dilation<1>, Without<CountPadding>, RoundDown>, Given...>;
  static constexpr Numbers kernel{{K}, 1};
};
template <std::size_t K, class... Given>
struct PoolOptions<2, K, Given...> {
  template <class Moves>
  using With =
      Options<Defaults<Width<K>, Moves, Padding<0>, Dilation<1>, Without<CountPadding>, RoundDown>, Given...>;
  using type = With<Stride<K, With<Stride<1>>::width>>;
  static constexpr Numbers kernel{{K, type::width}, 2};
};
template <std::size_t K, class... Given>
struct PoolOptions<3, K, Given...> {
  template <class Moves>
  using With =
      Options<Defaults<Height<K>, Width<K>, Moves, Padding<0>, Dilation<1>, Without<CountPadding>, RoundDown>,
              Given...>;
  using type = With<Stride<K, With<Stride<1>>::height, With<Stride<1>>::width>>;
  static constexpr Numbers kernel{{K, type::height, type::width}, 3};
};

/// Pooling over windows of `AxisCount` axes.
template <Pooling Kind, std::size_t AxisCount, std::size_t K, class... Given>
struct WindowPool : NoParameters {
  using options = typename PoolOptions<AxisCount, K, Given...>::type;
  static constexpr Needs backward_needs = Kind == Pooling::max ? Needs::input : Needs::nothing;
  static constexpr WindowOptions window{PoolOptions<AxisCount, K, Given...>::kernel,
                                        options::stride,
                                        options::dilation,
                                        options::padding,
                                        options::fit,
                                        "window"};

  static constexpr ShapeOr infer(Shape in) {
    if (const Problem wrong = options::problem()) return wrong;
    if (Kind == Pooling::max && options::count_padding)
      return Problem{Rule::option_unknown, {}, {}, {}, "CountPadding"};
    return pooled(in, window, AxisCount);
  }
  static constexpr PoolGeometry geometry(Shape in) {
    const Window over = window_over(in, window);
    return {Kind, over.height, over.width, in.channels(), over.depth, options::count_padding};
  }
};

/// Pooling over all positions at once, of values of rank `Rank`; 0: of any.
template <Pooling Kind, std::size_t Rank>
struct GlobalPool : NoParameters {
  static constexpr Needs backward_needs = Kind == Pooling::max ? Needs::input : Needs::nothing;

  static constexpr ShapeOr infer(Shape in) {
    if (Rank != 0 && in.rank() != Rank) return Problem::rank(in, Rank);
    if (in.rank() < 2) return Problem::positions(in, "a sequence, an image or a volume");
    return Shape{in.channels()};
  }
  static constexpr PoolGeometry geometry(Shape in) {
    // Neighbouring rows make one long row: a value of two axes is as good as one of three.
    const std::size_t columns = in[in.rank() - 2];
    const std::size_t rows = columns == 0 ? 0 : in.pixels() / columns;
    return {Kind, {rows, rows, rows}, {columns, columns, columns}, in.channels()};
  }
};

/// Pooling to a given size.
template <Pooling Kind, std::size_t OutHeight, std::size_t OutWidth>
struct AdaptivePool : NoParameters {
  static constexpr Needs backward_needs = Kind == Pooling::max ? Needs::input : Needs::nothing;

  static constexpr ShapeOr infer(Shape in) {
    if (in.rank() != 3) return Problem::rank(in, 3);
    if (OutHeight == 0 || OutWidth == 0) return Problem::zero("the output's size");
    return Shape{OutHeight, OutWidth, in.channels()};
  }
  static constexpr AdaptivePoolGeometry geometry(Shape in) {
    return {Kind, {{in[0], OutHeight}, {in[1], OutWidth}}, in.channels()};
  }
};

}  // namespace layers

/// Largest value of each K x K window, per channel: (h, w, c) -> (h', w', c), h' = (h + top + bottom -
/// dilation (K - 1) - 1) / stride + 1, rounded down. Options: `Width<K>`, `Stride<K>`, `Padding<0>` (or
/// `Same`; never the largest value), `Dilation<1>`, `RoundUp`, `ExactFit`. No parameters. Backward finds the
/// maximum again in the input: storing positions would cost RAM in every workspace.
template <std::size_t K, class... Given>
struct MaxPool2d : layers::WindowPool<Pooling::max, 2, K, Given...> {
  static constexpr Text name = text("MaxPool2d<", K, ">");
};
/// The same over a sequence, (l, c) -> (l', c), without `Width`.
template <std::size_t K, class... Given>
struct MaxPool1d : layers::WindowPool<Pooling::max, 1, K, Given...> {
  static constexpr Text name = text("MaxPool1d<", K, ">");
};
/// The same over a volume, (d, h, w, c) -> (d', h', w', c); the window is K deep, `Height<K>` and `Width<K>`.
template <std::size_t K, class... Given>
struct MaxPool3d : layers::WindowPool<Pooling::max, 3, K, Given...> {
  static constexpr Text name = text("MaxPool3d<", K, ">");
};

/// Mean of each K x K window, per channel; sizes and options as `MaxPool2d`, and `CountPadding`. Without that
/// padding is not counted: at the edge the mean is that of the real values (Keras, and ONNX's default).
template <std::size_t K, class... Given>
struct AvgPool2d : layers::WindowPool<Pooling::average, 2, K, Given...> {
  static constexpr Text name = text("AvgPool2d<", K, ">");
};
/// The same over a sequence, (l, c) -> (l', c), without `Width`.
template <std::size_t K, class... Given>
struct AvgPool1d : layers::WindowPool<Pooling::average, 1, K, Given...> {
  static constexpr Text name = text("AvgPool1d<", K, ">");
};
/// The same over a volume, (d, h, w, c) -> (d', h', w', c); the window is K deep, `Height<K>` and `Width<K>`.
template <std::size_t K, class... Given>
struct AvgPool3d : layers::WindowPool<Pooling::average, 3, K, Given...> {
  static constexpr Text name = text("AvgPool3d<", K, ">");
};

/// Mean of each channel over all positions: (h, w, c) -> (c). No parameters, no options.
struct GlobalAvgPool2d : layers::GlobalPool<Pooling::average, 3> {
  static constexpr std::string_view name = "GlobalAvgPool2d";
};
/// The same for sequences, images and volumes: (..., c) -> (c).
struct GlobalAvgPool : layers::GlobalPool<Pooling::average, 0> {
  static constexpr std::string_view name = "GlobalAvgPool";
};
/// Largest value of each channel over all positions: (..., c) -> (c). No parameters, no options.
struct GlobalMaxPool : layers::GlobalPool<Pooling::max, 0> {
  static constexpr std::string_view name = "GlobalMaxPool";
};

/// Mean of each of Height x Width windows that divide the image evenly: (h, w, c) -> (Height, Width, c).
/// Window i goes from row floor(i h / Height) to ceil((i + 1) h / Height) - 1. No parameters.
template <std::size_t Height, std::size_t Width = Height>
struct AdaptiveAvgPool2d : layers::AdaptivePool<Pooling::average, Height, Width> {
  static constexpr Text name = text("AdaptiveAvgPool2d<", Height, ", ", Width, ">");
};
/// Largest value of each of the same windows.
template <std::size_t Height, std::size_t Width = Height>
struct AdaptiveMaxPool2d : layers::AdaptivePool<Pooling::max, Height, Width> {
  static constexpr Text name = text("AdaptiveMaxPool2d<", Height, ", ", Width, ">");
};

}  // namespace etch
