// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/select.hpp>
#include <etch/ops/convolution/tile_choice.hpp>
#include <etch/ops/convolution/tiles.hpp>
#include <etch/text.hpp>

#include <cstddef>

namespace etch {

constexpr TileAxis tile_axis(const WindowAxis& axis, std::size_t in_pitch, std::size_t out_pitch) {
  return {axis.in,     axis.out(),    axis.kernel,
          axis.stride, axis.dilation, static_cast<std::ptrdiff_t>(axis.before),
          in_pitch,    out_pitch};
}

/// Which loop comes first: what a tile, or a row, reads and writes is still in the first-level cache for all
/// of its filters. A depthwise convolution, of few weights, reads memory in order.
constexpr TileOrder order_of(const TilePlan& plan, std::size_t weights, Target target) {
  const bool one_block = plan.filters <= plan.vectors * target.lanes;
  if (plan.by_channel) return TileOrder::tiles;
  if (weights <= most_weights_of_a_tile && !one_block) return TileOrder::tiles;
  return weights <= largest_weights_of_a_row ? TileOrder::rows : TileOrder::blocks;
}

/// Chooses the tile of a plan that has the rest.
constexpr void choose_tile(TilePlan& plan, Policy policy, Target target,
                           WeightDistance distance = WeightDistance::near) {
  const std::size_t depth = plan.taps() * plan.channels;
  // The next layer reads such an output from beyond the second-level cache.
  const bool is_large =
      product(plan.depth.out, plan.height.out, plan.width.out, plan.filters) > second_level_cache;
  TileNeeds needs{.width = plan.width.out,
                  .taps = plan.width.taps,
                  .stride = plan.width.stride,
                  .pitch = plan.width.in_pitch * plan.width.stride,
                  .depth = depth,
                  .channels = plan.channels,
                  .filters = plan.filters,
                  .by_channel = plan.by_channel,
                  .distance = distance};
  const std::size_t weights = target.padded(plan.filters) * depth;
  // The weights of a 1x1 convolution lie in the order in which they are read, and the hardware brings them in
  // time: they count as near.
  const std::size_t near_depth = most_weights_of_a_tile / (4 * target.lanes);
  if (target.registers < 32 && plan.taps() == 1 && weights > largest_weights_of_a_row &&
      distance == WeightDistance::near && depth > near_depth)
    needs.depth = near_depth;
  if (plan.by_channel) {
    // Two vectors side by side: what lies together is read together (docs/decisions/009).
    if (plan.filters > target.lanes) needs.fewest_vectors = 2;
    needs.filters = needs.fewest_vectors * target.lanes;
  } else if (target.registers >= 32 && depth <= 64 && is_large && plan.filters <= 4 * target.lanes) {
    // A large output that takes little work is written in one go; in tiles of six columns, not of the four
    // that the weights of three taps would leave room for.
    needs.fewest_vectors = target.padded(plan.filters) / target.lanes;
    needs.taps_together = needs.fewest_vectors < 4;
  }
  // In 16 registers the weights of all taps of a row leave room for one vector of sums at each column, which
  // wait for one tap after another. More columns of the one vector do not wait where a quarter of a long row
  // of taps is outside, and few products share an input; nor do two vectors, where the loop over channels, or
  // over many taps and them, is long enough for its own instructions not to count (docs/decisions/009; of
  // four lanes two are no faster). Two also write whole lines of a large output.
  const bool few_share =
      plan.width.taps >= 5 && 4 * plan.width.taps_inside() <= 3 * plan.width.out * plan.width.taps;
  const bool has_long_loop = plan.channels >= 32 || (plan.width.taps >= 5 && plan.channels >= 3);
  const bool two_vectors =
      target.lanes > 4 && plan.filters > target.lanes && (has_long_loop || (is_large && depth <= 64));
  if (target.registers < 32 && !plan.by_channel && (few_share || two_vectors)) needs.taps_together = false;
  const ConvolutionTile tile = select_tile(needs, policy, target);
  plan.columns = tile.columns;
  plan.vectors = tile.vectors;
  plan.together = tile.together;
  plan.partial_sums = tile.partial_sums;
  plan.order = order_of(plan, weights, target);
  // Lines of a large output that are written in parts wait for each other.
  plan.fetches_output = is_large && !plan.by_channel && plan.vectors * target.lanes < plan.filters;
  // Of many pixels the first tile, which waits for weights, is little of the time.
  plan.fetches_ahead = !plan.by_channel && weights >= 16384 && plan.tiles() <= 256;
}

/// How tables call it: "tiles 10x2", columns times vectors; "tiles 14x1 of 2" where the columns are of two
/// outputs abreast.
constexpr Text name_of(const TilePlan& plan) {
  const Text name = text(plan.by_channel ? "depthwise " : "tiles ", plan.columns, "x", plan.vectors);
  return plan.abreast == 1 ? name : text(name, " of ", plan.abreast);
}

/// The weights of a tap and a channel for a block of filters.
struct PackedBlock {
  std::size_t depth, height, width;  ///< The tap.
  std::size_t channel;
  std::size_t filter;  ///< The first,
  std::size_t count;   ///< how many there are,
  std::size_t place;   ///< where they lie in what is packed,
  std::size_t places;  ///< and how many places there are: the rest is 0.
  std::size_t pitch;   ///< How far behind `place` the next channel's lie.
};

/// Of a block the part of output number `n` of those abreast.
constexpr PackedBlock part_of_block(const TilePlan& plan, PackedBlock block, std::size_t n) {
  if (plan.abreast == 1) return block;
  const std::size_t filters = plan.filters / plan.abreast;
  const std::size_t stride = plan.width.stride / plan.abreast;
  const std::size_t taps = plan.width.taps - (plan.abreast - 1) * stride;
  const bool is_tap = block.width >= n * stride && block.width < n * stride + taps;
  block.width = is_tap ? block.width - n * stride : 0;
  block.count = is_tap ? filters : 0;
  block.place += n * filters;
  block.places = n + 1 < plan.abreast ? filters : block.places - n * filters;
  return block;
}

/// Calls f(block) for all weights of a plan, in the order in which they are packed.
template <class F>
constexpr void for_each_packed(const TilePlan& plan, Target target, const F& f) {
  const std::size_t all = target.padded(plan.filters);
  const std::size_t block = plan.vectors * target.lanes;
  std::size_t place = 0;
  for (std::size_t k = 0; k < all; k += block) {
    const std::size_t places = all - k < block ? all - k : block;
    const std::size_t count = plan.filters - k < places ? plan.filters - k : places;
    for (std::size_t q = 0; q < plan.depth.taps; ++q)
      for (std::size_t r = 0; r < plan.height.taps; ++r)
        for (std::size_t part = 0; part < plan.width.taps; part += plan.together)
          for (std::size_t c = 0; c < plan.channels; ++c)
            for (std::size_t s = part; s < part + plan.together; ++s) {
              for (std::size_t n = 0; n < plan.abreast; ++n)
                f(part_of_block(plan, {q, r, s, c, k, count, place, places, plan.together * places}, n));
              place += places;
            }
  }
}

/// Forward of a convolution in tiles.
constexpr TilePlan forward_tiles(const ConvolutionGeometry& g, Target target) {
  TilePlan plan;
  plan.width = tile_axis(g.width, g.channels, g.result_pitch());
  plan.height = tile_axis(g.height, g.width.in * g.channels, g.width.out() * g.result_pitch());
  plan.depth = tile_axis(g.depth, g.height.in * g.width.in * g.channels,
                         g.height.out() * g.width.out() * g.result_pitch());
  plan.join_rows();
  plan.in_size = g.input_size();
  plan.out_size = g.result_size();
  plan.by_channel = g.is_depthwise();
  plan.channels = plan.by_channel ? 1 : g.group_channels();
  plan.filters = plan.by_channel ? g.filters : g.group_filters();
  plan.bias = g.bias;
  plan.epilogue = g.epilogue;
  plan.put_abreast(outputs_abreast(g, target));
  choose_tile(plan, g.policy, target);
  return plan;
}

/// How the parameters of a convolution lie for its tiles: the weights of a group after those of another, as
/// `TilePlan` says, then the biases, both filled up with zeros to whole vectors of filters.
template <ConvolutionGeometry G, Target T>
struct ConvolutionPacking {
  static constexpr bool gathers = etch::gathers(G, T);
  static constexpr TilePlan plan = forward_tiles(gathers ? gathered(G) : G, T);
  static constexpr std::size_t groups = plan.by_channel ? 1 : G.groups;
  static constexpr std::size_t group_biases = T.padded(plan.filters);
  /// Where the biases lie in the parameters.
  static constexpr std::size_t biases_at = G.weight_count();
  static constexpr std::size_t group_weights = group_biases * plan.taps() * plan.channels;
  /// Of a group.
  static constexpr std::size_t filters = plan.filters / plan.abreast;

