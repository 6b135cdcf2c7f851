// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/select.hpp>
#include <etch/ops/pooling/geometry.hpp>
#include <etch/ops/random.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

// What the geometries of the sweep are drawn from.
namespace sweep {

using namespace etch;

class Draw {
 public:
  constexpr Draw(std::uint64_t seed, std::size_t index) : counter_(mix(mix(seed) + index)) {}

  constexpr std::size_t below(std::size_t end) { return static_cast<std::size_t>(mix(counter_++) % end); }
  constexpr std::size_t between(std::size_t first, std::size_t last) {
    return first + below(last - first + 1);
  }
  /// `count` times out of `of`.
  constexpr bool chance(std::size_t count, std::size_t of) { return below(of) < count; }
  template <class T, std::size_t N>
  constexpr T one_of(const T (&values)[N]) {
    return values[below(N)];
  }

 private:
  std::uint64_t counter_;
};

/// 1 to 70, what fills vectors and what just does not as often as all others together.
constexpr std::size_t draw_channels(Draw& draw) {
  if (draw.chance(1, 2)) return draw.one_of({1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 48, 63, 64, 65});
  return draw.between(1, 70);
}

/// Any axis with a window, over at most `largest` positions.
constexpr WindowAxis draw_axis(Draw& draw, std::size_t largest) {
  for (;;) {
    WindowAxis axis;
    axis.in = draw.between(1, largest);
    axis.kernel = draw.one_of({1, 2, 3, 3, 3, 4, 5, 5, 7});
    axis.stride = draw.one_of({1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 4});
    axis.dilation = draw.one_of({1, 1, 1, 1, 2, 3});
    const std::size_t extent = axis.extent();
    switch (draw.below(4)) {
      case 0:
        break;
      case 1:  // As many outputs as inputs, with stride 1.
        axis.before = (extent - 1) / 2;
        axis.after = extent - 1 - axis.before;
        break;
      case 2:
        axis.before = draw.below(extent);
        axis.after = draw.below(extent);
        break;
      default:  // Windows that lie wholly on padding.
        if (!draw.chance(1, 4)) continue;
        axis.before = draw.between(extent, extent + 1);
        axis.after = draw.below(extent + 2);
    }
    if (axis.fits()) return axis;
  }
}

constexpr ElementwiseGeometry draw_activation(Draw& draw) {
  ElementwiseGeometry made;
  made.function =
      draw.one_of({Function::relu, Function::relu6, Function::leaky_relu, Function::elu, Function::selu,
                   Function::sigmoid, Function::tanh, Function::gelu, Function::gelu_tanh, Function::silu,
                   Function::mish, Function::hard_swish, Function::hard_sigmoid, Function::softplus,
                   Function::softsign, Function::thresholded_relu});
  if (made.function == Function::leaky_relu) made.slope = {1, draw.chance(1, 2) ? 8u : 5u};
  if (made.function == Function::elu || made.function == Function::thresholded_relu)
    made.slope = {draw.between(1, 3), 2};
  return made;
}
constexpr Epilogue draw_epilogue(Draw& draw) {
  Epilogue made;
  made.adds_other = draw.chance(1, 4);
  if (draw.chance(1, 2)) made.activation = draw_activation(draw);
  // Sums by Winograd's algorithm lie beside whole numbers, where this function must not jump.
  ElementwiseGeometry& f = made.activation;
  if (f.function == Function::thresholded_relu && f.slope.numerator == 2) f.slope.numerator = 3;
  return made;
}

/// The channels, filters and groups of a convolution.
struct Sides {
  enum Kind { whole, few, grouped, by_channel, multiplied };

