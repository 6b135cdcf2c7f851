// SPDX-License-Identifier: MIT
#pragma once
#include <etch/indices.hpp>
#include <etch/ops/math.hpp>
#include <etch/parameters.hpp>

#include <array>
#include <cstddef>

namespace etch {

/// The Euclidean norm of each layer's gradient, of the last step; 0 for layers without parameters and for
/// frozen ones. Where it falls by orders of magnitude from the last layers to the first, the gradient
/// vanishes: shortcuts, normalisation, another activation or another initializer help.
template <class Net>
constexpr std::array<float, Net::layer_count> gradient_norms(const Gradient<Net>& gradient) {
  std::array<float, Net::layer_count> norms{};
  for_each_index<0, Net::layer_count>([&](auto index) {
    // By the largest first: squares of what vanishes are no floats any more.
    const auto numbers = gradient.template layer<index>();
    float largest = 0;
    for (const float value : numbers) largest = value > largest ? value : -value > largest ? -value : largest;
    float sum = 0;
    for (const float value : numbers) sum += largest == 0 ? 0 : (value / largest) * (value / largest);
    norms[index] = largest * math::sqrt(sum);
  });
  return norms;
}
/// `etch::gradient_norms(trainer)`.
template <class Trainer>
constexpr auto gradient_norms(const Trainer& trainer) -> decltype(gradient_norms(trainer.gradient())) {
  return gradient_norms(trainer.gradient());
}

}  // namespace etch
