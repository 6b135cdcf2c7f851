// SPDX-License-Identifier: MIT
#pragma once
#include <etch/indices.hpp>
#include <etch/layers/layer.hpp>
#include <etch/ops/math.hpp>
#include <etch/ops/random.hpp>
#include <etch/parameters.hpp>

#include <cstddef>
#include <cstdint>

namespace etch {

enum class Distribution : unsigned char {
  uniform,  ///< On [-sqrt(3 variance), sqrt(3 variance)).
  normal,   ///< The sum of twelve uniform numbers, which is normal up to 6 standard deviations, and the same
            ///< bits everywhere.
};

/// Weights of variance 2 / fan_in, for rectifiers (K. He et al., "Delving deep into rectifiers", 2015).
/// Biases are 0.
struct He {
  std::uint64_t seed = 0;
  Distribution distribution = Distribution::uniform;
  static constexpr double variance(std::size_t fan_in, std::size_t) {
    return 2.0 / static_cast<double>(fan_in);
  }
};
/// Weights of variance 2 / (fan_in + fan_out), for tanh and sigmoid (X. Glorot, Y. Bengio, 2010). Biases are
/// 0.
struct Glorot {
  std::uint64_t seed = 0;
  Distribution distribution = Distribution::uniform;
  static constexpr double variance(std::size_t fan_in, std::size_t fan_out) {
    return 2.0 / static_cast<double>(fan_in + fan_out);
  }
};
/// Weights of variance 1 / fan_in, for selu and linear layers (Y. LeCun et al., "Efficient backprop", 1998).
/// Biases are 0.
struct LeCun {
  std::uint64_t seed = 0;
  Distribution distribution = Distribution::uniform;
  static constexpr double variance(std::size_t fan_in, std::size_t) {
    return 1.0 / static_cast<double>(fan_in);
  }
};

namespace detail {

/// What random integers of that distribution are multiplied with to have that standard deviation.
constexpr float unit(Distribution distribution, double deviation) {
  if (distribution == Distribution::uniform)
    return static_cast<float>(deviation * math::sqrt(3.0) / (1 << 23));
  return static_cast<float>(deviation / 65536);
}

/// Random number `index`, in `unit`s. Integers, then a single multiplication: nothing that a compiler could
/// round in two ways.
constexpr float draw(std::uint64_t seed, std::uint64_t index, Distribution distribution, float unit) {
  if (distribution == Distribution::uniform)
    return static_cast<float>(static_cast<std::int32_t>(mix(seed + index) >> 40) - (1 << 23)) * unit;
  std::int32_t sum = -6 * 65535;  // Twelve numbers of mean 32767.5; their sum has the deviation 65536.
  for (std::uint64_t word = 0; word < 3; ++word)
    for (std::uint64_t bits = mix(seed + 3 * index + word), part = 0; part < 4; ++part, bits >>= 16)
      sum += static_cast<std::int32_t>(bits & 0xffff);
  return static_cast<float>(sum) * unit;
}

template <class Net, std::size_t Index, class Initializer>
constexpr void initialize_layer(const Initializer& initializer, Parameters<Net>& parameters) {
  using L = typename Net::template Layer<Index>;
  const auto fill = [&](std::size_t at, const ParameterBlocks& blocks) {
    for (const ParameterBlock& block : blocks) {
      const bool drawn = block.role == ParameterBlock::Role::weights && block.count > 0;
      const float scale = drawn ? unit(initializer.distribution,
                                       math::sqrt(Initializer::variance(block.fan_in, block.fan_out)))
                                : 0;
      for (std::size_t n = 0; n < block.count; ++n, ++at)
        parameters.values[at] = drawn ? draw(mix(initializer.seed), at, initializer.distribution, scale)
                                      : block.initial.as<float>();
    }
  };
  if constexpr (L::parameter_count > 0)
    fill(L::parameter_offset, layers::parameter_blocks<typename L::type>(L::input_shape));
  if constexpr (L::statistic_count > 0)
    fill(Net::parameter_count + L::statistic_offset,
         layers::statistic_blocks<typename L::type>(L::input_shape));
}

}  // namespace detail

/// Fresh parameters, drawn by `initializer`: a function of its seed alone, the same bits on every run and
/// platform. In place: `parameters` may be large.
template <class Net, class Initializer>
constexpr void initialize(const Initializer& initializer, Parameters<Net>& parameters) {
  for_each_index<0, Net::layer_count>(
      [&](auto index) { detail::initialize_layer<Net, index>(initializer, parameters); });
}
/// `etch::initialize<Net>(etch::He{.seed = 1})`.
template <class Net, class Initializer>
constexpr Parameters<Net> initialize(const Initializer& initializer) {
  Parameters<Net> parameters;
  initialize(initializer, parameters);
  return parameters;
}

}  // namespace etch