  std::size_t channels = 1;
  std::size_t filters = 1;
  std::size_t groups = 1;
};
constexpr Sides draw_sides(Draw& draw, Sides::Kind kind) {
  switch (kind) {
    case Sides::few:
      return {draw.between(1, 9), draw.between(1, 9), 1};
    case Sides::grouped: {
      const std::size_t groups = draw.between(2, 5);
      return {groups * draw.between(1, 70 / groups), groups * draw.between(1, 70 / groups), groups};
    }
    case Sides::by_channel: {
      const std::size_t channels = draw.between(2, 70);
      return {channels, channels, channels};
    }
    case Sides::multiplied: {
      const std::size_t channels = draw.between(2, 20);
      return {channels, channels * draw.between(2, 3), channels};
    }
    default:
      return {draw_channels(draw), draw_channels(draw), 1};
  }
}

/// A policy, and whether the output is a part of a larger value.
constexpr void draw_choices(Draw& draw, ConvolutionGeometry& g) {
  g.policy.compact = draw.chance(1, 8);
  g.policy.precise = draw.chance(1, 8);
  if (draw.chance(1, 8) && !g.epilogue.adds_other && writes_parts(g, this_target))
    g.whole_channels = g.filters + draw.below(20);
}

/// Multiply-adds of one image, so that the plain loops take no longer than the compiler.
inline constexpr std::size_t largest_work = 1500000;

/// A convolution over the last `axes` of depth, height and width.
constexpr ConvolutionGeometry draw_convolution(Draw& draw, Sides::Kind kind, std::size_t axes) {
  const Sides sides = draw_sides(draw, kind);
  ConvolutionGeometry g;
  g.channels = sides.channels;
  g.filters = sides.filters;
  g.groups = sides.groups;
  g.bias = draw.chance(3, 4);
  g.epilogue = draw_epilogue(draw);
  draw_choices(draw, g);
  // Smaller and smaller images until one is small enough.
  for (std::size_t largest = axes == 1 ? 60 : axes == 2 ? 20 : 8;; largest -= largest > 2 ? 1 : 0) {
    g.width = draw_axis(draw, largest);
    if (axes >= 2) g.height = draw_axis(draw, largest);
    if (axes == 3) g.depth = draw_axis(draw, largest);
    if (g.multiply_adds() <= largest_work && g.input_size() <= 60000 && g.output_size() <= 60000) return g;
  }
}

/// Of few filters, or channels if `back`: outputs, or inputs in the gradient, lie abreast in the lanes.
constexpr ConvolutionGeometry draw_abreast(Draw& draw, bool back) {
  for (;;) {
    const ConvolutionGeometry g = draw_convolution(draw, Sides::few, 2);
    if (!this_target.packs() || (back ? inputs_abreast(g, this_target) : outputs_abreast(g, this_target)) > 1)
      return g;
  }
}

/// Of few channels and many filters, whose gradient by the input adds to pixels.
constexpr ConvolutionGeometry draw_scattered(Draw& draw) {
  for (;;) {
    ConvolutionGeometry g = draw_convolution(draw, Sides::whole, 2);
    g.channels = draw.between(1, 7);
    g.filters = draw.between(8, 40);
    g.whole_channels = 0;
    if (g.multiply_adds() <= largest_work && (!this_target.packs() || scatters(g, this_target))) return g;
  }
}

/// 1 x 1 of many channels and filters: blocks of filters come first.
constexpr ConvolutionGeometry draw_many_channels(Draw& draw) {
  ConvolutionGeometry g;
  g.height = {draw.between(3, 4)};
  g.width = {draw.between(5, 6)};
  g.channels = draw.between(400, 450);
  g.filters = draw.between(81, 96);
  g.bias = draw.chance(3, 4);
  g.epilogue = draw_epilogue(draw);
  draw_choices(draw, g);
  return g;
}

/// 1 x 1 with strides, pixels of which are laid side by side where there are many filters and channels.
constexpr ConvolutionGeometry draw_strided_pixels(Draw& draw) {
  ConvolutionGeometry g;
  g.height = {draw.between(1, 12), 1, draw.between(1, 3)};
  g.width = {draw.between(2, 12), 1, draw.between(2, 3)};
  g.channels = draw.chance(1, 4) ? draw_channels(draw) : draw.between(128, 150);
  g.filters = draw.between(66, 90);
  g.bias = draw.chance(3, 4);
  g.epilogue = draw_epilogue(draw);
  draw_choices(draw, g);
  return g;
}

/// 3 x 3, which Winograd's algorithm does where channels and filters fill vectors; in tiles of
/// 2 x 2 where there are few pixels and many of them.
constexpr ConvolutionGeometry draw_winograd(Draw& draw, bool many) {
  ConvolutionGeometry g;
  for (WindowAxis* axis : {&g.height, &g.width}) {
    axis->kernel = 3;
    axis->before = draw.below(3);
    axis->after = draw.below(3);
    axis->in = (many ? draw.between(6, 7) : draw.between(10, 14)) + 2 - axis->before - axis->after;
  }
  g.channels = 16 * (many ? draw.between(15, 18) : draw.between(1, 3));
  g.filters = 16 * (many ? draw.between(18, 20) : draw.between(1, 3));
  g.bias = draw.chance(3, 4);
  g.epilogue = draw_epilogue(draw);
  draw_choices(draw, g);
  return g;
}

/// A convolution's transpose.
constexpr TransposedGeometry draw_transposed(Draw& draw, Sides::Kind kind, std::size_t axes) {
  TransposedGeometry g{draw_convolution(draw, kind, axes)};
  g.bias = g.adjoint.bias;
  g.epilogue = g.adjoint.epilogue;
  g.adjoint.bias = false;
  g.adjoint.epilogue = {};
  g.adjoint.whole_channels = 0;
  return g;
}

enum class Weights : unsigned char {
  few,
  some,
  of_many_outputs,  ///< So many that kernels work on two blocks of them at a time.
  many,             ///< Of many outputs too, and more than a second-level cache keeps.
};

constexpr DenseGeometry draw_dense(Draw& draw, Weights weights) {
  DenseGeometry g;
  g.bias = draw.chance(3, 4);
  switch (weights) {
    case Weights::few:
      g.inputs = draw.between(1, 70), g.outputs = draw.between(1, 70);
      break;
    case Weights::some:
      g.inputs = draw.between(1, 300), g.outputs = draw.between(1, 300);
      break;
    case Weights::of_many_outputs:
      g.inputs = draw.between(1, 40), g.outputs = draw.between(500, 1100);
      break;
    case Weights::many:
      g.inputs = draw.between(300, 400), g.outputs = draw.between(900, 1100);
  }
  g.epilogue = draw_epilogue(draw);
  return g;
}

constexpr PoolGeometry draw_pool(Draw& draw, bool volume) {
  for (;;) {
    PoolGeometry g;
    g.pooling = draw.one_of({Pooling::max, Pooling::average});
    g.channels = draw_channels(draw);
    g.count_padding = g.pooling == Pooling::average && draw.chance(1, 3);
    bool padding_is_small = true;
    for (WindowAxis* axis : {&g.height, &g.width, &g.depth}) {
      if (axis == &g.depth && !volume) break;
      *axis = draw_axis(draw, volume ? 6 : 15);
      axis->round_up = draw.chance(1, 3);
      // A window without a real position has no largest value and no mean.
      for (std::size_t window = 0; window < axis->out(); ++window)
        padding_is_small = padding_is_small && axis->taps_inside(window, false) > 0;
    }
    if (padding_is_small) return g;
  }
}

}  // namespace sweep
