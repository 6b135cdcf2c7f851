// SPDX-License-Identifier: MIT
#pragma once
#include <etch/compiler/lower.hpp>
#include <etch/indices.hpp>
#include <etch/parameters.hpp>
#include <etch/run.hpp>

#include <cstddef>
#include <cstdint>

namespace etch {

/// What inference reads: the parameters as a target's kernels want them, normalisations folded in. Made
/// once, by `prepare`; firmware has it in flash and no `Parameters` besides.
template <class Net, Target T = this_target>
struct Prepared {
  static constexpr std::size_t count = Net::template inference_program_for<T>.packed_count;

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

/// Nothing to fold.
struct NoScale {};

/// What layer number `Leaf` comes to, if there is one.
template <class Net, std::uint32_t Leaf>
constexpr auto scale_of([[maybe_unused]] const Parameters<Net>& from) {
  if constexpr (Leaf == no_leaf)
    return NoScale{};
  else
    return ScaleOf<Net, Leaf>(from);
}

/// The weights and biases of a linear step with the scales folded in that it has taken.
template <class Net, class Backend, std::size_t Index>
constexpr void prepare_linear(const Parameters<Net>& from, float* to) {
  constexpr const auto& program = Net::template inference_program_for<Backend::target>;
  constexpr Step step = program.steps[Index];
  using L = typename Net::template Layer<step.leaf>;
  constexpr auto g = compiler::geometry<typename Net::body, program, Index>();
  constexpr bool has_before = step.scale_before != no_leaf;
  constexpr bool has_after = step.scale_after != no_leaf;
  const auto before = scale_of<Net, step.scale_before>(from);
  const auto after = scale_of<Net, step.scale_after>(from);
  const float* learned = from.values + L::parameter_offset;

  // w (s x + t) + b = (w s) x + (b + w t), and s (w x + b) + t = (s w) x + (s b + t).
  const auto weight = [&](std::size_t n) {
    float w = learned[n];
    if constexpr (has_before) w *= before.scale[g.weight_channel(n) % before.channels];
    if constexpr (has_after) w *= after.scale[g.weight_filter(n)];
    return w;
  };
  float* biases = to + step.kernel_needs.weights;
  if constexpr (g.bias) {
    constexpr bool had_bias = L::parameter_count > g.weight_count();
    for (std::size_t k = 0; k < g.bias_count(); ++k) biases[k] = had_bias ? learned[g.weight_count() + k] : 0;
    if constexpr (has_before)
      for (std::size_t n = 0; n < g.weight_count(); ++n)
        biases[g.weight_bias(n)] += learned[n] * before.shift[g.weight_channel(n) % before.channels];
    if constexpr (has_after)
      for (std::size_t k = 0; k < g.bias_count(); ++k)
        biases[k] = biases[k] * after.scale[k % after.channels] + after.shift[k % after.channels];
  }
  using Operation = typename Backend::template Operation<g>;
  if constexpr (Packs<Operation>)
    Operation::packing::pack(
        weight, [&](std::size_t k) { return biases[k]; }, to);
  else
    for (std::size_t n = 0; n < g.weight_count(); ++n) to[n] = weight(n);
}

template <class Net, class Backend, std::size_t Index>
constexpr void prepare_step(const Parameters<Net>& from, Prepared<Net, Backend::target>& prepared) {
  constexpr Step step = Net::template inference_program_for<Backend::target>.steps[Index];
  if constexpr (step.parameter_count > 0) {
    using L = typename Net::template Layer<step.leaf>;
    float* to = prepared.values + step.packed_offset;
    if constexpr (step.role == Role::scale) {
      const ScaleOf<Net, step.leaf> made(from);
      for (std::size_t c = 0; c < made.channels; ++c) {
        to[c] = made.scale[c];
        to[made.channels + c] = made.shift[c];
      }
    } else if constexpr (step.role == Role::linear) {
      prepare_linear<Net, Backend, Index>(from, to);
    } else {
      for (std::size_t n = 0; n < L::parameter_count; ++n) to[n] = from.values[L::parameter_offset + n];
    }
  }
}

}  // namespace detail

/// Prepares for inference, in place: `prepared` may be large. Also at compile time.
template <class Net, class Backend = FastBackend>
constexpr void prepare(const Parameters<Net>& parameters, Prepared<Net, Backend::target>& prepared) {
  for_each_index<0, Net::template inference_program_for<Backend::target>.step_count>(
      [&](auto index) { detail::prepare_step<Net, Backend, index>(parameters, prepared); });
}
template <class Net, class Backend = FastBackend>
constexpr auto prepare(const Parameters<Net>& parameters) {
  Prepared<Net, Backend::target> prepared;
  prepare<Net, Backend>(parameters, prepared);
  return prepared;
}

}  // namespace etch
