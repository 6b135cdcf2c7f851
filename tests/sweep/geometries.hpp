// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/dense/geometry.hpp>
#include <etch/ops/dropout/geometry.hpp>
#include <etch/ops/elementwise/geometry.hpp>
#include <etch/ops/normalization/geometry.hpp>
#include <etch/ops/softmax/geometry.hpp>
#include <sweep/draw_layout.hpp>

#include <cstddef>
#include <cstdint>

namespace sweep {

/// Kinds of geometries come again after so many.
inline constexpr std::size_t cycle = 40;

/// Geometry number `Index` of the sweep from `Seed`. Its type depends on the number alone.
template <std::uint64_t Seed, std::size_t Index>
constexpr auto geometry() {
  Draw draw(Seed, Index);
  constexpr std::size_t kind = Index % cycle;
  if constexpr (kind < 8) {
    return draw_convolution(draw, Sides::whole, 2);
  } else if constexpr (kind == 8) {
    if constexpr (Index / cycle % 4 == 3)
      return draw_scattered(draw);
    else
      return draw_abreast(draw, Index / cycle % 2 == 1);
  } else if constexpr (kind == 9 && Index / cycle % 2 == 1) {
    return draw_many_channels(draw);
  } else if constexpr (kind == 9) {
    ConvolutionGeometry g = draw_convolution(draw, Sides::whole, 2);
    // Pixels on their own.
    g.height = {draw.between(1, 15)};
    g.width = {draw.between(1, 15)};
    return g;
  } else if constexpr (kind < 12) {
    return draw_convolution(draw, Sides::grouped, 2);
  } else if constexpr (kind < 14) {
    return draw_convolution(draw, Sides::by_channel, 2);
  } else if constexpr (kind == 14) {
    return draw_convolution(draw, Sides::multiplied, 2);
  } else if constexpr (kind == 15) {
    if constexpr (Index / cycle % 2 == 0)
      return draw_convolution(draw, Sides::whole, 1);
    else
      return draw_strided_pixels(draw);
  } else if constexpr (kind == 16) {
    return draw_convolution(draw, draw.one_of({Sides::grouped, Sides::by_channel}), 1);
  } else if constexpr (kind == 17) {
    return draw_convolution(draw, Sides::whole, 3);
  } else if constexpr (kind == 18) {
    return draw_convolution(draw, draw.one_of({Sides::grouped, Sides::by_channel}), 3);
  } else if constexpr (kind < 21) {
    return draw_winograd(draw, kind == 20 && Index / cycle % 8 == 0);
  } else if constexpr (kind < 23) {
    return draw_transposed(draw, Sides::whole, 2);
  } else if constexpr (kind == 23) {
    return draw_transposed(draw, draw.one_of({Sides::grouped, Sides::by_channel, Sides::multiplied}), 2);
  } else if constexpr (kind == 24) {
    return draw_transposed(draw, Sides::whole, draw.one_of({std::size_t{1}, std::size_t{3}}));
  } else if constexpr (kind < 27) {
    constexpr Weights larger[] = {Weights::many, Weights::of_many_outputs, Weights::some, Weights::some};
    return draw_dense(draw, kind == 25 ? Weights::few : larger[Index / cycle % 4]);
  } else if constexpr (kind == 27) {
    return draw_pool(draw, false);
  } else if constexpr (kind == 28) {
    if constexpr (Index / cycle % 2 == 0)
      return draw_pool(draw, true);
    else
      return AdaptivePoolGeometry{
          draw.one_of({Pooling::max, Pooling::average}),
          {{draw.between(1, 12), draw.between(1, 7)}, {draw.between(1, 12), draw.between(1, 7)}},
          draw_channels(draw)};
  } else if constexpr (kind == 29) {
    return BatchNormGeometry{
        draw.between(2, 40),   draw_channels(draw), draw.chance(2, 3), {1, 100000}, {1, 10},
        Index / cycle % 2 == 1};
  } else if constexpr (kind == 30) {
    return SoftmaxGeometry{draw.between(1, 5), draw_channels(draw), Index / cycle % 2 == 1};
  } else if constexpr (kind == 31) {
    ElementwiseGeometry g = draw_activation(draw);
    g.count = draw.between(1, 200);
    return g;
  } else if constexpr (kind == 32) {
    return ScaleGeometry{draw.between(1, 20), draw_channels(draw), draw.chance(2, 3), draw_epilogue(draw)};
  } else if constexpr (kind == 33) {
    return ProductGeometry{draw.between(1, 20), draw_channels(draw),
                           draw.one_of({ProductGeometry::Second::whole, ProductGeometry::Second::channels,
                                        ProductGeometry::Second::pixels})};
  } else if constexpr (kind == 34) {
    return PreluGeometry{draw.between(1, 20), draw_channels(draw), draw.chance(1, 3)};
  } else if constexpr (kind == 35) {
    return draw_resampling(draw);
  } else if constexpr (kind == 36) {
    return draw_permutation(draw);
  } else if constexpr (kind == 37) {
    return draw_border(draw);
  } else if constexpr (kind == 38) {
    if constexpr (Index / cycle % 2 == 0) {
      const std::size_t groups = draw.between(1, 6);
      return StandardizeGeometry{draw.between(1, 4), draw.between(1, 20), groups * draw.between(2, 12),
                                 groups, draw.chance(2, 3)};
    } else {
      return LocalResponseGeometry{
          draw.between(1, 10), draw_channels(draw), draw.below(4), draw.below(4), {1, 10}, {3, 4}, {1, 1}};
    }
  } else {
    if constexpr (Index / cycle % 2 == 0)
      return draw_concat(draw);
    else
      return DropoutGeometry{draw.between(1, 200), 1, draw.between(2, 5)};
  }
}

}  // namespace sweep
