// SPDX-License-Identifier: MIT
#pragma once
#include <etch/compiler/lower.hpp>
#include <etch/indices.hpp>
#include <etch/parameters.hpp>

#include <cstddef>

namespace etch {

/// What inference reads: the parameters as this target's kernels want them, normalisations folded in. Made
/// once, by `prepare`; firmware has it in flash and no `Parameters` besides.
template <class Net>
struct Prepared {
  static constexpr std::size_t count = Net::inference_program.parameter_count;

  alignas(64) float values[count == 0 ? 1 : count]{};
};

namespace detail {

/// The scale and the shift that layer number `Index` comes to at inference, for each channel.
template <class Net, std::size_t Index>
struct ScaleOf {
  using L = typename Net::template Layer<Index>;
  static constexpr std::size_t channels = L::input_shape.channels();

  float scale[channels]{};
  float shift[channels]{};

  constexpr explicit ScaleOf(const Parameters<Net>& parameters) {
    const float* learned = parameters.values + L::parameter_offset;
    const float* statistics = parameters.values + Net::parameter_count + L::statistic_offset;
    for (std::size_t c = 0; c < channels; ++c)
      L::type::scale_and_shift(L::input_shape, learned, statistics, c, scale[c], shift[c]);
  }
};

template <class Net, std::size_t Index>
constexpr void prepare_step(const Parameters<Net>& from, Prepared<Net>& prepared) {
  constexpr Step step = Net::inference_program.steps[Index];
  if constexpr (step.parameter_count > 0) {
    using L = typename Net::template Layer<step.leaf>;
    float* to = prepared.values + step.parameter_offset;
    if constexpr (step.role == Role::scale) {
      const ScaleOf<Net, step.leaf> made(from);
      for (std::size_t c = 0; c < made.channels; ++c) {
        to[c] = made.scale[c];
        to[made.channels + c] = made.shift[c];
      }
    } else {
      for (std::size_t n = 0; n < L::parameter_count; ++n) to[n] = from.values[L::parameter_offset + n];
      for (std::size_t n = L::parameter_count; n < step.parameter_count; ++n) to[n] = 0;
    }
    if constexpr (step.scale_before != no_leaf) {
      // w (s x + t) + b = (w s) x + (b + w t).
      constexpr auto g = L::type::geometry(L::input_shape);
      const ScaleOf<Net, step.scale_before> folded(from);
      for (std::size_t n = 0; n < g.weight_count(); ++n) {
        const std::size_t c = g.weight_channel(n) % folded.channels;
        to[g.weight_count() + g.weight_bias(n)] += to[n] * folded.shift[c];
        to[n] *= folded.scale[c];
      }
    }
    if constexpr (step.scale_after != no_leaf) {
      // s (w x + b) + t = (s w) x + (s b + t).
      constexpr auto g = L::type::geometry(L::input_shape);
      const ScaleOf<Net, step.scale_after> folded(from);
      for (std::size_t n = 0; n < g.weight_count(); ++n) to[n] *= folded.scale[g.weight_filter(n)];
      float* biases = to + g.weight_count();
      for (std::size_t n = 0; n < g.bias_count(); ++n)
        biases[n] = biases[n] * folded.scale[n % folded.channels] + folded.shift[n % folded.channels];
    }
  }
}

}  // namespace detail

/// Prepares for inference, in place: `prepared` may be large. Also at compile time.
template <class Net>
constexpr void prepare(const Parameters<Net>& parameters, Prepared<Net>& prepared) {
  for_each_index<0, Net::inference_program.step_count>(
      [&](auto index) { detail::prepare_step<Net, index>(parameters, prepared); });
}
template <class Net>
constexpr Prepared<Net> prepare(const Parameters<Net>& parameters) {
  Prepared<Net> prepared;
  prepare(parameters, prepared);
  return prepared;
}

}  // namespace etch
