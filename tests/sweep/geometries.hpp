// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/dense/geometry.hpp>
#include <etch/ops/elementwise/geometry.hpp>
#include <etch/ops/normalization/geometry.hpp>
#include <etch/ops/softmax/geometry.hpp>
#include <sweep/draw.hpp>

#include <cstddef>
#include <cstdint>

namespace sweep {

/// Kinds of geometries come again after so many.
inline constexpr std::size_t cycle = 32;

/// Geometry number `Index` of the sweep from `Seed`. Its type depends on the number alone.
template <std::uint64_t Seed, std::size_t Index>
constexpr auto geometry() {
  Draw draw(Seed, Index);
  constexpr std::size_t kind = Index % cycle;
  if constexpr (kind < 9) {
    return draw_convolution(draw, Sides::whole, 2);
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
    return draw_convolution(draw, Sides::whole, 1);
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
    const bool bias = draw.chance(3, 4);
    const std::size_t largest = kind == 25 ? 70 : 300;
    return DenseGeometry{draw.between(1, largest), draw.between(1, largest), bias, draw_epilogue(draw)};
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
    if constexpr (Index / cycle % 2 == 0)
      return BatchNormGeometry{draw.between(2, 40), draw_channels(draw), draw.chance(2, 3)};
    else
      return SoftmaxGeometry{draw.between(1, 5), draw_channels(draw)};
  } else if constexpr (kind == 30) {
    ElementwiseGeometry g = draw_activation(draw);
    g.count = draw.between(1, 200);
    return g;
  } else {
    if constexpr (Index / cycle % 2 == 0)
      return SumGeometry{draw.between(1, 200)};
    else
      return ScaleGeometry{draw.between(1, 20), draw_channels(draw), draw.chance(2, 3), draw_epilogue(draw)};
  }
}

}  // namespace sweep