  static constexpr KernelNeeds needs = {groups * group_weights, groups* group_biases, 0, 0, 0};

  /// Makes what lies at `to` of weight(n) and bias(k), numbered as they lie in the parameters.
  template <class Number, class Weight, class Bias>
  static constexpr void pack(const Weight& weight, const Bias& bias, Number* to) {
    for_each_block([&](std::size_t n, std::size_t count, std::size_t place, std::size_t width) {
      for (std::size_t k = 0; k < count; ++k) to[place + k] = weight(n + k);
      for (std::size_t k = count; k < width; ++k) to[place + k] = 0;
    });
    // Backwards: bias(k) may read what lies there.
    if constexpr (G.bias)
      for (std::size_t group = groups; group-- > 0;)
        for (std::size_t k = group_biases; k-- > 0;)
          to[needs.weights + group * group_biases + k] =
              k < plan.filters ? bias(group * filters + k % filters) : Number(0);
  }
  /// The parameters as they were.
  template <class Number>
  static constexpr void unpack(const Number* from, Number* to) {
    for_each_block([&](std::size_t n, std::size_t count, std::size_t place, std::size_t) {
      for (std::size_t k = 0; k < count; ++k) to[n + k] = from[place + k];
    });
    if constexpr (G.bias)
      for (std::size_t k = 0; k < G.filters; ++k)
        to[G.weight_count() + k] = from[needs.weights + k / filters * group_biases + k % filters];
  }

 private:
  /// Calls f(first weight, weights, place, places) for the filters of each block, tap and channel.
  template <class F>
  static constexpr void for_each_block(const F& f) {
    for (std::size_t group = 0; group < groups; ++group)
      for_each_packed(plan, T, [&](const PackedBlock& b) {
        const std::size_t tap = (b.depth * G.height.kernel + b.height) * G.width.kernel + b.width;
        f((tap * plan.channels + b.channel) * G.filters + group * filters + b.filter, b.count,
          group * group_weights + b.place, b.places);
      });
  }
};

}  // namespace etch
