// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/packing.hpp>

#include <cstddef>

// The gradient by the input of few channels: an output's gradient times the weights of a row of taps, whose
// channels lie one after another as those of the pixels that the taps read do, is added to those pixels. So
// the lanes are filled where the channels of one pixel would leave many empty.
namespace etch {

/// The tiles of one row of taps. `width` counts rows of outputs: what a tile adds to is apart.
constexpr TilePlan scatter_tiles(const ConvolutionGeometry& g, Target target) {
  const ScatterPlan scatter = scatter_plan(g, target);
  TilePlan plan;
  plan.width.in = plan.width.out = g.height.out();
  plan.width.in_pitch = g.width.out() * g.filters;
  plan.width.out_pitch = g.height.stride * scatter.row;
  plan.height.in = plan.height.out = g.width.out();
  plan.height.in_pitch = g.filters;
  plan.height.out_pitch = g.width.stride * g.channels;
  plan.channels = g.filters;
  plan.filters = scatter.run;
  plan.bias = false;
  plan.adds = true;
  choose_tile(plan, g.policy, target);
  plan.partial_sums = 1;
  plan.order = TileOrder::blocks;
  return plan;
}

/// Weights as (row of taps, block of places, filter, places of the block).
template <ConvolutionGeometry G, Target T>
struct ScatterPacking {
  static constexpr ScatterPlan scatter = scatter_plan(G, T);
  static constexpr TilePlan plan = scatter_tiles(G, T);
  static constexpr std::size_t row_weights = scatter.places * G.filters;
  static constexpr std::size_t biases_at = G.weight_count();
  static constexpr KernelNeeds needs = {G.height.kernel * row_weights, 0, 0, 0, 0};

  template <class Number, class Weight, class Bias>
  static constexpr void pack(const Weight& weight, const Bias&, Number* to) {
    for (std::size_t row = 0; row < G.height.kernel; ++row, to += row_weights)
      for_each_packed(plan, T, [&](const PackedBlock& b) {
        const std::size_t first = (row * scatter.run + b.filter) * G.filters + b.channel;
        for (std::size_t n = 0; n < b.count; ++n) to[b.place + n] = weight(first + n * G.filters);
        for (std::size_t n = b.count; n < b.places; ++n) to[b.place + n] = 0;
      });
  }
};

}  // namespace etch
