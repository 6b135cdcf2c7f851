// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/packing.hpp>

#include <cstddef>
#include <numeric>

// The adjoint of a convolution, its gradient by the input and so the forward pass of a transposed
// convolution, as convolutions with stride 1: inputs that are a stride apart see the same taps, so each such
// phase is a convolution of the output's gradient with those taps, the last first.
namespace etch {

/// One phase of one axis.
struct AdjointAxis {
  TileAxis tiles{};
  std::size_t last_tap = 0;  ///< The tap that comes first,
  std::size_t tap_step = 1;  ///< and how far the next lie before it.
};

/// Positions `phase`, `phase` + stride, ... of the input, which may be none. Without a tap on them
/// `tiles.taps` is 0.
constexpr AdjointAxis adjoint_axis(const WindowAxis& axis, std::size_t phase, std::size_t in_pitch,
                                   std::size_t out_pitch) {
  const std::size_t common = std::gcd(axis.stride, axis.dilation);
  AdjointAxis made;
  made.tap_step = axis.stride / common;
  made.tiles = {axis.out(),
                (axis.in + axis.stride - 1 - phase) / axis.stride,
                0,
                1,
                axis.dilation / common,
                0,
                in_pitch,
                out_pitch * axis.stride};
  // Output window j has tap s on position p where j stride + s dilation = p + before.
  for (std::size_t tap = 0; tap < axis.kernel; ++tap)
    if ((phase + axis.before + axis.stride * axis.dilation * axis.kernel - tap * axis.dilation) %
            axis.stride ==
        0) {
      ++made.tiles.taps;
      made.last_tap = tap;
    }
  made.tiles.before = (static_cast<std::ptrdiff_t>(made.last_tap * axis.dilation) -
                       static_cast<std::ptrdiff_t>(phase + axis.before)) /
                      static_cast<std::ptrdiff_t>(axis.stride);
  return made;
}

/// The phases of the adjoint of `G`, whose outputs get biases and an epilogue if they are those of a
/// transposed convolution.
template <ConvolutionGeometry G, Target T, bool Bias = false, Epilogue E = Epilogue{}>
struct AdjointPacking {
  static constexpr bool by_channel = G.is_depthwise();
  static constexpr std::size_t groups = by_channel ? 1 : G.groups;
  static constexpr std::size_t channels = by_channel ? 1 : G.group_filters();
  static constexpr std::size_t filters = by_channel ? G.channels : G.group_channels();
  /// How far the weights of neighbouring channels of `G` lie apart.
  static constexpr std::size_t weight_pitch = by_channel ? 1 : G.filters;
  static constexpr std::size_t abreast = inputs_abreast(G, T);
  static constexpr std::size_t group_biases = T.padded(filters * abreast);

  /// All, also those that no position of a short input belongs to: each has weights of its own.
  static constexpr std::size_t phase_count = G.depth.stride * G.height.stride * G.width.stride;

  /// Where in its axes a phase begins, and its taps.
  struct Phase {
    std::size_t first = 0;  ///< Position of its first output.
    AdjointAxis depth{};
    AdjointAxis height{};
    AdjointAxis width{};
    TilePlan plan{};
    std::size_t weights = 0;  ///< Of one group.

    constexpr bool is_empty() const {
      return plan.depth.out == 0 || plan.height.out == 0 || plan.width.out == 0;
    }
  };
  static constexpr Phase phase(std::size_t number) {
    const std::size_t w = number % G.width.stride;
    const std::size_t h = number / G.width.stride % G.height.stride;
    const std::size_t d = number / G.width.stride / G.height.stride;
    Phase made;
    made.first = (d * G.height.in + h) * G.width.in + w;
    made.width = adjoint_axis(G.width, w, G.filters, G.channels);
    made.height = adjoint_axis(G.height, h, G.width.out() * G.filters, G.width.in * G.channels);
    made.depth = adjoint_axis(G.depth, d, G.height.out() * G.width.out() * G.filters,
                              G.height.in * G.width.in * G.channels);
    TilePlan& plan = made.plan;
    plan.width = made.width.tiles;
    plan.height = made.height.tiles;
    plan.depth = made.depth.tiles;
    plan.join_rows();
    plan.in_size = G.output_size();
    plan.out_size = G.input_size();
    plan.by_channel = by_channel;
    plan.channels = channels;
    plan.filters = filters;
    plan.bias = Bias;
    plan.epilogue = E;
    // No tap on these: they are 0, or the bias. Loops over the width want one.
    if (plan.taps() == 0) {
      plan.depth.taps = 0;
      plan.height.taps = plan.width.taps = 1;
    }
    plan.put_abreast(abreast);
    choose_tile(plan, G.policy, T);
    made.weights = group_biases * plan.taps() * channels;
    return made;
  }
  /// Where the biases lie in the parameters.
  static constexpr std::size_t biases_at = G.weight_count();
  static constexpr std::size_t group_weights =
      group_biases * G.depth.kernel * G.height.kernel * (G.width.kernel + abreast - 1) * channels;
  static constexpr KernelNeeds needs = {groups * group_weights, Bias ? groups* group_biases : 0, 0, 0, 0};

  template <class Number, class Weight, class Biases>
  static constexpr void pack(const Weight& weight, const Biases& bias, Number* to) {
    for_each_block([&](std::size_t n, const PackedBlock& b) {
      for (std::size_t c = 0; c < b.count; ++c) to[b.place + c] = weight(n + c * weight_pitch);
      for (std::size_t c = b.count; c < b.places; ++c) to[b.place + c] = 0;
    });
    pack_biases(bias, to);
  }
  template <class Number, class Biases>
  static constexpr void pack_biases(const Biases& bias, Number* to) {
    if constexpr (Bias)
      for (std::size_t group = groups; group-- > 0;)
        for (std::size_t c = group_biases; c-- > 0;)
          to[needs.weights + group * group_biases + c] =
              c < filters * abreast ? bias(group * filters + c % filters) : Number(0);
  }
  template <class Number>
  static constexpr void unpack(const Number* from, Number* to) {
    for_each_block([&](std::size_t n, const PackedBlock& b) {
      for (std::size_t c = 0; c < b.count; ++c) to[n + c * weight_pitch] = from[b.place + c];
    });
    if constexpr (Bias)
      for (std::size_t c = 0; c < G.channels; ++c)
        to[G.weight_count() + c] = from[needs.weights + c / filters * group_biases + c % filters];
  }

  /// Calls f(weight of the first channel, block) for each block of channels, tap and filter of `G`: these are
  /// its filters and its channel.
  template <class F>
  static constexpr void for_each_block(const F& f) {
    for (std::size_t group = 0; group < groups; ++group) {
      std::size_t at = group * group_weights;
      for (std::size_t number = 0; number < phase_count; ++number) {
        const Phase p = phase(number);
        for_each_packed(p.plan, T, [&](const PackedBlock& b) {
          const std::size_t q = p.depth.last_tap - b.depth * p.depth.tap_step;
          const std::size_t r = p.height.last_tap - b.height * p.height.tap_step;
          const std::size_t s = p.width.last_tap - b.width * p.width.tap_step;
          const std::size_t tap = (q * G.height.kernel + r) * G.width.kernel + s;
          const std::size_t n = by_channel
                                    ? tap * G.filters + b.filter
                                    : (tap * filters + b.filter) * G.filters + group * channels + b.channel;
          PackedBlock block = b;
          block.place += at;
          f(n, block);
        });
        at += p.weights;
      }
    }
  }
};

}  // namespace etch
