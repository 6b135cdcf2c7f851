// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/math.hpp>
#include <etch/parameters.hpp>

#include <array>
#include <cstddef>
#include <utility>

namespace etch {

/// The Euclidean norm of each layer's gradient, of the last step; 0 for layers without parameters and for
/// frozen ones. Where it falls by orders of magnitude from the last layers to the first, the gradient
/// vanishes: shortcuts, normalisation, another activation or another initializer help.
template <class Net>
constexpr std::array<float, Net::layer_count> gradient_norms(const Gradient<Net>& gradient) {
  return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
    const auto norm = [](auto numbers) {
      float sum = 0;
      for (const float value : numbers) sum += value * value;
      return math::sqrt(sum);
    };
    return std::array<float, Net::layer_count>{norm(gradient.template layer<Index>())...};
  }
  (std::make_index_sequence<Net::layer_count>{});
}
/// `etch::gradient_norms(trainer)`.
template <class Trainer>
constexpr auto gradient_norms(const Trainer& trainer) -> decltype(gradient_norms(trainer.gradient())) {
  return gradient_norms(trainer.gradient());
}

}  // namespace etch
