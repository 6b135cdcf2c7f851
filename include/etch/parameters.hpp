// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <span>
#include <type_traits>

namespace etch {

/// All learned numbers of a network in one array, layer after layer, in the one order that files, optimizers
/// and gradients see: of a convolution (kernel h, kernel w, channels / groups, filters), of a dense layer
/// (inputs, outputs), then the biases. Trivially copyable, and a literal type: it may lie in flash, be mapped
/// from a file, be sent as it is.
template <class Net>
struct Parameters {
  /// Learned numbers; a network without any still has one element here, unused.
  static constexpr std::size_t count = Net::parameter_count;

  alignas(64) float values[count == 0 ? 1 : count]{};

  constexpr std::span<float, count> span() { return std::span<float, count>(values, count); }
  constexpr std::span<const float, count> span() const {
    return std::span<const float, count>(values, count);
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
};

}  // namespace etch
