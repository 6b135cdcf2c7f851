// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>
#include <etch/layers/window.hpp>
#include <etch/ops/pooling/geometry.hpp>

namespace etch {
namespace layers {

/// What the pooling layers with a window share. A window that lies on padding alone has no maximum and no
/// mean.
constexpr ShapeOr pooled(Shape in, PoolGeometry (*geometry)(Shape), Problem options_problem, bool exact_fit) {
  if (options_problem) return options_problem;
  if (in.rank() != 3) return Problem::rank(in, 3);
  const PoolGeometry g = geometry(in);
  if (const Problem wrong = window_problem(in, g.height, g.width, exact_fit, "window")) return wrong;
  for (const WindowAxis& axis : {g.height, g.width})
    if (axis.before >= axis.kernel || axis.after >= axis.kernel)
      return Problem{Rule::padding_covers_window,
                     in,
                     {},
                     {g.height.kernel, g.width.kernel, axis.before > axis.after ? axis.before : axis.after},
                     {}};
  return g.output();
}

}  // namespace layers

/// Largest value of each K x K window, per channel: (h, w, c) -> (h', w', c), h' = (h + top + bottom - K) /
/// stride + 1, rounded down. Options: `Width<K>`, `Stride<K>`, `Padding<0>` (or `Same`; never the largest
/// value), `ExactFit`. No parameters. Backward finds the maximum again in the input: storing positions would
/// cost RAM in every workspace.
template <std::size_t K, class... Given>
struct MaxPool2d {
  using width = layers::Options<Defaults<Width<K>, Stride<K>, Padding<0>, RoundDown>, Given...>;
  using options =
      layers::Options<Defaults<Width<K>, Stride<K, width::width>, Padding<0>, RoundDown>, Given...>;
  static constexpr Text name = text("MaxPool2d<", K, ">");
  static constexpr Needs backward_needs = Needs::input;

  static constexpr ShapeOr infer(Shape in) {
    return layers::pooled(in, geometry, options::problem(), options::exact_fit);
  }
  static constexpr PoolGeometry geometry(Shape in) {
    const auto axes = layers::window_axes(in, {K, options::width}, options::stride, {1, 1}, options::padding);
    return {Pooling::max, axes.height, axes.width, in.channels()};
  }
  static constexpr std::size_t parameter_count(Shape) { return 0; }
  static constexpr std::size_t multiply_adds(Shape) { return 0; }
};

/// Mean of each K x K window, per channel; sizes and options as `MaxPool2d`. Padding is not counted: at the
/// edge the mean is that of the real values (Keras, and ONNX's default).
template <std::size_t K, class... Given>
struct AvgPool2d {
  using options = typename MaxPool2d<K, Given...>::options;
  static constexpr Text name = text("AvgPool2d<", K, ">");
  static constexpr Needs backward_needs = Needs::nothing;

  static constexpr ShapeOr infer(Shape in) {
    return layers::pooled(in, geometry, options::problem(), options::exact_fit);
  }
  static constexpr PoolGeometry geometry(Shape in) {
    PoolGeometry g = MaxPool2d<K, Given...>::geometry(in);
    g.pooling = Pooling::average;
    return g;
  }
  static constexpr std::size_t parameter_count(Shape) { return 0; }
  static constexpr std::size_t multiply_adds(Shape) { return 0; }
};

/// Mean of each channel over all positions: (h, w, c) -> (c). No parameters, no options.
struct GlobalAvgPool2d {
  static constexpr std::string_view name = "GlobalAvgPool2d";
  static constexpr Needs backward_needs = Needs::nothing;

  static constexpr ShapeOr infer(Shape in) {
    if (in.rank() != 3) return Problem::rank(in, 3);
    return Shape{in.channels()};
  }
  static constexpr PoolGeometry geometry(Shape in) {
    return {Pooling::average, {in[0], in[0], in[0]}, {in[1], in[1], in[1]}, in.channels()};
  }
  static constexpr std::size_t parameter_count(Shape) { return 0; }
  static constexpr std::size_t multiply_adds(Shape) { return 0; }
};

}  // namespace etch
