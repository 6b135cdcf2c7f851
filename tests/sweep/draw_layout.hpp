// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/resample/geometry.hpp>
#include <etch/ops/reshape/geometry.hpp>
#include <sweep/draw.hpp>

// Operations that move numbers about.
namespace sweep {

constexpr PermuteGeometry draw_permutation(Draw& draw) {
  PermuteGeometry g;
  g.rank = draw.between(1, 5);
  for (std::size_t axis = 0; axis < g.rank; ++axis) {
    g.extents[axis] = draw.between(1, g.rank < 4 ? 20 : 6);
    g.order[axis] = axis;
  }
  for (std::size_t axis = g.rank; axis-- > 1;) {
    const std::size_t other = draw.below(axis + 1);
    const std::size_t moved = g.order[axis];
    g.order[axis] = g.order[other];
    g.order[other] = moved;
  }
  return g;
}

constexpr BorderGeometry draw_border(Draw& draw) {
  BorderGeometry g;
  g.mode = draw.one_of({BorderMode::fill, BorderMode::reflect, BorderMode::edge});
  if (g.mode == BorderMode::fill) g.fill = {draw.below(5), 2};
  for (BorderGeometry::Axis* axis : {&g.depth, &g.height, &g.width, &g.channels}) {
    axis->in = axis == &g.channels ? draw_channels(draw) : draw.between(1, 7);
    // A reflection needs something to reflect.
    const std::size_t most = g.mode == BorderMode::reflect ? (axis->in < 4 ? axis->in - 1 : 3) : 3;
    for (std::ptrdiff_t* end : {&axis->before, &axis->after})
      if (draw.chance(1, 2)) *end = static_cast<std::ptrdiff_t>(draw.below(most + 1));
    if (axis->in > 4 && draw.chance(1, 4)) axis->before = -static_cast<std::ptrdiff_t>(draw.between(1, 2));
    if (axis->in > 4 && draw.chance(1, 4)) axis->after = -static_cast<std::ptrdiff_t>(draw.between(1, 2));
  }
  return g;
}

constexpr ResampleGeometry draw_resampling(Draw& draw) {
  ResampleGeometry g;
  for (ResampleGeometry::Axis* axis : {&g.height, &g.width})
    *axis = {draw.between(1, 9), draw.between(1, 14)};
  g.channels = draw_channels(draw);
  g.bilinear = draw.chance(1, 2);
  g.align_corners = g.bilinear && draw.chance(1, 2);
  return g;
}

constexpr ConcatGeometry draw_concat(Draw& draw) {
  ConcatGeometry g;
  g.pixels = draw.between(1, 20);
  g.channels = draw_channels(draw);
  g.offset = draw.below(20);
  g.total = g.channels + g.offset + draw.below(20);
  return g;
}

}  // namespace sweep
