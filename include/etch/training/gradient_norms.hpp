// SPDX-License-Identifier: MIT
#pragma once
#include <etch/indices.hpp>
#include <etch/ops/math.hpp>
#include <etch/ops/sums.hpp>
#include <etch/parameters.hpp>

#include <array>
#include <cstddef>

namespace etch {

/// The Euclidean norm of each layer's gradient, of the last step, in the order of `Net::Layer`; 0 for layers
/// without parameters and for frozen ones, infinite or not a number where a derivative is. Where it falls by
/// orders of magnitude from the last layers to the first, the gradient vanishes: shortcuts, normalisation,
/// another activation or another initializer help.
template <class Net>
constexpr std::array<float, Net::layer_count> gradient_norms(const Gradient<Net>& gradient) {
  std::array<float, Net::layer_count> norms{};
  for_each_index<0, Net::layer_count>([&](auto index) {
    // By the largest first: squares of what vanishes are no floats any more.
    const auto numbers = gradient.template layer<index>();
    float largest = 0;
    float not_finite = 0;
    for (const float value : numbers) {
      if (value - value != 0)
        not_finite += value * value;
      else
        largest = value > largest ? value : -value > largest ? -value : largest;
    }
    LongSum<float> sum;
    if (not_finite == 0 && largest != 0)
      for (const float value : numbers) sum.add((value / largest) * (value / largest));
    norms[index] = not_finite == 0 ? largest * math::sqrt(sum.value()) : not_finite;
  });
  return norms;
}
/// `etch::gradient_norms(trainer)`.
template <class Trainer>
constexpr auto gradient_norms(const Trainer& trainer) -> decltype(gradient_norms(trainer.gradient())) {
  return gradient_norms(trainer.gradient());
}

}  // namespace etch
