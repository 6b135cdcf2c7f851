// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <span>
#include <type_traits>

namespace etch {

/// All learned numbers of a network in one array, layer after layer, in the one order that files, optimizers
/// and gradients see: of a convolution (kernel h, kernel w, channels / groups, filters), of a dense layer
/// (inputs, outputs), then the biases. Behind them the statistics that training gathers. Trivially copyable,
/// and a literal type: it may lie in flash, be mapped from a file, be sent as it is.
template <class Net>
struct Parameters {
  /// Learned numbers; a network without any numbers at all still has one element here, unused.
  static constexpr std::size_t count = Net::parameter_count;
  /// Running means and variances, which are not learned.
  static constexpr std::size_t statistic_count = Net::statistic_count;
  static constexpr std::size_t size = count + statistic_count;

  alignas(64) float values[size == 0 ? 1 : size]{};

  constexpr std::span<float, count> span() { return std::span<float, count>(values, count); }
  constexpr std::span<const float, count> span() const {
    return std::span<const float, count>(values, count);
  }
  constexpr std::span<float, statistic_count> statistics() {
    return std::span<float, statistic_count>(values + count, statistic_count);
  }
  constexpr std::span<const float, statistic_count> statistics() const {
    return std::span<const float, statistic_count>(values + count, statistic_count);
  }

  /// The parameters of layer number `Index`, counted from 0: weights, then biases.
  template <std::size_t Index>
  constexpr auto layer() {
    using L = typename Net::template Layer<Index>;
    return std::span<float, L::parameter_count>(values + L::parameter_offset, L::parameter_count);
  }
  template <std::size_t Index>
  constexpr auto layer() const {
    using L = typename Net::template Layer<Index>;
    return std::span<const float, L::parameter_count>(values + L::parameter_offset, L::parameter_count);
  }
  /// The statistics of layer number `Index`: means, then variances.
  template <std::size_t Index>
  constexpr auto layer_statistics() const {
    using L = typename Net::template Layer<Index>;
    return std::span<const float, L::statistic_count>(values + count + L::statistic_offset,
                                                      L::statistic_count);
  }
};

/// The derivatives of a loss by all parameters that are trained, in the order of those.
template <class Net>
struct Gradient {
  static constexpr std::size_t count = Net::trainable_count;

  alignas(64) float values[count == 0 ? 1 : count]{};

  constexpr std::span<const float, count> span() const {
    return std::span<const float, count>(values, count);
  }
  /// By the parameters of layer number `Index`, counted from 0; nothing if it is frozen.
  template <std::size_t Index>
  constexpr auto layer() const {
    using L = typename Net::template Layer<Index>;
    constexpr std::size_t layer_count = L::frozen ? 0 : L::parameter_count;
    return std::span<const float, layer_count>(values + L::gradient_offset, layer_count);
  }
};

}  // namespace etch
